package store

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"spoor/analysis"
	"spoor/analysis/web"
	"spoor/store/logline"
	"spoor/store/model"
	"spoor/store/sqlite"
)

// TestMetricsAreWhatPlainQueriesSay measures every user a second time, slowly and in SQL over the readable views.
func TestMetricsAreWhatPlainQueriesSay(t *testing.T) {
	c, events := generatedCase(t, 21, 1500, 400)
	matrix, err := deriveMatrix(t.Context(), c, nil)
	check(t, err)
	_, err = c.writer.Exec(`CREATE VIEW shown AS
		SELECT u.key AS user, i.name AS item, m.name AS menu, a.name AS agent, r.action, r.click, e.ts,
			p.shown = 2 AND coalesce(e.status, 0) < 400
				OR p.shown = 1 AND (e.status BETWEEN 200 AND 299 OR e.status = 304) AS view
		FROM event e JOIN user u ON u.id = e.user JOIN request r ON r.id = e.request JOIN page p ON p.request = r.id
		LEFT JOIN item i ON i.id = p.item LEFT JOIN menu m ON m.id = p.menu
		JOIN client c ON c.id = e.client JOIN agent a ON a.id = c.agent`)
	check(t, err)
	want := table(t, c, `
		WITH cut AS MATERIALIZED (
			SELECT user, count(*) AS sessions, avg(iif(events > 1, seconds, NULL)) AS seconds
			FROM v_session GROUP BY user)
		SELECT user, count(*), sum(view IS 1), count(DISTINCT iif(view, item, NULL)),
			iif(sum(view IS 1) >= 5, count(DISTINCT iif(view, menu, NULL)), 0),
			sum(agent IN ('Googlebot/2.1', 'curl/8.0')), sum(click > 0 AND lower(action) = 'purchase'), min(ts), max(ts),
			sessions, coalesce(CAST(round(1000 * seconds / 60) AS INTEGER), 0)
		FROM shown JOIN cut USING (user) GROUP BY user ORDER BY user`)
	rule := ruleIndex(t)
	var got []string
	for row := range matrix.Len() {
		value := func(name string) float64 { // 0 if not evaluable
			if x := matrix.X[rule[name]][row]; !math.IsNaN(x) {
				return x
			}
			return 0
		}
		f := &matrix.Stats[row]
		got = append(got, words(matrix.Key[row], f.Events, f.Views, value("content-usage"), value("menu-usage"),
			f.RobotEvents, f.Purchases, f.First, f.Last,
			f.Sessions, int(math.Round(1000*value("session-time")))))
	}
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			t.Errorf("%s\nSQL says\n%s", got[i], want[i])
		}
	}
	if len(got) != len(want) || len(got) != len(userKeysOf(events)) {
		t.Errorf("%d users, SQL says %d", len(got), len(want))
	}
}

func ruleIndex(t *testing.T) map[string]int {
	t.Helper()
	index := map[string]int{}
	for i := range analysis.Rules {
		index[analysis.Rules[i].Name] = i
	}
	return index
}

// TestReadingTimesAreThoseOfTheTracks compares the median reading time with the readings of the track.
func TestReadingTimesAreThoseOfTheTracks(t *testing.T) {
	c, _ := generatedCase(t, 22, 1500, 400)
	matrix, err := deriveMatrix(t.Context(), c, nil)
	check(t, err)
	rule := ruleIndex(t)["reading-time"]
	judged := 0
	for row := range matrix.Len() {
		var readings []float64
		for _, event := range trackOf(t, c, matrix.Key[row]).Events {
			if event.Reading >= 0 {
				readings = append(readings, float64(event.Reading)/1000)
			}
		}
		if int(matrix.N[rule][row]) != len(readings) {
			t.Errorf("%s: %d readings, want %d", matrix.Key[row], matrix.N[rule][row], len(readings))
		}
		if len(readings) < 5 {
			continue
		}
		judged++
		slices.Sort(readings)
		n := len(readings)
		if want := (readings[(n-1)/2] + readings[n/2]) / 2; math.Abs(matrix.X[rule][row]-want) > 1e-9 {
			t.Errorf("%s: reading time %v, want %v", matrix.Key[row], matrix.X[rule][row], want)
		}
	}
	if judged < 10 {
		t.Errorf("only %d users have a reading time", judged)
	}
}

func TestMatrixReadBackIsTheOneDerived(t *testing.T) {
	c, _ := generatedCase(t, 23, 2000, 300)
	derived, err := deriveMatrix(t.Context(), c, nil)
	check(t, err)
	tables := dump(t, c)
	read, err := c.Matrix(t.Context())
	check(t, err)
	sameMatrix(t, read, derived)
	again, err := deriveMatrix(t.Context(), c, nil)
	check(t, err)
	sameMatrix(t, again, derived)
	sameDump(t, dump(t, c), tables)
}

// sameMatrix compares bit for bit, but for the bits of what is not a number: %v writes a number so that it can be read
// back.
func sameMatrix(t *testing.T, got, want *analysis.Matrix) {
	t.Helper()
	if g, w := fmt.Sprintf("%v", *got), fmt.Sprintf("%v", *want); g != w {
		t.Errorf("the matrix is\n%.2000s\nwant\n%.2000s", g, w)
	}
	if len(got.Key) == 0 {
		t.Error("the matrix is empty")
	}
}

// TestRunsMakeNoDifference loads the same events in runs of other lengths.
func TestRunsMakeNoDifference(t *testing.T) {
	var want *analysis.Matrix
	for _, length := range []int{2, 7, 300, 5000} {
		c, _ := generatedCase(t, 24, 300, length)
		matrix, err := c.Matrix(t.Context())
		check(t, err)
		if want == nil {
			want = matrix
		}
		sameMatrix(t, matrix, want)
	}
}

// TestWorkersMakeNoDifference has chunks measured by one goroutine and by several, of users who meet at addresses, fail
// to log in and ask for what nobody else does.
func TestWorkersMakeNoDifference(t *testing.T) {
	c := newCase(t)
	r := rand.New(rand.NewPCG(26, 1))
	appendEvents(t, c, 1, meetings(r, 1, chunkEvents/6), 100_000)
	appendEvents(t, c, 2, generated(r, 2, chunkEvents), 100_000)
	var want *analysis.Matrix
	var met []string
	for _, workers := range []int{1, 2, 5} {
		before := runtime.GOMAXPROCS(workers)
		matrix, err := deriveMatrix(t.Context(), c, nil)
		runtime.GOMAXPROCS(before)
		check(t, err)
		meet := table(t, c, "SELECT * FROM address_user")
		if want == nil {
			want, met = matrix, meet
		}
		sameMatrix(t, matrix, want)
		if !slices.Equal(meet, met) {
			t.Errorf("%d workers find that %d users meet, one %d", workers, len(meet), len(met))
		}
	}
	if rule := analysis.AccountSwitching; !slices.ContainsFunc(want.X[rule], func(x float64) bool { return x > 0 }) {
		t.Error("nobody switches accounts")
	}
}

// TestChunksMakeNoDifference has more events than are in memory at a time.
func TestChunksMakeNoDifference(t *testing.T) {
	c, events := generatedCase(t, 25, chunkEvents*3/4, 100_000)
	var told []int64
	matrix, err := deriveMatrix(t.Context(), c, func(done, total int64) {
		if total != int64(len(events)) {
			t.Errorf("total %d, want %d", total, len(events))
		}
		told = append(told, done)
	})
	check(t, err)
	if !slices.IsSorted(told) || len(told) < 2 || told[len(told)-1] != int64(len(events)) {
		t.Errorf("progress %d", told)
	}
	for row, key := range matrix.Key {
		own, f := eventsOf(events, key), &matrix.Stats[row]
		if len(own) != int(f.Events) || own[0].Time != f.First || own[len(own)-1].Time != f.Last {
			t.Errorf("%s: %d events from %d to %d", key, f.Events, f.First, f.Last)
		}
	}
}

// TestChunksComeInTurn reads chunks, several at a time, which are handed over in the order of the users, and none after
// an error.
func TestChunksComeInTurn(t *testing.T) {
	c, events := generatedCase(t, 27, 3000, 2000)
	check(t, c.snapshot(t.Context(), func(db sqlite.Querier) error {
		pages, err := placeRequests(t.Context(), db, new(web.Site), nil)
		check(t, err)
		r, err := newEventReader(t.Context(), db, pages)
		check(t, err)
		r.chunk = 500
		failed := errors.New("failed")
		for stop := range 6 {
			user, read, calls := 0, 0, 0
			err := r.eachChunk(t.Context(), func(k *userChunk) error {
				if k.first <= user {
					t.Errorf("user %d comes after %d", k.first, user)
				}
				user, read = k.first+len(k.ends)-1, read+len(k.events)
				if calls++; calls == stop {
					return failed
				}
				return nil
			}, nil)
			if stop > 0 && stop <= calls && (!errors.Is(err, failed) || calls != stop) {
				t.Errorf("%v after %d calls, which should have failed at %d", err, calls, stop)
			}
			if stop == 0 && (err != nil || read != len(events)) {
				t.Errorf("%d of %d events, %v", read, len(events), err)
			}
		}
		return nil
	}))
}

func TestChangesAreDerivedAnew(t *testing.T) {
	c, _ := generatedCase(t, 26, 500, 200)
	before, err := c.Matrix(t.Context())
	check(t, err)
	checkMeasured := func(want bool) {
		t.Helper()
		if is, err := c.IsMeasured(t.Context()); err != nil || is != want {
			t.Errorf("it is measured: %v, %v", is, err)
		}
	}
	checkMeasured(true)
	check(t, c.SetTimeout(t.Context(), time.Minute))
	checkMeasured(false)
	short, err := c.Matrix(t.Context())
	check(t, err)
	checkMeasured(true)
	if short.Timeout != time.Minute || sessions(short) <= sessions(before) {
		t.Errorf("timeout %s: %d sessions, before %d", short.Timeout, sessions(short), sessions(before))
	}
	check(t, c.SetTimeout(t.Context(), model.DefaultTimeout))
	after, err := c.Matrix(t.Context())
	check(t, err)
	sameMatrix(t, after, before)
	appendEvents(t, c, 3, []placed{{Event: logline.Event{
		Time: before.Window.To + 1, Key: []byte("late"), Action: []byte("GET"), Target: []byte("/new"), Status: 200,
	}, Source: 3, Line: 1}}, 1)
	more, err := c.Matrix(t.Context())
	check(t, err)
	if row, ok := more.Row("late"); !ok || more.Stats[row].Views != 1 ||
		more.Window.To != before.Window.To+1 || more.Len() != before.Len()+1 {
		t.Errorf("the new user is not there: %d users, window %+v", more.Len(), more.Window)
	}
	for _, bad := range []time.Duration{0, -time.Second, 1500 * time.Millisecond} {
		if err := c.SetTimeout(t.Context(), bad); err == nil {
			t.Errorf("timeout %s is taken", bad)
		}
	}
}

func sessions(m *analysis.Matrix) (n int) {
	for row := range m.Stats {
		n += int(m.Stats[row].Sessions)
	}
	return n
}

func eventCount(m *analysis.Matrix) (n int) {
	for row := range m.Stats {
		n += int(m.Stats[row].Events)
	}
	return n
}

func TestEmptyCaseHasAnEmptyMatrix(t *testing.T) {
	c := newCase(t)
	for range 2 {
		matrix, err := c.Matrix(t.Context())
		check(t, err)
		if matrix.Len() != 0 || matrix.Window != (analysis.Window{}) || matrix.Timeout != model.DefaultTimeout {
			t.Errorf("%+v", matrix)
		}
	}
	if n := len(table(t, c, "SELECT * FROM v_session")); n != 0 {
		t.Errorf("%d sessions", n)
	}
}

// TestMatrixWhileRunsComeIn derives again and again while another goroutine appends: each matrix must be of one state.
func TestMatrixWhileRunsComeIn(t *testing.T) {
	c, events := generatedCase(t, 27, 200, 100)
	done := make(chan struct{})
	var group sync.WaitGroup
	group.Go(func() {
		defer close(done)
		for i := range 40 {
			appendEvents(t, c, 10+i, []placed{{Event: logline.Event{
				Time: int64(i), Key: fmt.Appendf(nil, "fresh%d", i), Action: []byte("GET"),
				Target: fmt.Appendf(nil, "/fresh/%d", i), Agent: fmt.Appendf(nil, "agent %d", i), Status: 200,
			}, Source: 10 + i, Line: 1}}, 1)
		}
	})
	for running := true; running; {
		select {
		case <-done:
			running = false
		default:
		}
		for _, read := range []func(context.Context) (*analysis.Matrix, error){
			c.Matrix, func(ctx context.Context) (*analysis.Matrix, error) { return deriveMatrix(ctx, c, nil) },
		} {
			matrix, err := read(t.Context())
			if err != nil {
				t.Error(err)
				break
			}
			fresh := matrix.Len() - len(userKeysOf(events))
			if eventCount(matrix) != len(events)+fresh {
				t.Errorf("%d events with %d fresh users", eventCount(matrix), fresh)
			}
		}
	}
	group.Wait()
}

// TestAlteredCaseIsNoticed changes tables behind the back of the case: an error must come of it, and no made-up number.
func TestAlteredCaseIsNoticed(t *testing.T) {
	for _, change := range []string{
		"DELETE FROM event WHERE rowid = 5",
		"UPDATE event SET user = 1 WHERE user = 2",
		"UPDATE event SET request = 100000 WHERE rowid = 3",
		"UPDATE event SET client = -1 WHERE rowid = 3",
		"DELETE FROM user WHERE id = (SELECT max(id) FROM user)",
		"DELETE FROM user WHERE id = 3",
		"UPDATE event SET user = 1000 WHERE rowid = 7",
	} {
		c, _ := generatedCase(t, 28, 100, 30)
		_, err := c.writer.Exec(change)
		check(t, err)
		if err := c.Derive(t.Context(), nil); !errors.Is(err, model.ErrAltered) {
			t.Errorf("%s: %v", change, err)
		}
	}
	c, _ := generatedCase(t, 28, 100, 30)
	_, err := c.Matrix(t.Context())
	check(t, err)
	_, err = c.writer.Exec("UPDATE user_metric SET user = user + 1")
	check(t, err)
	if _, err := c.Matrix(t.Context()); !errors.Is(err, model.ErrAltered) {
		t.Error(err)
	}
}

func TestContextEndsDeriving(t *testing.T) {
	c, _ := generatedCase(t, 29, 20_000, 5000)
	ctx, stop := context.WithCancel(t.Context())
	err := c.Derive(ctx, func(_, _ int64) { stop() })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("stopped while measuring: %v", err)
	}
	if _, err := c.Matrix(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped before: %v", err)
	}
	if left := table(t, c, "SELECT value FROM setting WHERE key = 'derived'"); len(left) != 0 {
		t.Errorf("derived %q", left)
	}
	_, err = c.Matrix(t.Context())
	check(t, err)
}
