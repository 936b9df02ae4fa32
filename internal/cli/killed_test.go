//go:build unix

package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// killVariable says for how long TestKilledServerKeepsItsWord goes on, as in 30s.
const killVariable = "SPOOR_KILL_TEST"

// sender is a client that sends one delivery after the other, each again and again until it is acknowledged.
type sender struct {
	name         string
	sent         [][]string // the items of each delivery
	acknowledged int        // deliveries, from the first on
}

// next is a delivery of one event or of several, with a name of its own or without.
func (s *sender) next() (body, key string) {
	number := len(s.sent)
	items := make([]string, 1+2*(number%3))
	events := make([]string, len(items))
	for i := range items {
		items[i] = fmt.Sprintf("%s-%d-%d", s.name, number, i)
		events[i] = fmt.Sprintf(`{"event":"view","user":%q,"item":%q,"timestamp":"2023-11-14T22:13:20Z"}`, s.name, items[i])
	}
	s.sent = append(s.sent, items)
	if number%2 == 0 {
		key = fmt.Sprintf("%s-%d", s.name, number)
	}
	if number%5 == 0 {
		return strings.Join(events, "\n"), key
	}
	return "[" + strings.Join(events, ",") + "]", key
}

// send sends until the context ends. url gives the address of the server as it is now.
func (s *sender) send(ctx context.Context, url func() string) error {
	client := &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	for ctx.Err() == nil {
		body, key := s.next()
		for ctx.Err() == nil {
			status, err := deliver(client, url(), body, key)
			if err == nil && status == http.StatusOK {
				s.acknowledged++
				break
			}
			if err == nil && status != http.StatusServiceUnavailable {
				return fmt.Errorf("a delivery was answered %d", status)
			}
			time.Sleep(time.Millisecond) // it was killed, and starts again
		}
	}
	return nil
}

func deliver(client *http.Client, url, body, key string) (status int, err error) {
	request, err := http.NewRequest(http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		return 0, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer 0123456789abcdef0123456789abcdef")
	if key != "" {
		request.Header.Set("Idempotency-Key", key)
	}
	response, err := client.Do(request)
	if err != nil {
		return 0, err
	}
	_, err = io.Copy(io.Discard, response.Body)
	return response.StatusCode, errors.Join(err, response.Body.Close())
}

// startServer starts spoor serve and tells where it listens.
func startServer(t *testing.T, db string) (*exec.Cmd, string) {
	t.Helper()
	return startServerWith(t, db, "--auth", "bearer", "--rate", "0")
}

func startServerWith(t *testing.T, db string, args ...string) (*exec.Cmd, string) {
	t.Helper()
	server := spoorCommand(append([]string{"serve", "--db", db, "--listen", "127.0.0.1:0"}, args...)...)
	stderr, err := server.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { // if the test has not ended it
		_ = server.Process.Kill()
		_ = server.Wait()
	})
	lines := bufio.NewReader(stderr)
	line, err := lines.ReadString('\n')
	url := regexp.MustCompile(`http://\S+`).FindString(line)
	if url == "" {
		t.Fatalf("it says %q, %v", line, err)
	}
	return server, url
}

// TestKilledServerKeepsItsWord kills a server with SIGKILL at random moments, and starts it again, while clients send.
// Every event that was answered 200 is in the case exactly once; every delivery is there whole or not at all; and
// nothing is there that was not sent.
func TestKilledServerKeepsItsWord(t *testing.T) {
	testKilled(t, filepath.Join(t.TempDir(), "case.db"), killDuration(t))
}

// TestKilledServerKeepsItsWordOnClickHouse does so where the events go into the shards that .ci/clickhouse starts.
func TestKilledServerKeepsItsWordOnClickHouse(t *testing.T) {
	testKilled(t, clickHouseCase(t), killDuration(t))
}

// killDuration is for how long servers are killed.
func killDuration(t *testing.T) time.Duration {
	t.Helper()
	duration := 5 * time.Second
	if text := os.Getenv(killVariable); text != "" {
		var err error
		if duration, err = time.ParseDuration(text); err != nil {
			t.Fatal(err)
		}
	}
	return duration
}

func testKilled(t *testing.T, db string, duration time.Duration) {
	t.Helper()
	var address atomic.Value
	server, url := startServer(t, db)
	address.Store(url)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var group sync.WaitGroup
	senders := make([]*sender, 8)
	for i := range senders {
		senders[i] = &sender{name: fmt.Sprintf("client%d", i)}
		group.Go(func() {
			if err := senders[i].send(ctx, func() string { return address.Load().(string) }); err != nil {
				t.Error(err)
			}
		})
	}
	kills := 0
	for began := time.Now(); time.Since(began) < duration || kills < 3; kills++ {
		time.Sleep(time.Duration(50+rand.IntN(800)) * time.Millisecond)
		_ = server.Process.Kill()
		_ = server.Wait()
		server, url = startServer(t, db)
		address.Store(url)
	}
	time.Sleep(50 * time.Millisecond)
	stop()
	group.Wait()
	if err := errors.Join(server.Process.Signal(syscall.SIGTERM), server.Wait()); err != nil {
		t.Error(err)
	}
	stored := storedItems(t, db, senders)
	deliveries, acknowledged, events := 0, 0, 0
	for _, s := range senders {
		deliveries += len(s.sent)
		acknowledged += s.acknowledged
		for number, items := range s.sent {
			first := stored[items[0]]
			if number < s.acknowledged && first != 1 || first > 1 {
				t.Errorf("%s is there %d times; %d deliveries were acknowledged", items[0], first, s.acknowledged)
			}
			for _, item := range items {
				if stored[item] != first {
					t.Errorf("%s is there %d times, %s of the same delivery %d times", items[0], first, item, stored[item])
				}
				events += stored[item]
				delete(stored, item)
			}
		}
	}
	for item := range stored {
		t.Errorf("%s is there and was never sent", item)
	}
	t.Logf("%d kills, %d of %d deliveries acknowledged, %d events stored", kills, acknowledged, deliveries, events)
}

// storedItems tells how often each item was viewed by a sender.
func storedItems(t *testing.T, db string, senders []*sender) map[string]int {
	t.Helper()
	c, err := (&options{db: db}).open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	matrix, err := c.Matrix(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	stored := map[string]int{}
	events := 0
	for _, s := range senders {
		row, known := matrix.Row(s.name)
		if !known {
			continue // nothing of it was stored
		}
		track, err := c.Track(t.Context(), matrix.Key[row])
		if err != nil {
			t.Fatal(err)
		}
		events += len(track.Events)
		for _, e := range track.Events {
			stored[e.Request.Target]++
		}
	}
	info, err := c.Info(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if info.Events != int64(events) || info.Events != info.Lines {
		t.Errorf("the case counts %d events in %d lines, the clients have %d", info.Events, info.Lines, events)
	}
	return stored
}
