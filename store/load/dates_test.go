package load

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"spoor/store"
	"spoor/store/logline"
)

// TestDatesAreSettledByTheWholeLog loads a log whose dates leave the order of day and month open but for its last line.
func TestDatesAreSettledByTheWholeLog(t *testing.T) {
	var log strings.Builder
	log.WriteString("time,user,event,item\n")
	for i := range 30_000 { // more than a head
		fmt.Fprintf(&log, "3/4/2024 10:00,u%d,view,item-%d\n", i%7, i)
	}
	open := log.String()
	for name, test := range map[string]struct {
		log, layout string
		events      int64
		first       int64 // UTC milliseconds
		said        bool
	}{
		"day":   {open + "13/4/2024 10:00,ann,view,a\n", "", 30_001, 1712138400_000, true},
		"month": {open + "4/13/2024 10:00,ann,view,a\n", "", 30_001, 1709546400_000, true},
		"asked": {open, "month-first", 30_000, 1709546400_000, false},
		"none":  {open, "", 0, 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "log.csv")
			if err := os.WriteFile(path, []byte(test.log), 0o600); err != nil {
				t.Fatal(err)
			}
			var layout logline.TimeLayout
			if test.layout != "" {
				layout, _ = logline.ParseTimeLayout(test.layout)
			}
			for _, o := range []Options{{Layout: layout}, {Layout: layout, Format: "csv"}} {
				p, err := Look(t.Context(), path, o, 1_000_000)
				if test.events == 0 {
					if err == nil || !strings.Contains(err.Error(), "--time-layout day-first or month-first") {
						t.Errorf("%v, %d events", err, p.Events)
					}
					continue
				}
				if err != nil || p.Events != test.events || p.FirstEvents[0].Time != test.first {
					t.Fatalf("%v, %d events", err, p.Events)
				}
				said := len(p.Remarks) > 0 && p.Remarks[0].Kind == store.DateOrder
				if said != test.said {
					t.Errorf("remarks: %v", p.Remarks)
				}
			}
			if test.events > 0 { // a stream is read twice, too
				p, err := Look(t.Context(), "-", Options{Layout: layout, Input: strings.NewReader(test.log)}, 1_000_000)
				if err != nil || p.Events != test.events {
					t.Errorf("a stream: %v, %d events", err, p.Events)
				}
			}
		})
	}
}
