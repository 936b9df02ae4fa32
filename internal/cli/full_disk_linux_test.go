package cli

import (
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"spoor/store"
)

// smallDisk is a directory on a disk of its own, where this process may make one.
func smallDisk(t *testing.T) string {
	t.Helper()
	directory := t.TempDir()
	if err := syscall.Mount("tmpfs", directory, "tmpfs", 0, "size=24m"); err != nil {
		t.Skip("this process may mount nothing: ", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(directory, 0); err != nil {
			t.Error(err)
		}
	})
	return directory
}

// fill writes a file that leaves no room.
func fill(t *testing.T, path string) {
	t.Helper()
	err := os.WriteFile(path, make([]byte, 32<<20), 0o600)
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
}

// TestServerOnAFullDisk has senders told that there is no room, and goes on by itself when there is.
func TestServerOnAFullDisk(t *testing.T) {
	directory := smallDisk(t)
	db, other := filepath.Join(directory, "case.db"), filepath.Join(directory, "other")
	server, url := startServer(t, db)
	client := &http.Client{Timeout: time.Minute, Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	s := &sender{name: "kim"}
	expect := func(body string, want int) {
		t.Helper()
		if got, err := deliver(client, url, body, ""); got != want || err != nil {
			t.Errorf("answered %d, %v, want %d", got, err, want)
		}
	}
	first, _ := s.next()
	expect(first, http.StatusOK)
	fill(t, other)
	second, _ := s.next()
	for range 3 {
		expect(second, http.StatusServiceUnavailable)
	}
	if err := os.Remove(other); err != nil {
		t.Fatal(err)
	}
	expect(second, http.StatusOK)
	expect(first, http.StatusOK) // it is known still
	if err := errors.Join(server.Process.Signal(syscall.SIGTERM), server.Wait()); err != nil {
		t.Error(err)
	}
	c, err := store.Open(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if info, err := c.Info(t.Context()); err != nil || int(info.Events) != len(s.sent[0])+len(s.sent[1]) {
		t.Errorf("%d events, %v", info.Events, err)
	}
}

// TestHelpThatCannotBeWritten fails, as everything does that cannot be written.
func TestHelpThatCannotBeWritten(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip(err)
	}
	defer full.Close()
	for _, args := range [][]string{{"--help"}, {"load", "--help"}, {"help", "load"}, {"version"}} {
		var said strings.Builder
		status := Run(args, strings.NewReader(""), full, &said)
		if status != statusFailure || !strings.Contains(said.String(), "no space left") {
			t.Errorf("%q: %d, %s", args, status, said.String())
		}
	}
}
