package clickhouse

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"spoor/analysis"
	"spoor/store"
	"spoor/store/load"
	"spoor/store/model"
)

// overheard is a connection that notes the queries for events.
type overheard struct {
	http.RoundTripper
	mutex       sync.Mutex
	all, ofSome int
}

func (o *overheard) RoundTrip(r *http.Request) (*http.Response, error) {
	if body, err := r.GetBody(); err == nil {
		query, _ := io.ReadAll(io.LimitReader(body, 1<<20))
		o.mutex.Lock()
		if strings.Contains(string(query), "AS c_ts") {
			if strings.Contains(string(query), "arrayJoin") {
				o.ofSome++
			} else {
				o.all++
			}
		}
		o.mutex.Unlock()
	}
	return o.RoundTripper.RoundTrip(r)
}

// measuredAnew opens the case again, measures the users, and tells how events were read for it: those of all users and
// of some.
func measuredAnew(t *testing.T, place *Place) (matrix *analysis.Matrix, all, ofSome int) {
	t.Helper()
	k := openAt(t, place)
	o := &overheard{RoundTripper: k.c.http.Transport}
	k.c.http.Transport = o
	matrix, err := k.Matrix(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return matrix, o.all, o.ofSome
}

// equalKept compares what is kept with the file, and with what is measured anew from the same events.
func equalKept(t *testing.T, what string, file *store.Case, server *analysis.Matrix) {
	t.Helper()
	matrix, err := file.Matrix(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	equalMatrices(t, what, matrix, server)
}

// fewLines are logins, page views and new users within the time of a log; from and between change users who were there.
func fewLines(at time.Time, users ...string) string {
	var b strings.Builder
	for i, user := range users {
		for n := range 6 {
			fmt.Fprintf(&b, "10.1.0.%d - %s [%s] \"GET /page/%d HTTP/1.1\" 200 5 \"-\" \"Agent/1\"\n", i%3, user,
				at.Add(time.Duration(n*9)*time.Second).Format("02/Jan/2006:15:04:05 -0700"), n*i)
		}
	}
	return b.String()
}

func TestKeptMetricsEqualThoseMeasuredAnew(t *testing.T) {
	server, place := newDatabase(t)
	file, dir := fileCase(t), t.TempDir()
	both := func(name, text string) {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		loadInto(t, file, path)
		loadInto(t, openAt(t, place), path)
	}
	check := func(what string, readsAll, readsSome bool) {
		t.Helper()
		if is, err := openAt(t, place).IsMeasured(t.Context()); err != nil || is != !(readsAll || readsSome) {
			t.Errorf("%s: it is measured: %v, %v", what, is, err)
		}
		matrix, all, some := measuredAnew(t, place)
		equalKept(t, what, file, matrix)
		if all > 0 != readsAll || some > 0 != readsSome {
			t.Errorf("%s: %d readings of all events, %d of some users", what, all, some)
		}
	}
	site := "[[page]]\nmatch = \"^/page/(?P<item>[0-9]+)\"\nlevel = \"detail\"\n"
	for _, c := range []described{file, server} {
		if err := c.SetSite(t.Context(), "site", []byte(site)); err != nil {
			t.Fatal(err)
		}
	}
	both("all.log", manyUsers(400))
	check("measured by the load", false, false)
	check("opened again", false, false)
	middle := time.Date(2024, 3, 1, 9, 0, 1, 0, time.UTC)
	both("few.log", fewLines(middle, "user7", "user11", "stranger"))
	check("a few more", false, true)
	both("fewer.log", fewLines(middle.Add(time.Minute), "user7", "another"))
	check("a few more again", false, true)
	both("half.log", fewLines(middle.Add(2*time.Minute), userNames(0, 60)...))
	check("many more, measured by the load", false, false)
	check("opened again after many", false, false)
	both("late.log", fewLines(middle.Add(40*time.Hour), "user3"))
	check("a window that is longer, measured by the load", false, false)
	if err := server.SetTimeout(t.Context(), 5*time.Minute); err != nil {
		t.Fatal(err)
	}
	if err := file.SetTimeout(t.Context(), 5*time.Minute); err != nil {
		t.Fatal(err)
	}
	check("another timeout", true, false)
	people := []model.Facts{{Key: "user3", Fields: map[string]string{"city": "Busan"}}}
	for _, c := range []described{file, server} {
		if err := c.ReplaceProfiles(t.Context(), people); err != nil {
			t.Fatal(err)
		}
	}
	check("other profiles", true, false)
	check("opened at last", false, false)
}

func userNames(from, to int) (names []string) {
	for i := from; i < to; i++ {
		names = append(names, fmt.Sprintf("user%d", i))
	}
	return names
}

// manyUsers is a log of users who share addresses, take turns on one device, and ask for paths that others ask for,
// too, or do not.
func manyUsers(users int) string {
	var b strings.Builder
	for i := range 12 * users {
		user, at := i/4%users, time.Date(2024, 3, 1, 8, 0, i/3, 0, time.UTC).Add(time.Duration(i%7)*20*time.Minute)
		fmt.Fprintf(&b, "10.0.%d.%d - user%d [%s] \"GET /page/%d HTTP/1.1\" %d 5 \"-\" \"Agent/%d\"\n", user%5, user%31,
			user,
			at.Format("02/Jan/2006:15:04:05 -0700"), i%(17*users/10), []int{200, 404}[i%9/8], user%3)
	}
	return b.String()
}

func TestPartsEqualTheWhole(t *testing.T) {
	server, place := newDatabase(t)
	file, path := fileCase(t), filepath.Join(t.TempDir(), "a.log")
	if err := os.WriteFile(path, []byte(manyUsers(300)), 0o600); err != nil {
		t.Fatal(err)
	}
	loadInto(t, file, path)
	loadInto(t, server, path)
	for _, c := range []interface {
		SetTimeout(context.Context, time.Duration) error
	}{file, server} {
		if err := c.SetTimeout(t.Context(), 20*time.Minute); err != nil { // what the load has kept is out of date
			t.Fatal(err)
		}
	}
	for step, expected := range []struct{ part, missing int }{{2, 2}, {3, 1}, {3, 1}, {2, 1}, {1, 0}, {1, 0}} {
		k := openAt(t, place)
		missing, err := k.MeasurePart(t.Context(), expected.part, 3, nil)
		if err != nil || missing != expected.missing {
			t.Fatalf("step %d: part %d: %d are missing, %v", step, expected.part, missing, err)
		}
	}
	matrix, all, some := measuredAnew(t, place)
	equalKept(t, "parts", file, matrix)
	if all+some > 0 {
		t.Errorf("%d readings of all events, %d of some users", all, some)
	}
	// Events that come in between belong to what is measured next.
	more := filepath.Join(t.TempDir(), "b.log")
	if err := os.WriteFile(more, []byte(fewLines(time.Date(2024, 3, 1, 9, 0, 0, 0, time.UTC), userNames(100, 110)...)),
		0o600); err != nil {
		t.Fatal(err)
	}
	_, err := load.Files(t.Context(), openAt(t, place), []string{more}, load.Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	if missing, err := openAt(t, place).MeasurePart(t.Context(), 1, 2, nil); err != nil || missing != 1 {
		t.Fatal(missing, err)
	}
	last := filepath.Join(t.TempDir(), "c.log")
	if err := os.WriteFile(last, []byte(fewLines(time.Date(2024, 3, 1, 9, 1, 0, 0, time.UTC), userNames(90, 97)...)),
		0o600); err != nil {
		t.Fatal(err)
	}
	loadInto(t, openAt(t, place), last)
	if missing, err := openAt(t, place).MeasurePart(t.Context(), 2, 2, nil); err != nil || missing != 0 {
		t.Fatal(missing, err)
	}
	loadInto(t, file, more, last)
	matrix, all, some = measuredAnew(t, place)
	equalKept(t, "parts, and more", file, matrix)
	if all > 0 || some == 0 {
		t.Errorf("%d readings of all events, %d of some users", all, some)
	}
}

// TestMetricsAreKeptUnderWhatTheyWereMeasuredBy: another process changes the session timeout while users are measured.
// What is kept then must not be taken for what the new timeout gives.
func TestMetricsAreKeptUnderWhatTheyWereMeasuredBy(t *testing.T) {
	server, place := newDatabase(t)
	file, path := fileCase(t), filepath.Join(t.TempDir(), "all.log")
	if err := os.WriteFile(path, []byte(manyUsers(4000)), 0o600); err != nil {
		t.Fatal(err)
	}
	loadInto(t, server, path)
	loadInto(t, file, path)
	if err := server.SetTimeout(t.Context(), time.Hour); err != nil { // so that all are measured anew
		t.Fatal(err)
	}
	const changed = 5 * time.Minute
	var once sync.Once
	isChanged := false
	change := func(int64, int64) {
		once.Do(func() {
			isChanged = true
			if err := openAt(t, place).SetTimeout(t.Context(), changed); err != nil {
				t.Error(err)
			}
		})
	}
	if err := openAt(t, place).Derive(t.Context(), change); err != nil {
		t.Fatal(err)
	}
	if !isChanged {
		t.Fatal("nothing was told of the progress")
	}
	if err := file.SetTimeout(t.Context(), changed); err != nil {
		t.Fatal(err)
	}
	matrix, err := openAt(t, place).Matrix(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	equalKept(t, "measured while the timeout changed", file, matrix)
}
