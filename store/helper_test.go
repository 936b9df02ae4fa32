package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"spoor/analysis"
	"spoor/store/logline"
	"spoor/store/model"
)

// newCase makes an empty case that is closed when the test ends.
func newCase(t testing.TB) *Case {
	t.Helper()
	return openCase(t, filepath.Join(t.TempDir(), "case.db"))
}

func openCase(t testing.TB, path string) *Case {
	t.Helper()
	c, err := OpenOrCreate(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// placed is an event, and where in the logs it stands.
type placed struct {
	logline.Event
	Source int
	Line   int64
}

// addTo gives the event to an intake.
func (p *placed) addTo(i *Intake) { i.Add(p.Source, p.Line, &p.Event) }

// generated makes up events in the order in which a log has them: mostly in time order, with ties and late ones, with
// gaps about the session timeout, and with every kind of text.
func generated(r *rand.Rand, source, count int) []placed {
	events := make([]placed, count)
	now := int64(1_700_000_000_000)
	for i := range events {
		now += []int64{0, 0, 1, 999, 1000, 20_000, 300_000}[r.IntN(7)]
		event := placed{Event: logline.Event{
			Time: now, Key: []byte(userKey(r)), Client: fmt.Appendf(nil, "10.0.0.%d", r.IntN(9)),
			Agent: []byte(pick(r, agents)), Action: []byte("GET"), Target: []byte(pick(r, targets)),
			Referrer: []byte(pick(r, referrers)), Status: pick(r, []int32{200, 200, 200, 304, 404, 500, 0}),
			Bytes: pick(r, []int64{-1, 0, 512, 1 << 40})}, Source: source, Line: int64(i + 1),
		}
		switch r.IntN(12) {
		case 0:
			event.Action = []byte("POST")
		case 1:
			event.Action, event.Target = []byte(pick(r, []string{"view", "Purchase"})), fmt.Appendf(nil, "%d", r.IntN(5))
			event.Menu = []byte("shop")
			event.Click, event.Item = true, event.Target
		case 2:
			event.Action, event.Target, event.Menu, event.Click = []byte("login"), nil, []byte("login"), true
		case 3:
			event.Time -= r.Int64N(4_000_000)
		}
		events[i] = event
	}
	return events
}

var (
	agents  = []string{"Mozilla/5.0", "Mozilla/5.0", "", "curl/8.0", "Googlebot/2.1", "agent\x00hidden", "\xff\xfe"}
	targets = []string{
		"/", "/jobs/1", "/jobs/2", "/jobs/2?q=1", "/news/1", "/static/app.js", "", "/a\x00b", "/caf\xe9", "/한글", "*",
	}
	referrers = []string{"", "", "https://example.com/", "https://example.com/\xc3"}
)

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// userKey gives a few users many events, and many users a few.
func userKey(r *rand.Rand) string {
	if r.IntN(3) > 0 {
		return fmt.Sprintf("busy%d", r.IntN(4))
	}
	return fmt.Sprintf("user%d", r.IntN(60))
}

// appendEvents commits events of one source as runs of a length.
func appendEvents(t testing.TB, c *Case, source int, events []placed, runLength int) {
	t.Helper()
	intake, err := c.NewIntake(t.Context())
	check(t, err)
	state := Source{
		ID: source, Path: fmt.Sprintf("/logs/%02d.log", source), Format: "combined", State: Complete,
		Fingerprint: []byte{1}, Digest: []byte{2},
	}
	for part := range slices.Chunk(events, runLength) {
		for i := range part {
			part[i].addTo(intake)
			if state.Events == 0 {
				state.First, state.Last = part[i].Time, part[i].Time
			}
			state.First, state.Last = min(state.First, part[i].Time), max(state.Last, part[i].Time)
			state.Events++
			state.Lines++
		}
		run := intake.Cut()
		run.Sources = []Source{state}
		check(t, c.AppendRun(t.Context(), run))
	}
}

// generatedCase holds two sources of generated events in many runs; the events come with it, in load order.
func generatedCase(t testing.TB, seed uint64, perSource, runLength int) (*Case, []placed) {
	t.Helper()
	c := newCase(t)
	r := rand.New(rand.NewPCG(seed, 1))
	var all []placed
	for source := 1; source <= 2; source++ {
		events := generated(r, source, perSource)
		appendEvents(t, c, source, events, runLength)
		all = append(all, events...)
	}
	return c, all
}

// eventsOf are those of a user in time order, ties in load order.
func eventsOf(events []placed, user string) []placed {
	var own []placed
	for _, event := range events {
		if string(event.Key) == user {
			own = append(own, event)
		}
	}
	slices.SortStableFunc(own, func(a, b placed) int { return cmp.Compare(a.Time, b.Time) })
	return own
}

// table is the answer to a query, a string a row.
func table(t testing.TB, c *Case, query string, args ...any) []string {
	t.Helper()
	answer, err := c.reader.QueryContext(context.Background(), query, args...)
	check(t, err)
	defer answer.Close()
	columns, err := answer.Columns()
	check(t, err)
	var lines []string
	for answer.Next() {
		values := make([]sql.NullString, len(columns))
		into := make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		check(t, answer.Scan(into...))
		words := make([]string, len(columns))
		for i, value := range values {
			words[i] = "NULL"
			if value.Valid {
				words[i] = fmt.Sprintf("%q", value.String)
			}
		}
		lines = append(lines, strings.Join(words, " "))
	}
	check(t, answer.Err())
	return lines
}

// dump is everything that a case holds.
func dump(t testing.TB, c *Case) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for _, quoted := range table(t, c, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name") {
		name := strings.Trim(quoted, `"`)
		all[name] = table(t, c, "SELECT * FROM "+name)
	}
	return all
}

func sameDump(t testing.TB, got, want map[string][]string) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%d tables, want %d", len(got), len(want))
	}
	for name := range want {
		if !slices.Equal(got[name], want[name]) {
			t.Errorf("table %s: %d rows\n%s\nwant %d rows\n%s",
				name, len(got[name]), someOf(got[name]), len(want[name]), someOf(want[name]))
		}
	}
}

func someOf(lines []string) string { return strings.Join(lines[:min(len(lines), 20)], "\n") }

// keyOf is the key of the user that has a number in the file, counted from 1.
func keyOf(t testing.TB, c *Case, user int) (key string) {
	t.Helper()
	check(t, c.reader.QueryRowContext(t.Context(), "SELECT key FROM user WHERE id = ?", user).Scan(&key))
	return key
}

// numberOf is the number that a user has in the file.
func numberOf(t testing.TB, c *Case, key string) (user analysis.UserNumber) {
	t.Helper()
	check(t, c.reader.QueryRowContext(t.Context(), "SELECT id FROM user WHERE key = ?", key).Scan(&user))
	return user
}

// deriveMatrix is Derive, with the metrics as they were derived and not as they are read.
func deriveMatrix(ctx context.Context, c *Case, progress model.Progress) (*analysis.Matrix, error) {
	d, err := c.deriveAndKeep(ctx, progress)
	if err != nil {
		return nil, err
	}
	return d.users.matrix(), nil
}
