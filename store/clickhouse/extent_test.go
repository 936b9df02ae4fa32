package clickhouse

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"spoor/store/server"
)

// TestExtentGrowsAsItIsRead: what is added to an extent by reading what has come in since is what reading all of it
// gives, whether that is earlier, later or in between, brings the first referrer or login, or takes something back.
func TestExtentGrowsAsItIsRead(t *testing.T) {
	_, place := newDatabase(t)
	dir := t.TempDir()
	day := func(n int) time.Time { return time.Date(2024, 3, n, 9, 0, 0, 0, time.UTC) }
	for i, log := range []string{
		fewLines(day(5), userNames(0, 80)...),
		fewLines(day(5), "user7"),
		fewLines(day(9), "later"),
		fewLines(day(1), "earlier"),
		"10.0.0.1 - kim [05/Mar/2024:10:00:00 +0000] \"GET /a HTTP/1.1\" 200 5 \"https://s.example/\" \"Agent\"\n",
		fewLines(day(5), "kim") +
			"10.0.0.1 - kim [05/Mar/2024:10:00:09 +0000] \"GET /b HTTP/1.1\" 200 5 \"-\" \"Agent\"", // not yet ended
		fewLines(day(5), userNames(80, 120)...),
	} {
		path := filepath.Join(dir, fmt.Sprintf("%d.log", i))
		if err := os.WriteFile(path, []byte(log), 0o600); err != nil {
			t.Fatal(err)
		}
		loadInto(t, openAt(t, place), path)
		if !strings.HasSuffix(log, "\n") { // now it is another line
			if err := os.WriteFile(path, []byte(log+" more\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			loadInto(t, openAt(t, place), path)
		}
		k := openAt(t, place)
		got, err := k.Extent(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		want, err := engine{k}.readExtent(t.Context(), server.Extent{})
		if err != nil {
			t.Fatal(err)
		}
		if users := want.Users; got.Users < users*7/8-1 || got.Users > users {
			t.Errorf("log %d: %d users, not about %d", i, got.Users, users)
		}
		got.Users, got.Counted, got.Withdrawn, want.Users, want.Counted = 0, 0, 0, 0, 0
		if got != want {
			t.Errorf("log %d: %+v, read at once %+v", i, got, want)
		}
	}
}
