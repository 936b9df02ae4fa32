package store

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"spoor/store/model"
)

// TestDiscard closes new cases that hold this and that: only one that holds nothing goes away, and only if nobody else
// has it.
func TestDiscard(t *testing.T) {
	for name, test := range map[string]struct {
		prepare func(path string)
		use     func(c *Case) error
		stays   bool
	}{
		"nothing":  {use: func(*Case) error { return nil }},
		"settings": {use: func(c *Case) error { return c.SetZone(t.Context(), time.UTC) }},
		"a catalogue": {use: func(c *Case) error {
			return c.ReplaceCatalogue(t.Context(), []model.Facts{{Key: "1", Fields: map[string]string{"field": "it"}}})
		}, stays: true},
		"it was there": {prepare: func(path string) {
			c, err := OpenOrCreate(t.Context(), path)
			check(t, err)
			check(t, c.Close())
		}, use: func(*Case) error { return nil }, stays: true},
		"an empty file was there": {prepare: func(path string) {
			check(t, os.WriteFile(path, nil, 0o600))
		}, use: func(*Case) error { return nil }, stays: true},
		"another has it open": {use: func(c *Case) error {
			other, err := Open(t.Context(), c.Path())
			t.Cleanup(func() { check(t, other.Close()) })
			return err
		}, stays: true},
		"another loads": {use: func(c *Case) error {
			release, err := c.LockForLoading()
			t.Cleanup(func() { check(t, release()) })
			return err
		}, stays: true},
		"another serves": {use: func(c *Case) error {
			release, err := c.LockForServing()
			t.Cleanup(func() { check(t, release()) })
			return err
		}, stays: true},
	} {
		path := filepath.Join(t.TempDir(), "case.db")
		if test.prepare != nil {
			test.prepare(path)
		}
		c, err := OpenOrCreate(t.Context(), path)
		check(t, err)
		check(t, test.use(c))
		ended, end := context.WithCancel(t.Context())
		end()
		check(t, c.CloseOrDiscard(ended))
		left, err := filepath.Glob(path + "*")
		check(t, err)
		if IsCase(path) != test.stays || !test.stays && len(left) > 0 {
			t.Errorf("%s: left %v", name, left)
		}
	}
}
