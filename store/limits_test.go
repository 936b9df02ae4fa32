package store

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"spoor/store/model"
	"spoor/store/sqlite"
)

func TestOneLoadAtATime(t *testing.T) {
	c := newCase(t)
	release, err := c.LockForLoading()
	check(t, err)
	if _, err := c.LockForLoading(); !errors.Is(err, ErrLoading) || !strings.Contains(err.Error(), c.Path()) {
		t.Errorf("%v", err)
	}
	if _, err := c.Matrix(t.Context()); err != nil { // a reader goes on
		t.Error(err)
	}
	check(t, release())
	again, err := c.LockForLoading()
	check(t, err)
	check(t, again())
	if names := filesIn(t, filepath.Dir(c.Path())); slices.Contains(names, filepath.Base(c.Path())+lockEnding) {
		t.Errorf("left: %q", names)
	}
}

func TestRoomThatIsLeftOnADisk(t *testing.T) {
	for name, test := range map[string]struct {
		disk   disk
		events int
		full   bool
	}{
		"much":                 {disk{free: 1 << 40, size: 1 << 41}, 1 << 20, false},
		"the floor":            {disk{free: 256 << 20, size: 1 << 40}, 0, false},
		"less than the floor":  {disk{free: 256<<20 - 1, size: 1 << 40}, 0, true},
		"a run too much":       {disk{free: 256<<20 + 199, size: 1 << 40}, 1, true},
		"a small disk":         {disk{free: 5 << 20, size: 100 << 20}, 0, false},
		"a small disk is full": {disk{free: 5<<20 - 1, size: 100 << 20}, 0, true},
		"overdrawn":            {disk{free: -1, size: 1 << 40}, 0, true},
	} {
		if err := test.disk.checkSpace("case.db", test.events); errors.Is(err, ErrNoSpace) != test.full {
			t.Errorf("%s: %v", name, err)
		}
	}
	c := newCase(t)
	if err := c.CheckSpace(&Run{}); err != nil {
		t.Skip(err) // the disk of the tests is full
	}
	if err := CheckPlace(c.Path()); err != nil {
		t.Skip(err) // the tests run on a network file system
	}
}

// openReadOnly opens a case as if it could not be written to.
func openReadOnly(t *testing.T, path string) *Case {
	t.Helper()
	c := &Case{path: path, readOnly: true}
	check(t, c.connect())
	t.Cleanup(func() { check(t, c.Close()) })
	return c
}

// TestCaseThatCannotBeWrittenTo reads a case without making a file beside it, and refuses to change it.
func TestCaseThatCannotBeWrittenTo(t *testing.T) {
	path := filepath.Join(t.TempDir(), "case.db")
	made, err := OpenOrCreate(t.Context(), path)
	check(t, err)
	appendEvents(t, made, 1, generated(rand.New(rand.NewPCG(1, 1)), 1, 300), 100)
	want, err := deriveMatrix(t.Context(), made, nil)
	check(t, err)
	check(t, made.Close())
	c := openReadOnly(t, path)
	got, err := c.Matrix(t.Context())
	check(t, err)
	sameMatrix(t, got, want)
	if _, err := c.Info(t.Context()); err != nil {
		t.Error(err)
	}
	if track, err := c.Track(t.Context(), got.Key[0]); err != nil || len(track.Events) != int(got.Stats[0].Events) {
		t.Errorf("%v", err)
	}
	if names := filesIn(t, filepath.Dir(path)); len(names) != 1 {
		t.Errorf("files %q", names)
	}
	if err := c.CheckWritable(); !errors.Is(err, sqlite.ErrReadOnly) {
		t.Errorf("%v", err)
	}
	for name, write := range map[string]func(context.Context) error{
		"a verdict": func(ctx context.Context) error {
			_, err := c.AddVerdict(ctx, Verdict{User: got.Key[0], Label: "watch"}, Verdict{})
			return err
		},
		"a run":    func(ctx context.Context) error { return c.AppendRun(ctx, &Run{Sources: []Source{{ID: 9}}}) },
		"profiles": func(ctx context.Context) error { return c.ReplaceProfiles(ctx, nil) },
	} {
		if err := write(t.Context()); err == nil || !strings.Contains(err.Error(), sqlite.ErrReadOnly.Error()) {
			t.Errorf("%s: %v", name, err)
		}
	}
	derived, err := deriveMatrix(t.Context(), c, nil)
	check(t, err)
	sameMatrix(t, derived, want)
}

// TestDamagedCase has other bytes where pages should be.
func TestDamagedCase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "case.db")
	made, err := OpenOrCreate(t.Context(), path)
	check(t, err)
	appendEvents(t, made, 1, generated(rand.New(rand.NewPCG(1, 1)), 1, 5000), 1000)
	check(t, made.Close())
	whole, err := os.ReadFile(path)
	check(t, err)
	for name, damage := range map[string]func([]byte) []byte{
		"cut off":  func(b []byte) []byte { return b[:len(b)/2] },
		"scribble": func(b []byte) []byte { copy(b[100:], strings.Repeat("scribble", (len(b)-100)/8)); return b },
		"a hole":   func(b []byte) []byte { clear(b[4096:]); return b },
	} {
		check(t, os.WriteFile(path, damage(slices.Clone(whole)), 0o600))
		c, err := Open(t.Context(), path)
		if err == nil {
			err = c.Derive(t.Context(), nil)
			_ = c.Close()
		}
		if err == nil || !strings.Contains(err.Error(), "damaged") && !errors.Is(err, model.ErrAltered) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
