package clickhouse

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestErrorsInTheMiddleSayWhy has queries fail when a part of the answer has been sent: the error is the server's own,
// with what to try.
func TestErrorsInTheMiddleSayWhy(t *testing.T) {
	for name, c := range map[string]struct{ query, code, say string }{
		"an error": {"SELECT toString(number), toString(throwIf(number = 70000, 'too far')) FROM numbers(100000)",
			"395", "too far"},
		"memory": {"SELECT toString(number), toString(length(repeat('x', if(number > 70000, 900000, 1)))) " +
			"FROM numbers(100000) SETTINGS max_memory_usage = 30000000", "241", "give the server more memory"},
		"time": {"SELECT toString(number), toString(sleepEachRow(0.0001)) FROM numbers(100000) " +
			"SETTINGS max_execution_time = 1", "159", "max_execution_time"},
	} {
		k := newClient(placeAt(t, shards(t)[0], "system"))
		for _, packed := range []bool{false, true} {
			k.packed = packed
			rows := 0
			err := k.query(t.Context(), c.query, nil,
				map[string]string{"max_block_size": "500", "http_response_buffer_size": "0"},
				[]result{&texts{}, &texts{}}, func(n int) error {
					rows += n
					return nil
				})
			var told *Error
			if !errors.As(err, &told) || told.Code != c.code || !strings.Contains(err.Error(), c.say) ||
				strings.Contains(err.Error(), "\n") {
				t.Errorf("%s, packed %v, after %d rows: %v", name, packed, rows, err)
			}
		}
	}
}

func TestQueryThatSomebodyEndsSaysSo(t *testing.T) {
	k := newClient(placeAt(t, shards(t)[0], "system"))
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	ended := false
	err := k.query(ctx, "SELECT toString(number), toString(sleepEachRow(0.001)) FROM numbers(100000)", nil,
		map[string]string{"max_block_size": "100", "query_id": "spoor-test-ended", "http_response_buffer_size": "0"},
		[]result{&texts{}, &texts{}}, func(int) error {
			if ended {
				return nil
			}
			ended = true
			return k.exec(ctx, "KILL QUERY WHERE query_id = 'spoor-test-ended' ASYNC")
		})
	if err == nil || !strings.Contains(err.Error(), "somebody has ended the query") {
		t.Error(err)
	}
}

// TestConnectionThatTheServerHasJustClosed has a server that closes a connection when the second query comes on it, as
// happens to whoever asks just when it has waited long enough.
func TestConnectionThatTheServerHasJustClosed(t *testing.T) {
	var mutex sync.Mutex
	seen, answered := map[string]int{}, 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mutex.Lock()
		seen[r.RemoteAddr]++
		closes := seen[r.RemoteAddr] == 2
		if !closes {
			answered++
		}
		mutex.Unlock()
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set(queryID, "1")
		if closes {
			connection, _, err := w.(http.Hijacker).Hijack()
			if err == nil {
				_ = connection.Close()
			}
		}
	}))
	defer server.Close()
	c := newClient(placeAt(t, strings.TrimPrefix(server.URL, "http://"), "shop"))
	for range 4 {
		if err := c.exec(t.Context(), "SELECT 1"); err != nil {
			t.Error(err)
		}
		if err := c.insert(t.Context(), "setting", "", []column{{"name", textsOf("a")}}); err != nil {
			t.Error(err)
		}
	}
	if answered != 8 {
		t.Errorf("%d of 8 were answered", answered)
	}
}
