package load

import (
	"bytes"
	"fmt"
	"io"
	"testing"

	"spoor/store"
)

// stopAfter are options by which a load is stopped once it has read so many blocks.
func stopAfter(blocks int) Options {
	stop := make(chan struct{})
	return Options{Format: "combined", Stop: stop, Progress: func(p Progress) {
		if blocks--; blocks == 0 && p.Phase == Reading {
			close(stop)
		}
	}}
}

// said is what a case says, wherever its runs were cut.
func said(t *testing.T, c *store.Case) map[string][]string {
	t.Helper()
	db := open(t, c.Path())
	defer db.Close()
	all := map[string][]string{"v_event": rows(t, db, "SELECT * FROM v_event ORDER BY source, line")}
	for _, name := range []string{"user_metric", "reject", "source", "user"} {
		all[name] = rows(t, db, "SELECT * FROM "+name)
	}
	return all
}

// TestStoppedLoadKeepsWhatItHasRead stops a load before its first run is whole, looks at what is there, and goes on to
// what a load says that nothing stopped.
func TestStoppedLoadKeepsWhatItHasRead(t *testing.T) {
	const lines = 50_000 // fewer than a run has, and so long that they are more blocks than are read ahead
	log := bytes.ReplaceAll(goodLog(1, lines), []byte("agent"), bytes.Repeat([]byte("agent "), 70))
	for _, path := range []string{write(t, "a.log", log), write(t, "a.gz", zipped(t, log))} {
		whole := newCase(t)
		_, err := loadInRuns(t.Context(), whole, runLines, Options{Format: "combined"}, path)
		check(t, err)
		c := newCase(t)
		first, err := loadInRuns(t.Context(), c, runLines, stopAfter(1), path)
		check(t, err)
		users, err := c.Matrix(t.Context())
		check(t, err)
		if first.Lines == 0 || first.Lines == lines || users.Len() == 0 {
			t.Fatalf("%s: stopped after %d of %d lines with %d users", path, first.Lines, lines, users.Len())
		}
		if got := query(t, c.Path(), "SELECT state, lines FROM source"); got[0] != fmt.Sprintf("[loading %d]", first.Lines) {
			t.Errorf("%s: the source is %s, of %d lines", path, got, first.Lines)
		}
		second, err := loadInRuns(t.Context(), c, runLines, stopAfter(1), path)
		check(t, err)
		third, err := loadInRuns(t.Context(), c, runLines, Options{Format: "combined"}, path)
		check(t, err)
		if first.Lines+second.Lines+third.Lines != lines {
			t.Errorf("%s: %d, %d and %d lines are not %d", path, first.Lines, second.Lines, third.Lines, lines)
		}
		sameDump(t, said(t, c), said(t, whole))
	}
}

// TestStoppedStreamKeepsWhatItHasSaid stops a load whose standard input says nothing more for the time being.
func TestStoppedStreamKeepsWhatItHasSaid(t *testing.T) {
	out, in := io.Pipe()
	stop, done, c := make(chan struct{}), make(chan Summary), newCase(t)
	go func() {
		summary, err := Files(t.Context(), c, []string{"-"}, Options{Now: now, Input: out, Stop: stop})
		if err != nil {
			t.Error(err)
		}
		done <- summary
	}()
	_, err := in.Write(goodLog(1, 20_000))
	check(t, err)
	close(stop)
	if s := <-done; s.Events < 10_000 || query(t, c.Path(), "SELECT state FROM source")[0] != "[loading]" {
		t.Errorf("%d events are kept", s.Events)
	}
	check(t, in.Close())
}
