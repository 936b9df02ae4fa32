package clickhouse

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"spoor/analysis"
	"spoor/store"
	"spoor/store/model"
)

// equalMatrices compares all that is measured of every user.
func equalMatrices(t *testing.T, what string, file, server *analysis.Matrix) {
	t.Helper()
	if !slices.Equal(file.Key, server.Key) {
		t.Fatalf("%s: the file has %d users, the server %d", what, file.Len(), server.Len())
	}
	if file.Window != server.Window || file.Timeout != server.Timeout ||
		!reflect.DeepEqual(file.Background, server.Background) {
		t.Errorf("%s: window, timeout and background: %v %v %+v; on the server %v %v %+v", what,
			file.Window, file.Timeout, file.Background, server.Window, server.Timeout, server.Background)
	}
	different := 0
	for row := range file.Key {
		a, b := fmt.Sprintf("%+v", file.Measures(row)), fmt.Sprintf("%+v", server.Measures(row))
		if a != b {
			if different++; different <= 3 {
				t.Errorf("%s: %s\nfile   %s\nserver %s", what, file.Key[row], a, b)
			}
		}
	}
	if different > 0 {
		t.Errorf("%s: %d of %d users differ", what, different, file.Len())
	}
}

// equalCases compares everything that can be asked of a case.
func equalCases(t *testing.T, file *store.Case, server *Case) {
	t.Helper()
	ctx := t.Context()
	matrix := func(how analysis.MeasureOptions, window analysis.Window) (a, b *analysis.Matrix) {
		a, err := file.MatrixWith(ctx, how, window, nil)
		if err != nil {
			t.Fatal(err)
		}
		if b, err = server.MatrixWith(ctx, how, window, nil); err != nil {
			t.Fatal(err)
		}
		return a, b
	}
	usual := analysis.DefaultMeasureOptions()
	a, b := matrix(usual, analysis.Window{})
	equalMatrices(t, "all", a, b)
	short := usual
	short.Timeout = 5 * time.Minute
	c, d := matrix(short, analysis.Window{})
	equalMatrices(t, "5 min", c, d)
	third := (a.Window.To - a.Window.From) / 3
	c, d = matrix(usual, analysis.Window{From: a.Window.From + third, To: a.Window.To - third})
	equalMatrices(t, "window", c, d)
	own, err := analysis.NewOwnRules([]analysis.OwnRule{{Name: "night", Where: "hour < 5",
		Measure: analysis.MeasureCount}})
	if err != nil {
		t.Fatal(err)
	}
	e, err := file.MeasureOwn(ctx, a, own, nil)
	if err != nil {
		t.Fatal(err)
	}
	f, err := server.MeasureOwn(ctx, b, own, nil)
	if err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(e.X[analysis.RuleCount]) != fmt.Sprint(f.X[analysis.RuleCount]) {
		t.Error("a rule of one's own measures otherwise")
	}
	equalTracks(t, file, server, a, b)
	equalPivots(t, file, server, a)
	for _, window := range []analysis.Window{{}, c.Window} {
		equalOverviews(t, file, server, window)
		equalUsersWith(t, file, server, window, a, b)
	}
}

// equalOverviews compares what there was of everything, and whose it was.
func equalOverviews(t *testing.T, file *store.Case, server *Case, window analysis.Window) {
	t.Helper()
	zone, err := time.LoadLocation("Australia/Lord_Howe")
	if err != nil {
		t.Skip(err)
	}
	one, err := file.Overview(t.Context(), window, zone, nil)
	if err != nil {
		t.Fatal(err)
	}
	other, err := server.Overview(t.Context(), window, zone, nil)
	if err != nil {
		t.Fatal(err)
	}
	tell := func(o *model.Overview) string {
		text := fmt.Sprintf("%v %d %d %d %d %d %v\n", o.Window, o.Events, o.Errors, o.Bytes, o.From, o.Step, o.Steps)
		for _, list := range [][]model.Usage{o.Hours, o.Statuses, o.Actions, o.Items, o.Addresses, o.Agents,
			o.Referrers} {
			for _, u := range list {
				text += fmt.Sprintf("%q %d %d %d of %d users\n", u.Name, u.Events, u.Errors, u.Bytes, len(u.Users))
			}
		}
		return text
	}
	if x, y := tell(one), tell(other); x != y || one.Events == 0 {
		t.Errorf("overviews of %v:\nfile\n%.800s\nserver\n%.800s", window, x, y)
	}
}

// equalUsersWith compares who has events as conditions say, the last of which nobody has.
func equalUsersWith(t *testing.T, file *store.Case, server *Case, window analysis.Window, a, b *analysis.Matrix) {
	t.Helper()
	conditions := []string{"status == 404", `hour < 12 && action == "GET"`, `agent == "nobody's"`}
	one, err := file.UsersWith(t.Context(), window, conditions, nil)
	if err != nil {
		t.Fatal(err)
	}
	other, err := server.UsersWith(t.Context(), window, conditions, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, condition := range conditions {
		found := 0
		for row, key := range a.Key {
			is, also := one[i].HasRow(a, int32(row)), other[i].HasRow(b, int32(row))
			if is != also {
				t.Errorf("%s in %v: %s is %v, on the server %v", condition, window, key, is, also)
			}
			if is {
				found++
			}
		}
		if window == (analysis.Window{}) && (found == 0) != (i == 2) {
			t.Errorf("%s in %v: %d users", condition, window, found)
		}
	}
}

// equalTracks compares some tracks, and the evidence of every rule in them.
func equalTracks(t *testing.T, file *store.Case, server *Case, a, b *analysis.Matrix) {
	t.Helper()
	var rules []analysis.RuleID
	for rule := range analysis.RuleID(analysis.RuleCount) {
		rules = append(rules, rule)
	}
	for row := 0; row < a.Len(); row += max(a.Len()/12, 1) {
		one, err := file.Track(t.Context(), a.Key[row])
		if err != nil {
			t.Fatal(err)
		}
		other, err := server.Track(t.Context(), b.Key[row])
		if err != nil {
			t.Fatal(err)
		}
		if x, y := told(one), told(other); x != y {
			t.Errorf("the track of %s:\nfile\n%.600s\nserver\n%.600s", a.Key[row], x, y)
		}
		p, err := file.Evidence(t.Context(), one, a, rules)
		if err != nil {
			t.Fatal(err)
		}
		q, err := server.Evidence(t.Context(), other, b, rules)
		if err != nil {
			t.Fatal(err)
		}
		if fmt.Sprint(p) != fmt.Sprint(q) {
			t.Errorf("the evidence of %s:\nfile   %v\nserver %v", a.Key[row], p, q)
		}
	}
}

func told(track *model.Track) string {
	var b strings.Builder
	for _, e := range track.Events {
		fmt.Fprintf(&b, "%d %+v %+v %q %d %d %d:%d read %d level %d traits %d\n", e.Time, *e.Request, *e.Client,
			e.Referrer, e.Status, e.Bytes, e.Source, e.Line,
			e.Reading, e.Level, e.Traits)
	}
	return b.String() + fmt.Sprint(track.Sessions)
}

func equalPivots(t *testing.T, file *store.Case, server *Case, a *analysis.Matrix) {
	t.Helper()
	one, err := file.Pivots(t.Context(), a.Window, a.Timeout, nil)
	if err != nil {
		t.Fatal(err)
	}
	other, err := server.Pivots(t.Context(), a.Window, a.Timeout, nil)
	if err != nil {
		t.Fatal(err)
	}
	if x, y := pivotsTold(one), pivotsTold(other); x != y {
		t.Errorf("pivots:\nfile\n%.800s\nserver\n%.800s", x, y)
	}
	p, err := file.Timeline(t.Context(), a.Timeout, nil)
	if err != nil {
		t.Fatal(err)
	}
	q, err := server.Timeline(t.Context(), a.Timeout, nil)
	if err != nil {
		t.Fatal(err)
	}
	if p.From != q.From || p.Step != q.Step || !slices.Equal(p.Events, q.Events) {
		t.Error("the timelines differ")
	}
}

// pivotsTold are pivots without the numbers of users.
func pivotsTold(p *model.Pivots) string {
	var b strings.Builder
	visits := func(list []model.Visit) []model.Visit {
		list = slices.Clone(list)
		for i := range list {
			list[i].User = 0
		}
		slices.SortFunc(list, func(a, b model.Visit) int {
			return cmp.Or(cmp.Compare(a.First, b.First), cmp.Compare(a.Last, b.Last), cmp.Compare(a.Count, b.Count))
		})
		return list
	}
	for _, i := range p.Items {
		i.Visits = visits(i.Visits)
		fmt.Fprintf(&b, "%+v\n", i)
	}
	for _, i := range p.Addresses {
		i.Visits = visits(i.Visits)
		fmt.Fprintf(&b, "%+v\n", i)
	}
	for _, i := range p.Agents {
		i.Visits = visits(i.Visits)
		fmt.Fprintf(&b, "%+v\n", i)
	}
	return b.String()
}

func TestMadeUpSiteEqualsTheFile(t *testing.T) {
	server, _ := newDatabase(t)
	file, files := fileCase(t), madeUp(t, 600)
	describe(t, file, files)
	describe(t, server, files)
	loadInto(t, file, files.Log)
	loadInto(t, server, files.Log)
	equalCases(t, file, server)
}

func TestLogsWithoutDescriptionEqualTheFile(t *testing.T) {
	server, _ := newDatabase(t)
	file, dir := fileCase(t), t.TempDir()
	var paths []string
	for i, text := range []string{nastyLog(1), nastyLog(2), clickLog()} {
		path := filepath.Join(dir, fmt.Sprintf("%d.log", i))
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	loadInto(t, file, paths...)
	loadInto(t, server, paths...)
	equalCases(t, file, server)
	a, err := file.Rejects(t.Context(), "", 0)
	if err != nil {
		t.Fatal(err)
	}
	b, err := server.Rejects(t.Context(), "", 0)
	if err != nil {
		t.Fatal(err)
	}
	if fmt.Sprintf("%+v", a) != fmt.Sprintf("%+v", b) || len(a) == 0 {
		t.Errorf("rejects:\nfile   %+v\nserver %+v", a, b)
	}
}

// nastyLog is an access log with whatever strangers send: quotes, backslashes, NUL, what is no UTF-8, equal times,
// rejects, and pages that ask for something by themselves. Its last line has no line feed.
func nastyLog(seed int) string {
	var b strings.Builder
	for i := range 3000 {
		user, at := i*seed%37, time.Date(2024, 3, 1, 8, 0, i/4, 0, time.UTC).Add(time.Duration(i%5)*20*time.Minute)
		target := fmt.Sprintf("/page/%d?q='\\x%%00é%d", i%41, i%7)
		referrer := "https://shop.example/"
		switch {
		case i%11 == 0:
			target, referrer = fmt.Sprintf("/beacon/%d", i%97), fmt.Sprintf("https://shop.example/page/%d", i%41)
		case i%173 == 0:
			target = "/\x00\xff\xfe'); DROP TABLE event; --"
		case i%199 == 0:
			b.WriteString("no line at all " + strings.Repeat("x", i%50) + "\n")
		}
		fmt.Fprintf(&b, "10.%d.0.%d - user%d [%s] \"GET %s HTTP/1.1\" %d %d \"%s\" \"Agent/%d (\\\"quoted\\\")\"\n",
			seed, user%9, user,
			at.Format("02/Jan/2006:15:04:05 -0700"), target, []int{200, 200, 304, 404, 403}[i%5], i, referrer, user%4)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func clickLog() string {
	var b strings.Builder
	for i := range 800 {
		fmt.Fprintf(&b, `{"user":"user%d","ts":"2024-02-2%dT0%d:%02d:%02dZ","event":"%s","item":"/page/%d",`+
			`"category":"menu%d"}`+"\n",
			i%23, 3+i/200, i%9, i%60, i%59, []string{"view", "purchase", "like"}[i%3], i%19, i%4)
	}
	return b.String()
}
