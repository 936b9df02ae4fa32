package webhook

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"spoor/store"
)

func TestMain(m *testing.M) {
	newMetrics(nil, nil) // the first summary starts the goroutine below, which must be in no bubble of a test
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("database/sql.(*DB).connectionOpener"),
		goleak.IgnoreAnyFunction("github.com/VictoriaMetrics/metrics.summariesSwapCron")) // one for the whole process
}

// clock is a time that goes on when it is told to.
type clock struct {
	mutex sync.Mutex
	time  time.Time
}

func (c *clock) now() time.Time {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.time
}

func (c *clock) advance(d time.Duration) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.time = c.time.Add(d)
}

func newClock() *clock { return &clock{time: time.Unix(1_700_000_000, 0)} }

func newCase(t testing.TB) *store.Case {
	t.Helper()
	c, err := store.OpenOrCreate(t.Context(), filepath.Join(t.TempDir(), "case.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

// newReceiver is a receiver that believes everybody, unless told otherwise.
func newReceiver(t testing.TB, c *store.Case, change func(*Options)) *Receiver {
	t.Helper()
	tail, err := c.NewTail(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Scheme: NoAuth, MaxBody: DefaultMaxBody, Now: newClock().now}
	if change != nil {
		change(&o)
	}
	r, err := New(tail, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Close)
	return r
}

// post answers "200 {…}" to a body.
func post(r http.Handler, path, body string, change ...func(*http.Request)) string {
	request := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	for _, change := range change {
		change(request)
	}
	recorder := httptest.NewRecorder()
	r.ServeHTTP(recorder, request)
	answer := fmt.Sprint(recorder.Code, " ", strings.TrimSpace(recorder.Body.String()))
	if retry := recorder.Header().Get("Retry-After"); retry != "" {
		answer += " after " + retry
	}
	return answer
}

// get answers "200 …".
func get(r http.Handler, path string, change ...func(*http.Request)) string {
	recorder := httptest.NewRecorder()
	request := httptest.NewRequest(http.MethodGet, path, nil)
	request.Host = "localhost"
	for _, change := range change {
		change(request)
	}
	r.ServeHTTP(recorder, request)
	return fmt.Sprint(recorder.Code, " ", recorder.Body.String())
}

func with(name string, values ...string) func(*http.Request) {
	return func(r *http.Request) { r.Header[name] = values }
}

const purchase = `{"event":"purchase","user_id":"12345","product_id":"67890","timestamp":"2021-01-01 12:34:56"}`

// tracks is what the case tells of a user.
func trackOf(t *testing.T, c *store.Case, key string) (lines []string) {
	t.Helper()
	matrix, err := c.Matrix(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	row, ok := matrix.Row(key)
	if !ok {
		t.Fatal(key)
	}
	track, err := c.Track(t.Context(), matrix.Key[row])
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range track.Events {
		lines = append(lines, fmt.Sprint(time.UnixMilli(e.Time).UTC().Format(time.DateTime), " ", e.Request.Action, " ",
			e.Request.Target, " line ", e.Line))
	}
	return lines
}
