package wholefile

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func text(s string) func(io.Writer) error {
	return func(to io.Writer) error {
		_, err := io.WriteString(to, s)
		return err
	}
}

var errWrite = errors.New("it can't be written")

func half(to io.Writer) error {
	_, err := io.WriteString(to, "hal")
	return errors.Join(err, errWrite)
}

// holds fails unless a directory has one file, a.txt, with this content; none if it is empty.
func holds(t *testing.T, directory, content string) {
	t.Helper()
	entries, err := os.ReadDir(directory)
	if err != nil {
		t.Fatal(err)
	}
	if content == "" {
		if len(entries) != 0 {
			t.Errorf("there is %s", entries[0].Name())
		}
		return
	}
	if len(entries) != 1 {
		t.Errorf("%d files: %v", len(entries), entries)
	}
	if got, err := os.ReadFile(filepath.Join(directory, "a.txt")); err != nil || string(got) != content {
		t.Errorf("a.txt holds %q, %v; want %q", got, err, content)
	}
}

func TestCreate(t *testing.T) {
	directory := t.TempDir()
	path := filepath.Join(directory, "a.txt")
	if err := Create(path, half); !errors.Is(err, errWrite) {
		t.Errorf("half a file: %v", err)
	}
	holds(t, directory, "")
	if err := Create(path, text("one")); err != nil {
		t.Error(err)
	}
	if err := Create(path, text("two")); !errors.Is(err, fs.ErrExist) {
		t.Errorf("once more: %v", err)
	}
	holds(t, directory, "one")
}

func TestReplace(t *testing.T) {
	directory := t.TempDir()
	path := filepath.Join(directory, "a.txt")
	for _, content := range []string{"one", "two"} {
		if err := Replace(path, text(content)); err != nil {
			t.Error(err)
		}
		holds(t, directory, content)
	}
	if err := Replace(path, half); !errors.Is(err, errWrite) {
		t.Errorf("half a file: %v", err)
	}
	holds(t, directory, "two")
}

// TestReplaceDirectory: a draft that can't be put into its place is removed.
func TestReplaceDirectory(t *testing.T) {
	directory := t.TempDir()
	if err := os.MkdirAll(filepath.Join(directory, "a.txt", "within"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := Replace(filepath.Join(directory, "a.txt"), text("one")); err == nil {
		t.Error("a directory was replaced")
	}
	if entries, err := os.ReadDir(directory); err != nil || len(entries) != 1 {
		t.Errorf("%v, %v", entries, err)
	}
}
