//go:build unix

package store

import (
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"testing"

	"spoor/store/model"
	"spoor/store/sqlite"
)

// nobody is the user that owns nothing.
const nobody = 65534

// TestCaseWithoutPermission opens a case in a directory where nothing may be written: it is read, and nothing is
// changed.
func TestCaseWithoutPermission(t *testing.T) {
	if os.Geteuid() == 0 {
		repeatAsNobody(t)
		return
	}
	directory := t.TempDir()
	path := filepath.Join(directory, "case.db")
	made, err := OpenOrCreate(t.Context(), path)
	check(t, err)
	appendEvents(t, made, 1, generated(rand.New(rand.NewPCG(1, 1)), 1, 300), 100)
	check(t, made.Derive(t.Context(), nil))
	check(t, made.Close())
	check(t, os.Chmod(directory, 0o500))
	defer func() { check(t, os.Chmod(directory, 0o700)) }()
	before := filesIn(t, directory)
	c, err := Open(t.Context(), path)
	check(t, err)
	if matrix, err := c.Matrix(t.Context()); err != nil || matrix.Len() == 0 {
		t.Errorf("%v", err)
	}
	if err := c.CheckWritable(); !errors.Is(err, sqlite.ErrReadOnly) {
		t.Errorf("%v", err)
	}
	if err := c.SetTimeout(t.Context(), model.DefaultTimeout); err == nil {
		t.Error("it was changed")
	}
	check(t, c.Close())
	if _, err := OpenOrCreate(t.Context(), filepath.Join(directory, "new.db")); err == nil {
		t.Error("a case was made")
	}
	if after := filesIn(t, directory); !slices.Equal(after, before) {
		t.Errorf("files %q, before %q", after, before)
	}
}

// repeatAsNobody runs the test in another process, since root may write everywhere.
func repeatAsNobody(t *testing.T) {
	t.Helper()
	directory, err := os.MkdirTemp("", "nobody")
	check(t, err)
	defer os.RemoveAll(directory)
	check(t, os.Chown(directory, nobody, nobody))
	program, err := os.ReadFile(os.Args[0])
	check(t, err)
	path := filepath.Join(directory, "test")
	check(t, os.WriteFile(path, program, 0o700))
	check(t, os.Chown(path, nobody, nobody))
	test := exec.Command(path, "-test.run", "^"+t.Name()+"$")
	test.Dir, test.Env = directory, append(os.Environ(), "TMPDIR="+directory)
	test.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	said, err := test.CombinedOutput()
	var failed *exec.ExitError
	switch {
	case errors.As(err, &failed):
		t.Errorf("as nobody: %v\n%s", err, said)
	case err != nil:
		t.Skip(err) // there is no such user to become
	}
}
