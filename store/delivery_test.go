package store

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// sender sends deliveries to a tail, and says of each what became of it: duplicate, differs, events, rejects,
// duplicates.
func sender(t *testing.T, tail *Tail) func(deliveries ...Delivery) []string {
	return func(deliveries ...Delivery) (words []string) {
		t.Helper()
		receipts, err := tail.Append(t.Context(), deliveries)
		check(t, err)
		for _, r := range receipts {
			words = append(words, fmt.Sprint(r.Duplicate, " ", r.Differs, " ", r.Events, r.Rejects, r.Duplicates))
		}
		return words
	}
}

func sameWords(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

const (
	storedOne = "false false 1 0 0"
	duplicate = "true false 0 0 0"
	differs   = "true true 0 0 0"
)

// TestDeliveriesAreTakenOnce sends the same again by id and by content, in one group and over a restart, to the same
// endpoint and to another one, and other content under an id that has been used.
func TestDeliveriesAreTakenOnce(t *testing.T) {
	c := openCase(t, filepath.Join(t.TempDir(), "case.db"))
	tail, err := c.NewTail(t.Context())
	check(t, err)
	send := sender(t, tail)
	sameWords(t, send(delivery("webhook", "a", "1"), delivery("webhook", "a", "1"), delivery("webhook:x", "a", "1")),
		storedOne, duplicate, duplicate)
	sameWords(t, send(delivery("webhook", "", "2"), delivery("webhook:x", "", "2"), delivery("webhook", "", "3")),
		storedOne, duplicate, storedOne)
	tail, err = c.NewTail(t.Context())
	check(t, err)
	send = sender(t, tail)
	sameWords(t, send(delivery("webhook", "a", "1"), delivery("webhook:y", "", "3")), duplicate, duplicate)
	sameWords(t, send(delivery("webhook", "a", "other"), delivery("webhook:x", "a", "third")), differs, differs)
	sources, err := c.Sources(t.Context())
	check(t, err)
	if len(sources) != 3 || sources[1].Lines != 0 ||
		sources[0].Events != 3 || sources[0].Rejects != 0 || sources[0].Lines != 3 {
		t.Errorf("%+v", sources)
	}
}

// TestDeliveriesOfAnOlderCase are known again, whichever endpoint they had come to.
func TestDeliveriesOfAnOlderCase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "case.db")
	c := openCase(t, path)
	tail, err := c.NewTail(t.Context())
	check(t, err)
	sameWords(t, sender(t, tail)(delivery("webhook", "a", "1"), delivery("webhook", "", "2")), storedOne, storedOne)
	_, err = c.writer.Exec(`
		CREATE TABLE older (endpoint TEXT NOT NULL, id TEXT NOT NULL, digest BLOB NOT NULL,
			PRIMARY KEY (endpoint, id)) STRICT, WITHOUT ROWID;
		INSERT INTO older SELECT 'webhook', id, digest FROM delivery;
		INSERT INTO older SELECT 'webhook:x', id, digest FROM delivery;
		DROP TABLE delivery; ALTER TABLE older RENAME TO delivery;
		ALTER TABLE source DROP COLUMN remarks; ALTER TABLE source DROP COLUMN fields; DROP VIEW v_event;
		ALTER TABLE request DROP COLUMN kind; ALTER TABLE request DROP COLUMN outcome;
		PRAGMA user_version = 3`)
	check(t, err)
	tail, err = openCase(t, path).NewTail(t.Context())
	check(t, err)
	send := sender(t, tail)
	sameWords(t, send(delivery("webhook:y", "a", "1"), delivery("webhook:y", "", "2"), delivery("webhook", "b", "1")),
		duplicate, duplicate, storedOne)
}

// TestLateDeliveryLeavesNoTrace has the time for a delivery end while it is written: an error means that nothing of
// it is there, and it can come again.
func TestLateDeliveryLeavesNoTrace(t *testing.T) {
	c := newCase(t)
	tail, err := c.NewTail(t.Context())
	check(t, err)
	d := delivery("webhook", "late", "x")
	for i := range 5000 {
		event := *d.Entries[0].Event
		event.Key = fmt.Append(nil, i)
		d.Entries = append(d.Entries, Entry{Event: &event})
	}
	late := 0
	for _, wait := range []time.Duration{0, time.Millisecond, 3 * time.Millisecond, 10 * time.Millisecond} {
		ctx, cancel := context.WithTimeout(t.Context(), wait)
		_, err := tail.Append(ctx, []Delivery{d})
		cancel()
		if err == nil {
			break // the machine is fast
		}
		late++
		got := table(t, c, `SELECT (SELECT count(*) FROM tail), (SELECT count(*) FROM delivery),
			(SELECT count(*) FROM user)`)
		if got[0] != `"0" "0" "0"` {
			t.Fatalf("after %s: %s, %v", wait, got, err)
		}
	}
	if late == 0 {
		t.Error("no time at all was enough")
	}
	_, err = tail.Append(t.Context(), []Delivery{d})
	check(t, err)
	if got := table(t, c, "SELECT count(*), count(DISTINCT user) FROM tail"); got[0] != `"5001" "5001"` {
		t.Errorf("%s", got)
	}
}

// TestEventsAreTakenOnce sends events that have names of their own again, within a delivery, among new ones in
// another, and after they were rejected.
func TestEventsAreTakenOnce(t *testing.T) {
	c := newCase(t)
	tail, err := c.NewTail(t.Context())
	check(t, err)
	send := sender(t, tail)
	of := func(names ...string) Delivery {
		d := delivery("webhook", "", strings.Join(names, " "))
		event := d.Entries[0].Event
		d.Entries = nil
		for _, name := range names {
			entry := Entry{ID: strings.TrimPrefix(name, "bad "), Event: event}
			if entry.ID != name {
				entry = Entry{ID: entry.ID, Reason: "bad"}
			}
			d.Entries = append(d.Entries, entry)
		}
		return d
	}
	sameWords(t, send(of("a"), of("a", "b")), storedOne, "false false 1 0 1")
	sameWords(t, send(of("b", "a"), of("c", "c")), "true false 0 0 2", "false false 1 0 1")
	sameWords(t, send(of("bad d"), of("d")), "false false 0 1 0", storedOne)
	if got := table(t, c, "SELECT lines, events, rejects FROM source"); got[0] != `"5" "4" "1"` {
		t.Errorf("%s", got)
	}
}

// TestLongTextsAreKnownAgain has texts around the length from which only their digest is kept come again, as they are
// and as others.
func TestLongTextsAreKnownAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "case.db")
	c := openCase(t, path)
	for round := range 2 {
		tail, err := c.NewTail(t.Context()) // reads what the case has of the first round
		check(t, err)
		for length := range 70 {
			d := delivery("webhook", fmt.Sprint(round, "-", length), "x")
			text := []byte(strings.Repeat("ü", length/2) + strings.Repeat("x", 1+length%2))
			e := d.Entries[0].Event
			e.Key, e.Agent, e.Client, e.Target, e.Referrer = text, text, text, text, text
			_, err := tail.Append(t.Context(), []Delivery{d})
			check(t, err)
		}
	}
	for _, name := range []string{"user", "agent", "client", "request", "referrer"} {
		want := `"70"`
		if got := table(t, c, "SELECT count(*) FROM "+name); got[0] != want {
			t.Errorf("%s: %s", name, got)
		}
	}
	got := table(t, c, "SELECT count(*), count(DISTINCT key), max(length(CAST(key AS BLOB))) FROM user")
	if got[0] != `"70" "70" "70"` {
		t.Errorf("%s", got)
	}
}
