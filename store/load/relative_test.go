package load

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"spoor/store"
)

// TestRelativeTimesAreSaid loads times that count from zero, in a format that is told and in one that is named.
func TestRelativeTimesAreSaid(t *testing.T) {
	var log strings.Builder
	log.WriteString("timestamp,user,event,item\n")
	for i := range 40 {
		fmt.Fprintf(&log, "%d,u%d,view,a\n", 3*i, i%7)
	}
	path := filepath.Join(t.TempDir(), "log.csv")
	if err := os.WriteFile(path, []byte(log.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, format := range []string{"", "csv"} {
		p, err := Look(t.Context(), path, Options{Format: format}, 5)
		if err != nil || p.Events != 40 || p.FirstEvents[1].Time != 3000 || len(p.Remarks) == 0 ||
			p.Remarks[0].Kind != store.RelativeTime {
			t.Errorf("%q: %v, %d events, %v", format, err, p.Events, p.Remarks)
		}
	}
}
