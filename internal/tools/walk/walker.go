package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

const (
	patience = 30 * time.Second       // for a text to appear
	calm     = 400 * time.Millisecond // without output, after which a screen counts as finished
	idle     = 2 * time.Second        // likewise, where something may be measured meanwhile
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
	pressed  time.Time     // when a key last was

	mutex  sync.Mutex // of what follows
	screen *vt.SafeEmulator
	latest time.Time // when the program last wrote
	begun  time.Time // when it was started
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
	w.screen, w.begun = vt.NewSafeEmulator(w.width, w.height), time.Now()
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
func (w *walker) until(text string) error { return w.look(text, 50*time.Millisecond) }

// look looks for a text now and then until it is there.
func (w *walker) look(text string, pause time.Duration) error {
	if w.terminal == nil {
		return errors.New("nothing runs yet")
	}
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(pause) {
		if strings.Contains(w.text(), text) {
			return nil
		}
	}
	return fmt.Errorf("after %s the screen does not show %q but:\n%s", patience, text, w.text())
}

// text is what stands on the screen, which its emulator does not lock when it gives it.
func (w *walker) text() string {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	return w.screen.String()
}

// shown prints how many milliseconds after its start the program shows a text.
func (w *walker) shown(name, text string) error {
	if err := w.look(text, 5*time.Millisecond); err != nil {
		return err
	}
	fmt.Printf("%s\t%d\n", name, time.Since(w.begun).Milliseconds())
	return nil
}

// timed presses keys, each when all has been said to the one before, and prints how many milliseconds after it the last
// byte came: the median of those that the program answered.
func (w *walker) timed(name string, keys []string) error {
	var took []int64
	for _, key := range keys {
		w.settle(idle)
		pressed := time.Now()
		if err := w.press([]string{key}); err != nil {
			return err
		}
		w.settle(idle)
		w.mutex.Lock()
		if w.latest.After(pressed) {
			took = append(took, w.latest.Sub(pressed).Milliseconds())
		}
		w.mutex.Unlock()
	}
	if len(took) == 0 {
		return fmt.Errorf("nothing comes of %q", keys)
	}
	slices.Sort(took)
	fmt.Printf("%s\t%d\n", name, took[len(took)/2])
	return nil
}

// settle waits until the program has been calm for so long, and no key has been pressed.
func (w *walker) settle(calm time.Duration) {
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		w.mutex.Lock()
		since := min(time.Since(w.latest), time.Since(w.pressed))
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
		w.pressed = time.Now()
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
	w.settle(calm)
	path := filepath.Join(w.pictures, name+".svg")
	fmt.Println(path)
	w.mutex.Lock()
	drawn := drawSVG(w.screen, w.width, w.height)
	w.mutex.Unlock()
	return os.WriteFile(path, drawn, 0o644)
}
