package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestNoCaseWithoutALog: where none of the logs exists no case is made; one that may exist is enough.
func TestNoCaseWithoutALog(t *testing.T) {
	dir := t.TempDir()
	db := filepath.Join(dir, "case.db")
	o := &options{db: db}
	missing := []string{filepath.Join(dir, "a.log"), filepath.Join(dir, "b.log")}
	if err := o.withCaseFor(t.Context(), missing, nil); err == nil || !strings.Contains(err.Error(), "a.log") {
		t.Errorf("no log exists: %v", err)
	}
	if _, err := os.Stat(db); err == nil {
		t.Error("a case was made for logs that don't exist")
	}
}

// TestMayExist: standard input, patterns and what is there, but no name of nothing.
func TestMayExist(t *testing.T) {
	dir := t.TempDir()
	for path, want := range map[string]bool{
		"-": true, filepath.Join(dir, "*.log"): true, dir: true, filepath.Join(dir, "none.log"): false,
	} {
		if got := mayExist(path); got != want {
			t.Errorf("mayExist(%q) is %v", path, got)
		}
	}
}

// TestOnlyAFileCanBeATerminal: a pipe, a file and a buffer are none, and have no width.
func TestOnlyAFileCanBeATerminal(t *testing.T) {
	file, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for name, stream := range map[string]any{"a file": file, "a buffer": new(bytes.Buffer)} {
		if isTerminal(stream) {
			t.Errorf("%s is not a terminal", name)
		}
	}
	if width := terminalWidth(file); width != 0 {
		t.Errorf("a file is %d wide", width)
	}
}
