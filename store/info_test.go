package store

import (
	"strings"
	"testing"

	"spoor/store/logline"
)

func TestInfoAddsUp(t *testing.T) {
	c, events := generatedCase(t, 31, 500, 200)
	run := &Run{Sources: []Source{{ID: 3, Path: "/bad", State: Loading, Lines: 10, Rejects: 7, Blank: 3,
		Fingerprint: []byte{1}, Digest: []byte{1}}}}
	check(t, c.AppendRun(t.Context(), run))
	info, err := c.Info(t.Context())
	check(t, err)
	first, last := events[0].Time, events[0].Time
	for _, event := range events {
		first, last = min(first, event.Time), max(last, event.Time)
	}
	if info.Lines != 1010 || info.Events != 1000 || info.Rejects != 7 || info.Blank != 3 ||
		info.Users != len(userKeysOf(events)) || len(info.Sources) != 3 {
		t.Errorf("%+v", info)
	}
	if info.First != first || info.Last != last {
		t.Errorf("from %d to %d, want %d to %d", info.First, info.Last, first, last)
	}
	if got := table(t, c, "SELECT count(*) FROM v_session")[0]; got != words(info.Sessions) {
		t.Errorf("%d sessions, v_session has %s", info.Sessions, got)
	}
	if info.Bytes < 4096 || info.Path != c.Path() {
		t.Errorf("%d bytes at %s", info.Bytes, info.Path)
	}
}

// TestViewsSayWhatAPersonAsks reads an event and a user as somebody with another SQLite program sees them.
func TestViewsSayWhatAPersonAsks(t *testing.T) {
	c := newCase(t)
	appendEvents(t, c, 1, []placed{{Event: logline.Event{
		Time: 1_700_000_000_999, Key: []byte("kim"), Client: []byte("::1"), Agent: []byte("A"),
		Action: []byte("GET"), Target: []byte("/jobs/1"), Status: 200, Bytes: -1}, Source: 1, Line: 1,
	}}, 1)
	_, err := c.Matrix(t.Context())
	check(t, err)
	got := table(t, c, "SELECT * FROM v_event")[0]
	want := words("kim", "2023-11-14T22:13:20.999Z", "GET", "/jobs/1", 200) + ` NULL ` + words("::1", "A") +
		` NULL ` + words("/logs/01.log", 1) + ` NULL NULL`
	if got != want {
		t.Errorf("v_event %s, want %s", got, want)
	}
	got = table(t, c, `SELECT user, "first", "last", sessions FROM v_user`)[0]
	if !strings.HasPrefix(got, words("kim", "2023-11-14T22:13:20.999Z", "2023-11-14T22:13:20.999Z", 1)) {
		t.Errorf("v_user %s", got)
	}
	columns := table(t, c, `SELECT group_concat(name) FROM pragma_table_info('v_user')
		WHERE name LIKE '%:%' OR name = 'user'`)
	if len(columns) != 1 || columns[0] != words("user") {
		t.Errorf("columns of v_user: %s", columns)
	}
}
