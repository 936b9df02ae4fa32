package store

import (
	"bytes"
	"fmt"
	"testing"

	"spoor/store/sqlite"
)

// TestCheckpointTellsWhatReadersHold has a reader hold back what is written after it began, and nothing else be said
// to be held.
func TestCheckpointTellsWhatReadersHold(t *testing.T) {
	c := newCase(t)
	tail, err := c.NewTail(t.Context())
	check(t, err)
	write := func(id string) {
		t.Helper()
		_, err := tail.Append(t.Context(), []Delivery{delivery("webhook", id, id+string(bytes.Repeat([]byte{'x'}, 200_000)))})
		check(t, err)
	}
	held := func() int64 {
		t.Helper()
		held, err := tail.Checkpoint(t.Context())
		check(t, err)
		return held
	}
	write("a")
	if got := held(); got != 0 {
		t.Errorf("%d bytes are held by nobody", got)
	}
	if tail.WAL() < 200_000 {
		t.Error("the log has been emptied, and this test says nothing")
	}
	check(t, c.snapshot(t.Context(), func(db sqlite.Querier) error {
		var n int
		check(t, db.QueryRowContext(t.Context(), "SELECT count(*) FROM source").Scan(&n))
		for i := range 3 {
			write(fmt.Sprint(i))
		}
		if got := held(); got < 600_000 || got > tail.WAL() {
			t.Errorf("%d bytes are held of %d", got, tail.WAL())
		}
		return nil
	}))
	if got := held(); got != 0 {
		t.Errorf("%d bytes are held after the reader has gone", got)
	}
}
