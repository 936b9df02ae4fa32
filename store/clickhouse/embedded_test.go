package clickhouse

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// shopLog is a log of visits to a shop whose pages load a beacon, and pictures from a place that others have as well.
// picture is how many seconds a picture comes after its page.
func shopLog(name string, users, first, picture int) string {
	var b strings.Builder
	for user := first; user < first+users; user++ {
		for page := range 8 {
			at := time.Date(2024, 3, 1, 8, user, page*7, 0, time.UTC)
			line := func(after int, target, from string) {
				fmt.Fprintf(&b, "10.0.0.%d - %s%d [%s] \"GET %s HTTP/1.1\" 200 5 \"%s\" \"Agent\"\n", user%9, name,
					user,
					at.Add(time.Duration(after)*time.Second).Format("02/Jan/2006:15:04:05 -0700"), target, from)
			}
			url := fmt.Sprintf("https://shop.example/chair/%d", page)
			line(0, fmt.Sprintf("/chair/%d", page), "https://search.example/?q=chair")
			line(1, "/beacon", url)
			line(picture, fmt.Sprintf("/picture/%d", page), url)
		}
	}
	return b.String()
}

// fullReadings is a connection that counts the queries for all events with their referrers, or all referrers, which
// only what is embedded follows from.
type fullReadings struct {
	http.RoundTripper
	count atomic.Int64
}

func (f *fullReadings) RoundTrip(r *http.Request) (*http.Response, error) {
	if body, err := r.GetBody(); err == nil {
		text, _ := io.ReadAll(io.LimitReader(body, 1<<20))
		query := string(text)
		if strings.Contains(query, "AS c_referrer,") && !strings.Contains(query, "arrayJoin") ||
			strings.Contains(query, "DISTINCT referrer") && !strings.Contains(query, "inserted") {
			f.count.Add(1)
		}
	}
	return f.RoundTripper.RoundTrip(r)
}

// TestEmbeddedFollowsFromNewEventsAlone: after each load what is embedded is what the file says, found by reading the
// users who have come in since, or all where it takes that.
func TestEmbeddedFollowsFromNewEventsAlone(t *testing.T) {
	_, place := newDatabase(t)
	file, dir := fileCase(t), t.TempDir()
	for i, step := range []struct {
		what, log string
		embedded  string
		readsAll  bool
	}{
		{"at first", shopLog("user", 40, 0, 2), "/beacon /picture/#", true},
		{"nothing but more of the same", shopLog("user", 3, 5, 2), "/beacon /picture/#", false},
		{"new users who look at pictures", shopLog("slow", 4, 0, 30), "/beacon /picture/#", false},
		{"they come back", shopLog("slow", 3, 1, 40) +
			"10.0.0.1 - slow1 [01/Mar/2024:09:00:00 +0000] \"GET /cart HTTP/1.1\" 200 5 " +
			"\"https://shop.example/beacon\" \"Agent\"\n", "/beacon /picture/#", false},
		{"a new one of another site", "10.0.0.1 - other [01/Mar/2024:09:01:00 +0000] \"GET /cart HTTP/1.1\" 200 5 " +
			"\"https://other.example/a\" \"Agent\"\n", "/beacon /picture/#", false},
		{"as many more as there are", shopLog("late", 50, 0, 25), "/beacon", true},
		{"one who was there", shopLog("late", 1, 7, 1), "/beacon", false},
	} {
		path := filepath.Join(dir, fmt.Sprintf("%d.log", i))
		if err := os.WriteFile(path, []byte(step.log), 0o600); err != nil {
			t.Fatal(err)
		}
		loadInto(t, file, path)
		k := openAt(t, place)
		o := &fullReadings{RoundTripper: k.c.http.Transport}
		k.c.http.Transport = o
		loadInto(t, k, path)
		got, err := k.Embedded(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		want, err := file.Embedded(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, e := range got {
			names = append(names, e.Template)
		}
		slices.Sort(names)
		if !slices.Equal(got, want) || strings.Join(names, " ") != step.embedded {
			t.Errorf("%s:\nserver %+v\nfile   %+v", step.what, got, want)
		}
		if (o.count.Load() > 0) != step.readsAll {
			t.Errorf("%s: %d readings of all events with referrers", step.what, o.count.Load())
		}
	}
}
