// Command walk runs programs in a terminal of its own, presses the keys that a script names, takes pictures of the
// screen as SVG, records everything as an asciinema cast, and says how long the screen took. The pictures, the cast and
// the times of the docs are made by it.
//
//	go run ./internal/tools/walk -pictures docs/pictures docs/pictures.walk
//	go run ./internal/tools/walk -cast docs/spoor.cast docs/tour.walk
//
// A script is a step a line; # begins a comment:
//
//	size 120 34      columns and rows, before anything runs
//	run COMMAND      starts a program by the shell; the one before is ended
//	until TEXT       waits until the screen shows a text, at most half a minute
//	key KEY…         presses keys one after the other: letters, Enter, Esc, Tab, BackTab, Space, Up, Down, Ctrl+c …
//	type TEXT        types a text, letter by letter
//	pause 1.5s       lets whoever looks at the cast look
//	picture NAME     writes NAME.svg
//	shown NAME TEXT  prints how many milliseconds after its start the program shows a text
//	timed NAME KEY…  presses keys, and prints how many milliseconds after each the last byte came, in the middle of them
package main

import (
	"flag"
	"fmt"
	"os"
	"time"
)

func main() {
	pictures := flag.String("pictures", "", "the `directory` that pictures are written into")
	cast := flag.String("cast", "", "the `file` that the cast is written to")
	pace := flag.Duration("pace", 150*time.Millisecond, "the pause after each key")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: walk [-pictures DIRECTORY] [-cast FILE] SCRIPT")
		os.Exit(2)
	}
	if err := walk(flag.Arg(0), *pictures, *cast, *pace); err != nil {
		fmt.Fprintln(os.Stderr, "walk:", err)
		os.Exit(1)
	}
}

// walk goes through a script.
func walk(path, pictures, castPath string, pace time.Duration) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	steps, err := parseScript(string(text))
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	w := &walker{pictures: pictures, pace: pace, width: 120, height: 34}
	defer w.end()
	for _, s := range steps {
		if err := s.do(w); err != nil {
			return fmt.Errorf("%s: line %d: %w", path, s.line, err)
		}
	}
	w.end()
	if castPath == "" {
		return nil
	}
	return os.WriteFile(castPath, w.cast.encode(w.width, w.height), 0o644)
}
