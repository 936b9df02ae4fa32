//go:build unix

package cli

import (
	"bufio"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"spoor/store"
)

// TestFollowUntilInterrupted follows a log in another process, while this one watches the case.
func TestFollowUntilInterrupted(t *testing.T) {
	directory := t.TempDir()
	db, log := filepath.Join(directory, "case.db"), filepath.Join(directory, "access.log")
	const line = "10.0.0.1 - kim [01/Mar/2026:10:00:00 +0000] \"GET /jobs/1 HTTP/1.1\" 200 5 \"-\" \"x\"\n"
	if err := os.WriteFile(log, []byte(line), 0o600); err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	command := spoorCommand("load", "--db", db, "--follow", log)
	command.Stderr = &said
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	for range 1000 {
		if store.IsCase(db) {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	c, err := store.Open(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	waitFor := func(events int64) {
		t.Helper()
		for range 6000 {
			if at, err := c.Watermark(t.Context()); err == nil && at.Events == events {
				return
			}
			time.Sleep(10 * time.Millisecond)
		}
		t.Fatalf("there are never %d events", events)
	}
	waitFor(1)
	file, err := os.OpenFile(log, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := file.WriteString(line + line); err != nil {
		t.Fatal(err)
	}
	waitFor(3)
	if err := command.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	err = command.Wait()
	before, after, _ := strings.Cut(said.String(), "following; ctrl+c ends it\n")
	if err != nil || before != "" || !strings.Contains(after, "3 lines = 3 events + 0 rejects + 0 blank") {
		t.Errorf("%v, %s", err, said.String())
	}
	if got := pageSize(t, db); got != 4<<10 {
		t.Errorf("pages of %d bytes, in a case that takes events as they come", got)
	}
}

// TestFollowEndedWhileStarting says that it was interrupted, whichever signal has ended it.
func TestFollowEndedWhileStarting(t *testing.T) {
	log := filepath.Join(t.TempDir(), "access.log")
	line := "10.0.0.1 - kim [01/Mar/2026:10:00:00 +0000] \"GET /jobs/1 HTTP/1.1\" 200 5 \"-\" \"x\"\n"
	if err := os.WriteFile(log, []byte(strings.Repeat(line, 2_000_000)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT} {
		db := filepath.Join(t.TempDir(), "case.db")
		command := spoorCommand("load", "--db", db, "--follow", log)
		stderr, err := command.StderrPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewReader(stderr)
		if _, err := lines.ReadString('\n'); err != nil { // that it follows
			t.Fatal(err)
		}
		if err := command.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		said, err := io.ReadAll(lines)
		if err != nil {
			t.Fatal(err)
		}
		_ = command.Wait() // its status is looked at
		if status := command.ProcessState.ExitCode(); status != statusInterrupted || string(said) != "spoor: interrupted\n" {
			t.Errorf("%v: status %d\n%s", signal, status, said)
		}
	}
}
