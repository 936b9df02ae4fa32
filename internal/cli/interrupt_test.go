//go:build unix

package cli

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
)

// TestSecondInterruptEndsACommandAtOnce interrupts a command that can't tidy up, since nobody reads what it prints.
func TestSecondInterruptEndsACommandAtOnce(t *testing.T) {
	command := spoorCommand("sql", "--db", smallCase(t),
		"with recursive n(i) as (select 1 union all select i + 1 from n) select printf('%0200d', i) from n")
	stdout, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := stdout.Read(make([]byte, 1)); err != nil { // from here on it waits for a reader
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	hangs := time.After(2 * time.Minute)
	for sent := 0; ; sent++ {
		_ = command.Process.Signal(syscall.SIGINT) // an error where it has ended
		select {
		case <-ended:
			status, _ := command.ProcessState.Sys().(syscall.WaitStatus)
			if sent == 0 || !status.Signaled() || status.Signal() != syscall.SIGINT {
				t.Errorf("%v after %d interrupts", command.ProcessState, sent+1)
			}
			return
		case <-hangs:
			_ = command.Process.Kill()
			t.Fatalf("it goes on after %d interrupts", sent+1)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// TestWrongFilterIsAMistakeOfUsage on a terminal, where the screens would open, as it is without one.
func TestWrongFilterIsAMistakeOfUsage(t *testing.T) {
	db := smallCase(t)
	master, tty, err := pty.Open()
	if err != nil {
		t.Skip(err)
	}
	defer master.Close()
	defer tty.Close()
	command := spoorCommand("--db", db, "--filter", "score>")
	command.Env = append(command.Env, "TERM=xterm", "XDG_STATE_HOME="+t.TempDir())
	command.Stdin, command.Stdout, command.Stderr = tty, tty, tty
	var failed *exec.ExitError
	if err := command.Run(); !errors.As(err, &failed) || failed.ExitCode() != statusUsage {
		t.Errorf("%v", err)
	}
}

// smallCase is the path of a case of one event.
func smallCase(t *testing.T) string {
	t.Helper()
	db, log := filepath.Join(t.TempDir(), "case.db"), filepath.Join(t.TempDir(), "access.log")
	const line = "10.0.0.1 - kim [01/Mar/2026:10:00:00 +0000] \"GET /jobs/1 HTTP/1.1\" 200 5 \"-\" \"x\"\n"
	if err := os.WriteFile(log, []byte(line), 0o600); err != nil {
		t.Fatal(err)
	}
	if said, err := spoorCommand("load", "--db", db, log).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	return db
}
