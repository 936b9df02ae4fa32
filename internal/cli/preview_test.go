package cli

import (
	"strings"
	"testing"
	"time"

	"spoor/analysis/web"
	"spoor/store/load"
	"spoor/store/logline"
)

// TestPreviewTellsOutcomesWhereThereAreSome, and what a log is packed by.
func TestPreviewTellsOutcomesWhereThereAreSome(t *testing.T) {
	event := func(outcome logline.Outcome) load.PreviewEvent {
		return load.PreviewEvent{Line: 1, Event: &logline.Event{Key: []byte("kim"), Outcome: outcome, Bytes: 0}}
	}
	for name, test := range map[string]struct {
		events []load.PreviewEvent
		want   string
	}{
		"none is told": {[]load.PreviewEvent{event(logline.UnknownOutcome)}, "agent"},
		"one is told":  {[]load.PreviewEvent{event(logline.UnknownOutcome), event(logline.Failed)}, "outcome"},
	} {
		table := previewEvents(test.events, time.UTC)
		last := len(table.Columns) - 1
		if table.Columns[last].Name != test.want || len(table.Rows[0]) != last+1 || table.Rows[0][7] != int64(0) {
			t.Errorf("%s: %v in %v", name, table.Columns[last].Name, table.Rows)
		}
	}
	if got := packedAs("") + packedAs("gzip"); got != ", compressed by gzip" {
		t.Errorf("%q", got)
	}
}

// TestThreeTemplatesAreNamed of those that pages ask for by themselves, and how many more there are.
func TestThreeTemplatesAreNamed(t *testing.T) {
	embedded := []web.Embedded{{Template: "/a", Requests: 1}, {Template: "/b", Requests: 10},
		{Template: "/c", Requests: 100},
		{Template: "/d", Requests: 1000}}
	for count, want := range []string{
		"", "1 request that pages ask for by themselves count as static: /a; ",
		"11 requests that pages ask for by themselves count as static: /a, /b; ",
		"111 requests that pages ask for by themselves count as static: /a, /b, /c; ",
		"1,111 requests that pages ask for by themselves count as static: /a, /b, /c and 1 more; ",
	} {
		var said strings.Builder
		o := &options{std: &streams{err: &said}}
		o.tellEmbedded(embedded[:count])
		if want != "" {
			want += "a site description can say otherwise (spoor site check)\n"
		}
		if said.String() != want {
			t.Errorf("%d: %q, want %q", count, said.String(), want)
		}
	}
}
