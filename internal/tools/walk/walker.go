package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

const (
	patience = 30 * time.Second       // for a text to appear
	calm     = 400 * time.Millisecond // without output, after which a screen counts as finished
)

// walker is on its way through a script.
type walker struct {
	pictures      string
	pace          time.Duration
	width, height int

	cast     cast
	command  *exec.Cmd
	terminal *os.File
	copied   chan struct{} // closed when all output has been read

	mutex  sync.Mutex // of what follows
	screen *vt.SafeEmulator
	latest time.Time // when the program last wrote
}

// run starts a program. It keeps no state from earlier runs, and has the colours that every terminal has.
func (w *walker) run(command string) error {
	w.end()
	state, err := os.MkdirTemp("", "walk")
	if err != nil {
		return err
	}
	w.command = exec.CommandContext(context.Background(), "sh", "-c", command) // it is ended by end
	w.command.Env = append(os.Environ(), "TERM=xterm-256color", "COLORTERM=", "LANG=C.UTF-8", "XDG_STATE_HOME="+state)
	w.screen = vt.NewSafeEmulator(w.width, w.height)
	w.terminal, err = pty.StartWithSize(w.command, &pty.Winsize{Rows: uint16(w.height), Cols: uint16(w.width)})
	if err != nil {
		return fmt.Errorf("%s: %w", command, err)
	}
	w.latest, w.copied = time.Now(), make(chan struct{})
	terminal, screen, copied := w.terminal, w.screen, w.copied
	go func() { _, _ = io.Copy(terminal, screen) }() // what the terminal answers when it is asked
	go func() {
		defer close(copied)
		_, _ = io.Copy(w, terminal)
	}()
	return nil
}

// Write takes what the program writes.
func (w *walker) Write(output []byte) (int, error) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.latest = time.Now()
	w.cast.add(w.latest, output)
	return w.screen.Write(output)
}

// end ends the program that runs.
func (w *walker) end() {
	if w.terminal == nil {
		return
	}
	_ = w.command.Process.Kill()
	_ = w.command.Wait()
	<-w.copied
	if answers, ok := w.screen.InputPipe().(io.Closer); ok {
		_ = answers.Close() // the emulator's own Close does not wait for who reads them
	}
	_ = w.terminal.Close()
	w.terminal = nil
}

// until waits for a text.
func (w *walker) until(text string) error {
	if w.terminal == nil {
		return errors.New("nothing runs yet")
	}
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if strings.Contains(w.shown(), text) {
			return nil
		}
	}
	return fmt.Errorf("after %s the screen does not show %q but:\n%s", patience, text, w.shown())
}

// shown is the text on the screen, which its emulator does not lock when it gives it.
func (w *walker) shown() string {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	return w.screen.String()
}

// settle waits until the program has been calm for a while.
func (w *walker) settle() {
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		w.mutex.Lock()
		since := time.Since(w.latest)
		w.mutex.Unlock()
		if since > calm {
			return
		}
	}
}

// press presses keys.
func (w *walker) press(keys []string) error {
	if w.terminal == nil {
		return errors.New("nothing runs yet")
	}
	for _, key := range keys {
		if _, err := io.WriteString(w.terminal, key); err != nil {
			return err
		}
		time.Sleep(w.pace)
	}
	return nil
}

// picture draws the screen once it is calm.
func (w *walker) picture(name string) error {
	if w.terminal == nil {
		return errors.New("nothing runs yet")
	}
	w.settle()
	path := filepath.Join(w.pictures, name+".svg")
	fmt.Println(path)
	w.mutex.Lock()
	drawn := drawSVG(w.screen, w.width, w.height)
	w.mutex.Unlock()
	return os.WriteFile(path, drawn, 0o644)
}
