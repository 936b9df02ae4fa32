package logline

import (
	"strings"
	"testing"
	"time"
)

// TestUnsaidUTC: programs that are documented to write UTC without saying so are not read in the zone that is assumed.
func TestUnsaidUTC(t *testing.T) {
	seoul := time.FixedZone("", 9*3600)
	utc := "microsoft-365 amplitude snowplow-tsv snowplow plausible plausible-json windows-evtxecmd mysql-audit"
	for _, name := range strings.Fields(utc) {
		format := mustName(t, name)
		for _, s := range format.defined.file.Samples {
			p, here := NewParser(format, Options{Zone: seoul}), NewParser(format, Options{})
			var e, want Event
			for line := range strings.SplitSeq(strings.TrimSpace(s.Text), "\n") {
				if p.Parse([]byte(line), &e) != OK {
					here.Parse([]byte(line), &want)
					continue
				}
				if here.Parse([]byte(line), &want); e.Time != want.Time || e.ZoneAssumed {
					t.Errorf("%s: %d, want %d; assumed %v", name, e.Time, want.Time, e.ZoneAssumed)
				}
			}
		}
	}
}
