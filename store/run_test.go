package store

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// TestRunsAreSortedAndFound checks every promise of a run: sorted by user, then time, ties in load order; user_run
// tells where each user's events lie; run and user_run together cover every event once.
func TestRunsAreSortedAndFound(t *testing.T) {
	c, events := generatedCase(t, 5, 1500, 400)
	if runs := table(t, c, "SELECT id FROM run"); len(runs) != 8 {
		t.Errorf("%d runs", len(runs))
	}
	wrong := table(t, c, `
		WITH placed AS (SELECT r.id AS run, e.rowid AS id, e.* FROM event e JOIN run r ON e.rowid BETWEEN r.first AND r.last),
		pairs AS (
			SELECT *, lag(user) OVER w AS u, lag(ts) OVER w AS t, lag(source) OVER w AS s, lag(line) OVER w AS l
			FROM placed WINDOW w AS (PARTITION BY run ORDER BY id))
		SELECT * FROM pairs WHERE u IS NOT NULL AND (user, ts, source, line) <= (u, t, s, l)`)
	if len(wrong) > 0 {
		t.Errorf("%d events are not in order:\n%s", len(wrong), someOf(wrong))
	}
	covered := table(t, c, `SELECT e.rowid FROM event e
		JOIN user_run p ON e.user = p.user AND e.rowid BETWEEN p.first AND p.last`)
	if len(covered) != len(events) {
		t.Errorf("user_run finds %d events of %d", len(covered), len(events))
	}
	places := table(t, c, "SELECT sum(last - first + 1), count(*), count(DISTINCT run || ' ' || user) FROM user_run")
	groups := table(t, c, `SELECT count(*), sum(n) FROM (SELECT count(*) n
		FROM event e JOIN run r ON e.rowid BETWEEN r.first AND r.last GROUP BY r.id, e.user)`)
	if !strings.HasPrefix(places[0], `"3000" `) || !strings.HasSuffix(groups[0], ` "3000"`) ||
		!strings.Contains(places[0], strings.Fields(groups[0])[0]) {
		t.Errorf("user_run %s, groups %s", places, groups)
	}
}

func TestEmptyRunCommitsItsSources(t *testing.T) {
	c := newCase(t)
	source := Source{ID: 1, Path: "/a", State: Loading, Lines: 2, Rejects: 1, Blank: 1, Offset: 9, Bytes: 9,
		Fingerprint: []byte("f"), Digest: []byte("d")}
	reject := Reject{Source: 1, Line: 2, Offset: 1, Reason: "no match", Text: []byte("x\x00\xff")}
	run := &Run{Sources: []Source{source}, Rejects: []Reject{reject}}
	check(t, c.AppendRun(t.Context(), run))
	sources, err := c.Sources(t.Context())
	check(t, err)
	if len(sources) != 1 || sources[0].Offset != 9 || sources[0].State != Loading || sources[0].First != 0 ||
		string(sources[0].Digest) != "d" {
		t.Errorf("%+v", sources)
	}
	if runs := table(t, c, "SELECT * FROM run"); len(runs) != 0 {
		t.Errorf("runs %q", runs)
	}
	source.State, source.Path = Complete, "/b"
	check(t, c.AppendRun(t.Context(), &Run{Sources: []Source{source}}))
	sources, err = c.Sources(t.Context())
	if err != nil || len(sources) != 1 || sources[0].State != Complete || sources[0].Path != "/b" {
		t.Errorf("%+v, %v", sources, err)
	}
}

// TestRunIsCommittedWholeOrNotAtAll makes a run fail in its last table, at the check, and by the context, in the middle
// of a case that has runs already.
func TestRunIsCommittedWholeOrNotAtAll(t *testing.T) {
	stopped, stop := context.WithCancel(context.Background())
	stop()
	for name, test := range map[string]struct {
		spoil   func(*Run)
		execute string
		ctx     context.Context
		words   string
	}{
		"the same line rejected twice": {func(r *Run) {
			r.Rejects = []Reject{{Source: 2, Line: 5, Text: []byte{1}}, {Source: 2, Line: 5, Text: []byte{1}}}
		},
			"", context.Background(), "UNIQUE"},
		"an event that was written by somebody else": {func(*Run) {},
			"INSERT INTO event VALUES (1, 1, 1, 1, NULL, NULL, NULL, 1, 1)", context.Background(),
			"something else has written"},
		"a disk that is full":      {func(*Run) {}, "PRAGMA max_page_count = 1", context.Background(), "the disk is full"},
		"a context that has ended": {func(*Run) {}, "", stopped, "canceled"},
	} {
		c, _ := generatedCase(t, 9, 200, 100)
		intake, err := c.NewIntake(t.Context())
		check(t, err)
		events := generated(rand.New(rand.NewPCG(1, 1)), 3, 5000)
		for i := range events {
			events[i].Key = append(events[i].Key, "new"...)
			events[i].addTo(intake)
		}
		run := intake.Cut()
		run.Sources = []Source{{ID: 3, Path: "/new", State: Loading, Fingerprint: []byte{1}, Digest: []byte{1}}}
		test.spoil(run)
		if test.execute != "" {
			_, err := c.writer.Exec(test.execute)
			check(t, err)
		}
		before := dump(t, c)
		if err := c.AppendRun(test.ctx, run); err == nil || !strings.Contains(err.Error(), test.words) {
			t.Errorf("%s: %v", name, err)
		}
		sameDump(t, dump(t, c), before)
	}
}

// TestRunGoesInOnceThereIsRoom appends the very run again that the disk had no room for.
func TestRunGoesInOnceThereIsRoom(t *testing.T) {
	c := newCase(t)
	intake, err := c.NewIntake(t.Context())
	check(t, err)
	events := generated(rand.New(rand.NewPCG(1, 1)), 1, 5000)
	for i := range events {
		events[i].addTo(intake)
	}
	run := intake.Cut()
	_, err = c.writer.Exec("PRAGMA max_page_count = 30")
	check(t, err)
	if err := c.AppendRun(t.Context(), run); err == nil {
		t.Fatal("no failure to recover from")
	}
	_, err = c.writer.Exec("PRAGMA max_page_count = 100000")
	check(t, err)
	check(t, c.AppendRun(t.Context(), run))

	clean := newCase(t)
	intake, err = clean.NewIntake(t.Context())
	check(t, err)
	for i := range events {
		events[i].addTo(intake)
	}
	check(t, clean.AppendRun(t.Context(), intake.Cut()))
	sameDump(t, dump(t, c), dump(t, clean))
}

func TestContextEndsAppending(t *testing.T) {
	c := newCase(t)
	ctx, cancel := context.WithCancel(t.Context())
	intake, err := c.NewIntake(t.Context())
	check(t, err)
	r := rand.New(rand.NewPCG(1, 1))
	for _, event := range generated(r, 1, 50_000) {
		event.addTo(intake)
	}
	run := intake.Cut()
	run.Rejects = slices.Repeat([]Reject{{Source: 1, Text: []byte{1}}}, 1000)
	for i := range run.Rejects {
		run.Rejects[i].Line = int64(i)
	}
	done := make(chan error)
	go func() { done <- c.AppendRun(ctx, run) }()
	cancel()
	if err := <-done; err != nil && !errors.Is(err, context.Canceled) {
		t.Errorf("not known as a cancellation: %v", err)
	}
}
