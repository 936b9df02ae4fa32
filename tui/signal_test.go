//go:build unix

package tui

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	terminal "github.com/charmbracelet/x/term"
	"github.com/creack/pty"

	"spoor/tui/internal/fakecase"
)

// signalTries is how often each signal is sent in each situation; SPOOR_SIGNAL_TRIES says otherwise.
func signalTries(t *testing.T) int {
	text := os.Getenv("SPOOR_SIGNAL_TRIES")
	if text == "" {
		return 4
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// ptyRun is the program in a pseudo-terminal.
type ptyRun struct {
	command     *exec.Cmd
	master, tty *os.File
	before      *terminal.State
	mutex       sync.Mutex
	output      bytes.Buffer
	read        sync.WaitGroup
}

func runInPty(t *testing.T, folder string, args ...string) *ptyRun {
	t.Helper()
	program, err := built()
	if err != nil {
		t.Fatal(err)
	}
	r := &ptyRun{command: exec.Command(program, args...)}
	if r.master, r.tty, err = pty.Open(); err != nil {
		t.Skip(err)
	}
	if err := pty.Setsize(r.master, &pty.Winsize{Rows: 30, Cols: 100}); err != nil {
		t.Fatal(err)
	}
	if r.before, err = terminal.GetState(r.tty.Fd()); err != nil {
		t.Fatal(err)
	}
	r.command.Dir = folder
	r.command.Env = append(os.Environ(), "TERM=xterm-256color", "XDG_STATE_HOME="+folder)
	r.command.Stdin, r.command.Stdout, r.command.Stderr = r.tty, r.tty, r.tty
	r.command.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := r.command.Start(); err != nil {
		t.Fatal(err)
	}
	r.read.Go(func() {
		chunk := make([]byte, 1<<16)
		for {
			n, err := r.master.Read(chunk)
			r.mutex.Lock()
			r.output.Write(chunk[:n])
			r.mutex.Unlock()
			if err != nil {
				return
			}
		}
	})
	return r
}

func (r *ptyRun) shown() string {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return r.output.String()
}

// waitFor waits until the program has written a text.
func (r *ptyRun) waitFor(t *testing.T, text string) {
	t.Helper()
	for end := time.Now().Add(patience); !strings.Contains(r.shown(), text); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			_ = r.command.Process.Kill()
			t.Fatalf("%q is not on the screen", text)
		}
	}
}

// endsBy sends a signal and returns what is wrong with the end: how long it took, the status, the terminal that is
// left.
func (r *ptyRun) endsBy(t *testing.T, signal syscall.Signal) error {
	t.Helper()
	sent := time.Now()
	if err := r.command.Process.Signal(signal); err != nil {
		t.Fatal(err)
	}
	dead := time.AfterFunc(patience, func() { _ = r.command.Process.Kill() })
	err := r.command.Wait()
	took := time.Since(sent)
	dead.Stop()
	after, stateErr := terminal.GetState(r.tty.Fd())
	_ = r.tty.Close()
	r.read.Wait()
	_ = r.master.Close()

	var all []error
	if took > patience/2 { // no timing: a signal that is lost never ends it
		all = append(all, fmt.Errorf("it took %v", took))
	}
	if status := r.command.ProcessState.ExitCode(); status != 130 {
		all = append(all, fmt.Errorf("status %d: %w", status, err))
	}
	if stateErr != nil || *after != *r.before {
		all = append(all, fmt.Errorf("the terminal's modes are not what they were: %w", stateErr))
	}
	return errors.Join(append(all, leftOn(r.shown())...)...)
}

// leftOn lists the modes that a program has switched on and not off again, and a missing way back.
func leftOn(output string) (all []error) {
	for on, off := range map[string]string{
		ansi.SetModeAltScreenSaveCursor: ansi.ResetModeAltScreenSaveCursor,
		ansi.SetModeMouseButtonEvent:    ansi.ResetModeMouseButtonEvent,
		ansi.SetModeMouseExtSgr:         ansi.ResetModeMouseExtSgr, ansi.SetModeBracketedPaste: ansi.ResetModeBracketedPaste,
		ansi.HideCursor: ansi.ShowCursor,
	} {
		if strings.LastIndex(output, on) > strings.LastIndex(output, off) {
			all = append(all, fmt.Errorf("%q is left on", on))
		}
	}
	if !strings.Contains(output, "spoor --at ") {
		all = append(all, errors.New("the way back is not printed"))
	}
	return all
}

// TestSignalsEndTheScreens sends each signal in the middle of what the screens do. They must end, with the terminal as
// it was.
func TestSignalsEndTheScreens(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("runs in a terminal are left out")
	}
	if _, err := built(); err != nil {
		t.Skip(err)
	}
	situations := []struct {
		name string
		args []string
		keys []string // each after what is to be seen first
	}{
		{"users", []string{"--at", "users", "case.db"}, nil},
		{"load", []string{"--db", "new.db", "access.log"}, nil},
		{"measuring", []string{"--at", "timeline", "case.db"}, nil},
		{"export", []string{"--at", "users", "case.db"}, []string{"kim", "e", "Export", "\x15users-of-%d.csv\r"}},
		{"prompt", []string{"--at", "users", "case.db"}, []string{"kim", "/ki"}},
	}
	for _, s := range situations {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			folder := signalFolder(t)
			for _, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP} {
				for try := range signalTries(t) {
					_ = os.Remove(filepath.Join(folder, "new.db"))
					r := runInPty(t, folder, s.args...)
					r.waitFor(t, ansi.SetModeAltScreenSaveCursor)
					for i := 0; i+1 < len(s.keys); i += 2 {
						r.waitFor(t, s.keys[i])
						keys := strings.ReplaceAll(s.keys[i+1], "%d", strconv.Itoa(try)+signal.String())
						if _, err := io.WriteString(r.master, keys); err != nil {
							t.Fatal(err)
						}
					}
					time.Sleep(time.Duration(rand.IntN(300)) * time.Millisecond)
					if err := r.endsBy(t, signal); err != nil {
						t.Fatalf("%s, try %d: %v", signal, try, err)
					}
				}
			}
		})
	}
}

// signalFolder has a log, and a case of it.
func signalFolder(t *testing.T) string {
	t.Helper()
	d := &desk{t: t, folder: t.TempDir()}
	d.log("access.log", fakecase.Start, 60_000, "kim", "lee", "ahn", "choi")
	program, err := built()
	if err != nil {
		t.Fatal(err)
	}
	load := exec.Command(program, "load", "--db", "case.db", "access.log")
	load.Dir = d.folder
	if text, err := load.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return d.folder
}
