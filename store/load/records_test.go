package load

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"spoor/store"
	"spoor/store/model"
)

// table has values of several lines, of which some look like events of somebody else, and a quote that is never closed.
const table = "time,user,\"event\nname\",item,comment\r\n" +
	"2026-02-01 10:00:00,ann,view,a,\"x\n2026-02-01 10:00:01,eve,view,z,y\"\r\n" + // lines 3 and 4
	"2026-02-01 10:00:02,bob,view,b,\"he said \"\"no\"\"\n\n\"\n" + // 5 to 7
	"2026-02-01 10:00:03,cat,view,c,\"oops\n" + // 8, no record
	"2026-02-01 10:00:04,dan,view,d,\"ok\"\n" + // 9
	"never,eva,view,e,\"a\nb\"\n" + // 10 and 11, a reject
	"2026-02-01 10:00:05,fay,view,\"f\ng\",last" // 12 and 13

var tableEvents = []string{"[ann a 3]", "[bob b 5]", "[dan d 9]", "[fay f\ng 12]"}

func checkTable(t *testing.T, c *store.Case) {
	t.Helper()
	if got := query(t, c.Path(), "SELECT user, target, line FROM v_event ORDER BY line"); !slices.Equal(got, tableEvents) {
		t.Errorf("%q", got)
	}
	if got := query(t, c.Path(), "SELECT line, reason FROM reject ORDER BY line"); !slices.Equal(got, []string{
		"[8 no match: unterminated quote]", "[10 bad timestamp]"}) {
		t.Errorf("%q", got)
	}
	if got := query(t, c.Path(), "SELECT lines, events, rejects, blank FROM source"); got[0] != "[13 4 2 7]" {
		t.Errorf("%q", got)
	}
}

// TestValueOfSeveralLines loads such values plain, compressed, in runs of every length, and in pieces as the log grows.
func TestValueOfSeveralLines(t *testing.T) {
	for name, content := range map[string][]byte{"a.csv": []byte(table), "a.csv.gz": zipped(t, []byte(table))} {
		c := newCase(t)
		mustLoad(t, c, write(t, name, content))
		checkTable(t, c)
		eachEventOf(t, c, func(event model.Event) {
			found, err := Original(t.Context(), c, event)
			want := strings.TrimRight(strings.Split(table, "\n")[event.Line-1], "\r")
			if err != nil || string(found.Raw) != want {
				t.Errorf("line %d: %q, %v, want %q", event.Line, found.Raw, err, want)
			}
		})
	}
	for runLines := range int64(8) {
		c := newCase(t)
		_, err := loadInRuns(t.Context(), c, runLines+1, Options{}, write(t, "a.csv", []byte(table)))
		check(t, err)
		checkTable(t, c)
	}
}

func TestValueOfSeveralLinesThatGrows(t *testing.T) {
	whole := newCase(t)
	mustLoad(t, whole, write(t, "a.csv", []byte(table)))
	want := story(t, whole)
	slow := newCase(t)
	path := filepath.Join(t.TempDir(), "a.csv")
	for length := 42; length < len(table); length += 9 {
		check(t, os.WriteFile(path, []byte(table[:length]), 0o600))
		_, _ = Files(t.Context(), slow, []string{path}, Options{Now: now, Format: "csv"})
		c := newCase(t)
		cut := write(t, "a.csv", []byte(table[:length]))
		// which fails where there is only half a line
		_, _ = Files(t.Context(), c, []string{cut}, Options{Now: now, Format: "csv"})
		check(t, os.WriteFile(cut, []byte(table), 0o600))
		mustLoad(t, c, cut)
		if sameDump(t, story(t, c), want); t.Failed() {
			t.Fatalf("cut off after %d bytes", length)
		}
	}
	check(t, os.WriteFile(path, []byte(table), 0o600))
	mustLoad(t, slow, path)
	sameDump(t, story(t, slow), want)
}

// TestQuoteThatIsNeverClosed costs one line, whether the log ends or a record would become too long.
func TestQuoteThatIsNeverClosed(t *testing.T) {
	header := "time,user,item\n"
	bad := "2026-02-01 10:00:00,ann,\"a\n"
	rows := func(n int) []byte {
		var b bytes.Buffer
		for i := range n {
			fmt.Fprintf(&b, "2026-02-01 10:%02d:%02d,u%d,b\n", i/60%60, i%60, i%7)
		}
		return b.Bytes()
	}
	for _, n := range []int{3, 1000, 60_000, 100_000} {
		c := newCase(t)
		content := slices.Concat([]byte(header), rows(5), []byte(bad), rows(n))
		summary := mustLoad(t, c, write(t, "a.csv", content))
		if summary.Events != int64(n+5) || summary.Rejects != 1 || summary.Blank != 1 {
			t.Errorf("%d lines: %+v", n, summary)
		}
	}
}

func TestFollowedValueOfSeveralLines(t *testing.T) {
	path, options := write(t, "a.csv", []byte(table[:60])), Options{Now: now, Format: "csv"}
	c := newCase(t)
	l, err := newLoader(t.Context(), c, options)
	check(t, err)
	f := &follower{store: c, options: options, loader: l, warn: func(err error) { t.Error(err) }}
	t.Cleanup(f.close)
	f.logs = []*followed{{path: path, seen: notSeen}}
	whole := table + "\n"
	for length := 60; length <= len(whole); length += 3 {
		check(t, os.WriteFile(path, []byte(whole[:min(length+3, len(whole))]), 0o600))
		check(t, f.poll(t.Context()))
	}
	check(t, c.FlushTail(t.Context()))
	checkTable(t, c)
}
