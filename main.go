// Command spoor reads the tracks that users leave in a log, finds those whose behaviour is out of the ordinary, and
// shows why.
package main

import (
	"os"

	"spoor/internal/cli"
)

func main() {
	os.Exit(cli.Run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
