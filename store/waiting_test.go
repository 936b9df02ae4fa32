package store

import (
	"context"
	"database/sql"
	"math/rand/v2"
	"path/filepath"
	"testing"
)

// TestWaitingIsSaid has another process lock a case, let go of it only once somebody has said that they wait, and see
// what they wanted done.
func TestWaitingIsSaid(t *testing.T) {
	path := filepath.Join(t.TempDir(), "case.db")
	c, err := OpenOrCreate(t.Context(), path)
	check(t, err)
	appendEvents(t, c, 1, generated(rand.New(rand.NewPCG(71, 1)), 1, 100), 50)
	check(t, c.Close())
	for name, lock := range map[string]string{
		"for itself": "PRAGMA locking_mode = EXCLUSIVE",
		"to write":   "PRAGMA locking_mode = NORMAL",
	} {
		other, err := sql.Open("sqlite", path)
		check(t, err)
		other.SetMaxOpenConns(1)
		for _, statement := range []string{lock, "BEGIN IMMEDIATE", "UPDATE setting SET value = value"} {
			_, err := other.ExecContext(t.Context(), statement)
			check(t, err)
		}
		said := make(chan bool, 100)
		ctx := WithWaiting(t.Context(), func(string) { said <- true })
		done := make(chan error)
		go func() { done <- giveVerdict(ctx, path) }()
		select {
		case err := <-done:
			t.Fatalf("%s: nobody waits: %v", name, err)
		case <-said:
		}
		_, err = other.ExecContext(t.Context(), "COMMIT")
		check(t, err)
		check(t, other.Close())
		check(t, <-done)
	}
	said := false
	check(t, giveVerdict(WithWaiting(t.Context(), func(string) { said = true }), path))
	if said {
		t.Error("waiting is said where nothing is locked")
	}
}

// giveVerdict opens a case, reads it and writes to it.
func giveVerdict(ctx context.Context, path string) error {
	c, err := Open(ctx, path)
	if err != nil {
		return err
	}
	defer c.Close()
	m, err := c.Matrix(ctx)
	if err != nil {
		return err
	}
	standing, err := c.Verdicts(ctx)
	if err != nil {
		return err
	}
	_, err = c.AddVerdict(ctx, Verdict{User: m.Key[0], Label: "watch", Author: "me", At: 1}, standing[m.Key[0]])
	return err
}
