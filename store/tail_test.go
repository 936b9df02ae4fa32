package store

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"spoor/store/logline"
)

// appendToTail commits events of one source to the tail, a few at a time.
func appendToTail(t testing.TB, c *Case, source Source, events []placed, groupLength int) Source {
	t.Helper()
	intake, err := c.NewIntake(t.Context())
	check(t, err)
	for part := range slices.Chunk(events, groupLength) {
		for i := range part {
			part[i].addTo(intake)
		}
		run := intake.Cut()
		source = counted(source, part)
		run.Sources = []Source{source}
		check(t, c.AppendTail(t.Context(), run))
	}
	return source
}

// counted is the source with these events, too.
func counted(source Source, events []placed) Source {
	for _, event := range events {
		if source.Events == 0 {
			source.First, source.Last = event.Time, event.Time
		}
		source.First, source.Last = min(source.First, event.Time), max(source.Last, event.Time)
		source.Events++
		source.Lines++
	}
	return source
}

func streamSource(id int) Source {
	return Source{
		ID: id, Path: fmt.Sprintf("/logs/%02d.log", id), Format: "combined", State: Complete,
		Fingerprint: []byte{1}, Digest: []byte{2},
	}
}

// story is everything that anybody can be told of a case.
func story(t *testing.T, c *Case) map[string][]string {
	t.Helper()
	matrix, err := c.Matrix(t.Context())
	check(t, err)
	told := map[string][]string{"metrics": table(t, c, "SELECT * FROM user_metric")}
	for _, view := range []string{"v_event", "v_session", "v_user"} {
		told[view] = table(t, c, "SELECT * FROM "+view)
		slices.Sort(told[view])
	}
	for _, key := range matrix.Key {
		track := trackOf(t, c, key)
		var lines []string
		for _, e := range track.Events {
			lines = append(lines, fmt.Sprint(e.Event, *e.Request, *e.Client, e.Referrer,
				e.Status, e.Bytes, e.Source, e.Line, e.Reading))
		}
		told["track of "+key] = append(lines, fmt.Sprint(track.Sessions))
	}
	return told
}

// TestTailIsSeenLikeRuns puts the same events into a case in every mixture of runs, tail and flushes: nobody can tell
// which.
func TestTailIsSeenLikeRuns(t *testing.T) {
	for seed := range uint64(6) {
		r := rand.New(rand.NewPCG(seed, 7))
		events := generated(r, 1, 600)
		whole := newCase(t)
		appendEvents(t, whole, 1, events, 600)
		mixed := newCase(t)
		source := streamSource(1)
		for rest := events; len(rest) > 0; {
			part := rest[:min(1+r.IntN(250), len(rest))]
			rest = rest[len(part):]
			switch r.IntN(3) {
			case 0:
				intake, err := mixed.NewIntake(t.Context())
				check(t, err)
				for i := range part {
					part[i].addTo(intake)
				}
				run := intake.Cut()
				source = counted(source, part)
				run.Sources = []Source{source}
				check(t, mixed.AppendRun(t.Context(), run))
			case 1:
				source = appendToTail(t, mixed, source, part, 1+r.IntN(40))
			default:
				source = appendToTail(t, mixed, source, part, 1+r.IntN(40))
				check(t, mixed.FlushTail(t.Context()))
			}
		}
		sameDump(t, story(t, mixed), story(t, whole))
		check(t, mixed.FlushTail(t.Context()))
		if left := table(t, mixed, "SELECT * FROM tail"); len(left) != 0 {
			t.Errorf("%d events are left in the tail", len(left))
		}
		sameDump(t, story(t, mixed), story(t, whole))
	}
}

func TestFullTailBecomesARun(t *testing.T) {
	c := newCase(t)
	events := generated(rand.New(rand.NewPCG(3, 3)), 1, tailFull+10)
	appendToTail(t, c, streamSource(1), events, 1000)
	counts := table(t, c, `SELECT (SELECT count(*) FROM event), (SELECT count(*) FROM tail),
		(SELECT count(*) FROM run), (SELECT count(*) FROM every_event)`)
	if want := fmt.Sprintf("%q %q %q %q", fmt.Sprint(tailFull), "10", "1", fmt.Sprint(tailFull+10)); counts[0] != want {
		t.Errorf("%s, want %s", counts[0], want)
	}
}

// TestDeliveriesFillTheTailAgainAndAgain has more events delivered than two runs take.
func TestDeliveriesFillTheTailAgainAndAgain(t *testing.T) {
	c := newCase(t)
	tail, err := c.NewTail(t.Context())
	check(t, err)
	const size = 3000
	for n := range 2*tailFull/size + 2 {
		d := delivery("webhook", fmt.Sprint(n), "x")
		for i := range size {
			event := *d.Entries[0].Event
			event.Target, event.Time = fmt.Append(nil, n, " ", i), event.Time+int64(n*size+i)
			d.Entries = append(d.Entries, Entry{Event: &event})
		}
		d.Entries = d.Entries[1:]
		_, err := tail.Append(t.Context(), []Delivery{d})
		check(t, err)
	}
	got := table(t, c, "SELECT count(DISTINCT target), count(*), (SELECT count(*) FROM run) FROM v_event")[0]
	if want := `"45000" "45000" "2"`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func delivery(endpoint, id, body string) Delivery {
	event := &logline.Event{
		Time: 1_700_000_000_000, Key: []byte("kim"), Action: []byte("purchase"), Target: []byte(body),
		Menu: []byte("shop"), Click: true, Item: []byte(body), Bytes: -1,
	}
	return Delivery{
		Endpoint: endpoint, Format: "json", ID: id, Digest: sha256.Sum256([]byte(body)),
		Entries: []Entry{{Event: event, Text: []byte(body)}},
	}
}

// TestTailGoesOnAfterAFailure fills the disk; what is refused leaves no trace, and comes in when there is room.
func TestTailGoesOnAfterAFailure(t *testing.T) {
	c := newCase(t)
	tail, err := c.NewTail(t.Context())
	check(t, err)
	_, err = c.writer.Exec("PRAGMA max_page_count = 60")
	check(t, err)
	stored := 0
	var refused []Delivery
	for i := range 200 {
		d := delivery("webhook", fmt.Sprint(i), string(bytes.Repeat([]byte{byte('a' + i%26)}, 900+i)))
		if _, err := tail.Append(t.Context(), []Delivery{d}); err != nil {
			refused = append(refused, d)
		} else {
			stored++
		}
	}
	if len(refused) == 0 || stored == 0 {
		t.Fatalf("%d stored, %d refused", stored, len(refused))
	}
	_, err = c.writer.Exec("PRAGMA max_page_count = 100000")
	check(t, err)
	for _, d := range refused {
		receipts, err := tail.Append(t.Context(), []Delivery{d})
		check(t, err)
		if receipts[0].Duplicate || receipts[0].Events != 1 {
			t.Errorf("%+v", receipts[0])
		}
	}
	if got := table(t, c, "SELECT count(*), count(DISTINCT target) FROM v_event"); got[0] != `"200" "200"` {
		t.Errorf("%s", got)
	}
}

// TestTwoWriters has two processes write to one case: each learns the texts that the other has numbered.
func TestTwoWriters(t *testing.T) {
	path := filepath.Join(t.TempDir(), "case.db")
	one, two := openCase(t, path), openCase(t, path)
	first, err := one.NewTail(t.Context())
	check(t, err)
	second, err := two.NewTail(t.Context())
	check(t, err)
	for i := range 20 {
		_, err := first.Append(t.Context(), []Delivery{delivery("webhook:one", "", fmt.Sprint("one", i))})
		check(t, err)
		_, err = second.Append(t.Context(), []Delivery{
			delivery("webhook:two", "", fmt.Sprint("two", i)), delivery("webhook:two", "both", "both"),
		})
		check(t, err)
	}
	got := table(t, one, "SELECT count(*), count(DISTINCT target), count(DISTINCT user) FROM v_event")
	if got[0] != `"41" "41" "1"` {
		t.Errorf("%s", got)
	}
}

// TestMigration opens a case as the first version made it.
func TestMigration(t *testing.T) {
	path := filepath.Join(t.TempDir(), "case.db")
	c := openCase(t, path)
	appendEvents(t, c, 1, generated(rand.New(rand.NewPCG(1, 1)), 1, 100), 50)
	want := story(t, c)
	_, err := c.writer.Exec(`DROP VIEW v_session; DROP VIEW v_event; DROP VIEW every_event;
		ALTER TABLE request DROP COLUMN kind; ALTER TABLE request DROP COLUMN outcome;
		DROP TABLE tail; DROP TABLE delivery; ALTER TABLE source DROP COLUMN encoding;
		ALTER TABLE source DROP COLUMN remarks; ALTER TABLE source DROP COLUMN fields;
		DROP TABLE unfinished; PRAGMA user_version = 1`)
	check(t, err)
	again := openCase(t, path)
	if err := again.Derive(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	sameDump(t, story(t, again), want)
	appendToTail(t, again, streamSource(2), generated(rand.New(rand.NewPCG(2, 1)), 2, 10), 5)
	if got := table(t, again, "SELECT count(*) FROM v_event"); got[0] != `"110"` {
		t.Errorf("%s", got)
	}
}
