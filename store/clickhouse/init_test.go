package clickhouse

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"spoor/store/load"
)

// TestInitAgain makes tables that are there already: as they are, which does nothing, and otherwise, which is refused.
func TestInitAgain(t *testing.T) {
	_, place := newDatabase(t)
	alone := placeAt(t, shards(t)[0], place.database+"_alone")
	if err := Init(t.Context(), alone, Layout{Years: 30}); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		place  *Place
		layout Layout
		want   string
	}{
		{alone, Layout{Years: 30}, ""},
		{alone, Layout{}, ""},
		{alone, Layout{Cluster: "spoor"}, "its tables are there already, with the events on one server, and init does not"},
		{alone, Layout{Years: 3}, "keep events for 30 years; ALTER TABLE " + alone.database +
			".event MODIFY TTL toDateTime(ts) + INTERVAL 3 YEAR"},
	} {
		err := Init(t.Context(), test.place, test.layout)
		if (test.want == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), test.want) {
			t.Errorf("%+v: %v, want %q", test.layout, err, test.want)
		}
	}
}

// TestEventsThatWouldBeGoneAgain are refused by a table that keeps only later ones.
func TestEventsThatWouldBeGoneAgain(t *testing.T) {
	_, place := newDatabase(t)
	alone := placeAt(t, shards(t)[0], place.database+"_short")
	if err := Init(t.Context(), alone, Layout{Years: 3}); err != nil {
		t.Fatal(err)
	}
	path, now := filepath.Join(t.TempDir(), "a.log"), time.Now().UTC()
	line := func(at time.Time) string {
		return fmt.Sprintf("192.0.2.1 - ann [%s] \"GET /a HTTP/1.1\" 200 5\n", at.Format("02/Jan/2006:15:04:05 -0700"))
	}
	text := line(now.AddDate(-4, 0, 0)) + line(now.AddDate(-2, 0, 0))
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	k := openAt(t, alone)
	_, err := load.Files(t.Context(), k, []string{path}, load.Options{})
	if err == nil || !strings.Contains(err.Error(), "the table keeps them for 3 years, so they would be gone again") {
		t.Fatal(err)
	}
	summary, err := load.Files(t.Context(), k, []string{path}, load.Options{Earliest: now.AddDate(-3, 0, 1)})
	if err != nil || summary.Events != 1 || summary.Rejects != 1 {
		t.Errorf("%+v, %v", summary, err)
	}
}
