package term

import (
	"io"
	"os/exec"
)

// InTurn are commands that have the terminal one after the other. The first that fails ends them.
type InTurn []*exec.Cmd

// Run runs them.
func (c InTurn) Run() error {
	for _, command := range c {
		if err := command.Run(); err != nil {
			return err
		}
	}
	return nil
}

// SetStdin gives all of them the input of the terminal.
func (c InTurn) SetStdin(r io.Reader) {
	for _, command := range c {
		command.Stdin = r
	}
}

// SetStdout gives all of them its output.
func (c InTurn) SetStdout(w io.Writer) {
	for _, command := range c {
		command.Stdout = w
	}
}

// SetStderr gives all of them its output for errors.
func (c InTurn) SetStderr(w io.Writer) {
	for _, command := range c {
		command.Stderr = w
	}
}
