package load

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"spoor/store"
)

// story is what a case holds, whatever the order it came in: every event, reject and source, and the metrics.
func story(t testing.TB, c *store.Case) map[string][]string {
	t.Helper()
	_, err := c.Matrix(t.Context())
	check(t, err)
	db := open(t, c.Path())
	defer db.Close()
	told := map[string][]string{}
	for name, sql := range map[string]string{
		"events": `SELECT user, time, action, target, status, bytes, ip, agent, referrer, line
			FROM v_event ORDER BY source, line`,
		"rejects": "SELECT source, line, offset, reason, hex(text) FROM reject",
		"sources": `SELECT format, state, bytes, lines, events, rejects, blank, first_ts, last_ts, zone_assumed,
			hex(fingerprint), offset, hex(digest) FROM source`,
		"metrics": "SELECT user, first, last, events, sessions, views, content_usage FROM v_user ORDER BY user",
	} {
		told[name] = rows(t, db, sql)
	}
	return told
}

// growing has lines of every kind, lines of which a part is an event too, and ends in one without a line feed.
const growing = `10.0.0.1 - kim [01/Feb/2026:00:00:00 +0000] "GET /a HTTP/1.1" 200 512
no line
10.0.0.2 - - [01/Feb/2026:00:00:01 +0000] "GET / HTTP/1.1" 200 51 "-" "x"` + "\r\n\n" +
	`10.0.0.1 - lee [01/Feb/2026:01:00:00 +0000] "GET /b HTTP/1.1" 304 7777`

// cuts are the lengths at which a log is cut off: all about the end of each line, where a part of the line may be an
// event too, and every fifth elsewhere; SPOOR_LONG_TESTS has all.
func cuts(content []byte) (lengths []int) {
	for length := 1; length <= len(content); length++ {
		line := bytes.IndexByte(content[length:], '\n')
		if line < 0 {
			line = len(content) - length
		}
		if line < 12 || content[length-1] == '\n' || length%5 == 0 || os.Getenv("SPOOR_LONG_TESTS") != "" {
			lengths = append(lengths, length)
		}
	}
	return lengths
}

// TestLogThatIsCutOffAnywhereAndGrows loads the first bytes of a log, then all of it: the case is that of one load. So
// it is when the log goes on under another name.
func TestLogThatIsCutOffAnywhereAndGrows(t *testing.T) {
	content := []byte(growing)
	clean := newCase(t)
	options := Options{Now: now, Format: "combined"}
	whole, err := Files(t.Context(), clean, []string{write(t, "a.log", content)}, options)
	check(t, err)
	want := story(t, clean)
	for _, length := range cuts(content) {
		c := newCase(t)
		path := write(t, "a.log", content[:length])
		first, firstErr := Files(t.Context(), c, []string{path}, options) // which fails where the log has only half a line
		cut := story(t, c)
		if again, err := Files(t.Context(), c, []string{path}, options); err == nil && again.Lines != 0 {
			t.Fatalf("%d bytes: loaded again: %+v", length, again)
		}
		if firstErr == nil && length > 1 {
			shorter, _ := Files(t.Context(), c, []string{write(t, "older.log", content[:length-1])}, options)
			if shorter.Lines != 0 {
				t.Fatalf("%d bytes, then an older copy: %+v", length, shorter)
			}
		}
		sameDump(t, story(t, c), cut)
		if length%2 == 0 || bytes.IndexByte(content[:length], '\n') < 0 {
			check(t, os.WriteFile(path, content, 0o600))
		} else {
			path = write(t, "moved.gz", zipped(t, content))
		}
		second, err := Files(t.Context(), c, []string{path}, options)
		check(t, err)
		sameDump(t, story(t, c), want)
		if first.Lines+second.Lines-second.Finished != whole.Lines ||
			second.Lines != second.Events+second.Rejects+second.Blank || second.Rejects < 0 {
			t.Errorf("%+v and %+v, want %+v", first, second, whole)
		}
		if t.Failed() {
			t.Fatalf("cut off after %d bytes", length)
		}
	}
}

// TestLogThatGrowsByteByByte is loaded after each of them.
func TestLogThatGrowsByteByByte(t *testing.T) {
	content := []byte(growing)
	clean, slow := newCase(t), newCase(t)
	options := Options{Now: now, Format: "combined"}
	_, err := Files(t.Context(), clean, []string{write(t, "a.log", content)}, options)
	check(t, err)
	path := filepath.Join(t.TempDir(), "a.log")
	for length := 1; length <= len(content); length++ {
		check(t, os.WriteFile(path, content[:length], 0o600))
		_, _ = Files(t.Context(), slow, []string{path}, options) // which fails until there is a line
	}
	sameDump(t, story(t, slow), story(t, clean))
}

// TestUnfinishedLineInTheMiddle has sources with such lines between others, of which some grow in the same load.
func TestUnfinishedLineInTheMiddle(t *testing.T) {
	a, b := bytes.TrimSuffix(goodLog(1, 50), []byte{'\n'}), bytes.TrimSuffix(goodLog(2, 60), []byte{'\n'})
	paths := []string{write(t, "a.log", a[:len(a)-5]), write(t, "b.log", b), write(t, "a2.log", a),
		write(t, "b.gz", zipped(t, b))}
	for _, runLines := range []int64{7, 1000} {
		c := newCase(t)
		summary, err := loadInRuns(t.Context(), c, runLines, Options{}, paths...)
		check(t, err)
		if summary.Lines != 111 || summary.Finished != 1 || summary.Events+summary.Rejects != 111 ||
			!slices.Equal(summary.Known, paths[3:]) {
			t.Errorf("%+v", summary)
		}
		sources, err := c.Sources(t.Context())
		check(t, err)
		checkEveryLine(t, c, sources[0], a)
		checkEveryLine(t, c, sources[1], b)
		got := query(t, c.Path(), "SELECT count(*), count(DISTINCT line || ' ' || source) FROM event")
		if got[0] != "[110 110]" {
			t.Error(got)
		}
	}
}

// TestUnfinishedLongLine grows a line that is too long to be one.
func TestUnfinishedLongLine(t *testing.T) {
	content := slices.Concat(goodLog(1, 20), []byte(strings.Repeat("long", 2*LineLimit)), []byte("\n"), goodLog(2, 20))
	path := filepath.Join(t.TempDir(), "a.log")
	c := newCase(t)
	for _, length := range []int{3000, LineLimit, LineLimit + 3000, 2*LineLimit + 10_000, 7 * LineLimit, len(content) - 1,
		len(content)} {
		check(t, os.WriteFile(path, content[:length], 0o600))
		mustLoad(t, c, path)
		sources, err := c.Sources(t.Context())
		check(t, err)
		checkEveryLine(t, c, sources[0], content[:length])
	}
	if got := query(t, c.Path(), "SELECT count(*) FROM reject"); got[0] != "[1]" {
		t.Error(got)
	}
}

// TestUnfinishedLineThatIsReplaced is no growth: what was there stays, and what is there now comes too.
func TestUnfinishedLineThatIsReplaced(t *testing.T) {
	content := goodLog(1, 20)
	path := write(t, "a.log", append(bytes.Clone(content), bytes.TrimSpace(goodLog(2, 1))...))
	c := newCase(t)
	mustLoad(t, c, path)
	check(t, os.WriteFile(path, append(bytes.Clone(content), goodLog(3, 2)...), 0o600))
	summary := mustLoad(t, c, path)
	sources, err := c.Sources(t.Context())
	check(t, err)
	if summary.Events != 2 || len(sources) != 1 || sources[0].Lines != 23 || sources[0].Events != 23 {
		t.Errorf("%+v, %+v", summary, sources)
	}
}

// TestUnfinishedRejectBecomesAnEvent counts the line for what it is now, and that it was there before: no count is ever
// negative.
func TestUnfinishedRejectBecomesAnEvent(t *testing.T) {
	content := goodLog(1, 2)
	path := write(t, "a.log", content[:len(content)-40])
	c := newCase(t)
	first := mustLoad(t, c, path)
	check(t, os.WriteFile(path, content, 0o600))
	second := mustLoad(t, c, path)
	if first.Lines != 2 || first.Events != 1 || first.Rejects != 1 || first.Finished != 0 {
		t.Errorf("first %+v", first)
	}
	if second.Lines != 1 || second.Events != 1 || second.Rejects != 0 || second.Blank != 0 || second.Finished != 1 {
		t.Errorf("second %+v", second)
	}
	sources, err := c.Sources(t.Context())
	check(t, err)
	if len(sources) != 1 || sources[0].Lines != 2 || sources[0].Events != 2 {
		t.Errorf("%+v", sources)
	}
}
