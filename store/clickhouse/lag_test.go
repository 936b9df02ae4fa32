package clickhouse

import (
	"bytes"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"spoor/store/load"
)

// lagging is a connection to a copy of a shard that gets a moment later what was written to another: each question for
// what has just been written has no answer the first times it is asked.
type lagging struct {
	http.RoundTripper
	times int
	mutex sync.Mutex
	asked map[string]int
}

func (l *lagging) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := r.GetBody()
	if err != nil {
		return nil, err
	}
	query, _ := io.ReadAll(body)
	for _, late := range []string{"FROM chunk", "FROM source_claim", "SELECT attempt FROM delivery"} {
		if !strings.Contains(string(query), late) {
			continue
		}
		asked := late + r.URL.Query().Encode()
		l.mutex.Lock()
		l.asked[asked]++
		answers := l.asked[asked] > l.times
		l.mutex.Unlock()
		if !answers {
			answer := &http.Response{StatusCode: http.StatusOK, Header: http.Header{},
				Body: io.NopCloser(bytes.NewReader(nil)), Request: r}
			answer.Header.Set(queryID, "1")
			return answer, nil
		}
	}
	return l.RoundTripper.RoundTrip(r)
}

func lag(k *Case, times int) *Case {
	k.c.http.Transport = &lagging{RoundTripper: k.c.http.Transport, times: times, asked: map[string]int{}}
	return k
}

func TestCopiesThatLagBehindHaveEveryLineOnce(t *testing.T) {
	_, place := newDatabase(t)
	file, paths := fileCase(t), writeLogs(t)
	loadInto(t, lag(openAt(t, place), 3), paths[:2]...)
	loadInto(t, lag(openAt(t, place), 3), paths...)
	loadInto(t, file, paths...)
	tail, err := lag(openAt(t, place), 3).NewTail(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	fileTail, err := file.NewTail(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	receipts, err := tail.Append(t.Context(), deliveries(5))
	if err != nil {
		t.Fatal(err)
	}
	want, err := fileTail.Append(t.Context(), deliveries(5))
	if err != nil || !slices.Equal(receipts, want) {
		t.Errorf("%+v, the file %+v %v", receipts, want, err)
	}
	equalEvents(t, openAt(t, place), file)
}

func TestCopyThatDoesNotCatchUpIsAnError(t *testing.T) {
	_, place := newDatabase(t)
	_, err := load.Files(t.Context(), lag(openAt(t, place), 1000), writeLogs(t), load.Options{Now: now})
	if err == nil || !strings.Contains(err.Error(), "can't be seen") || strings.Contains(err.Error(), "\n") {
		t.Error(err)
	}
}
