package clickhouse

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"spoor/store"
	"spoor/store/load"
)

// receiver takes in deliveries, into a file or a server.
type receiver interface {
	Append(ctx context.Context, deliveries []store.Delivery) ([]store.Receipt, error)
}

// ownShard is a server that a test has for itself, so that it can kill it.
type ownShard struct {
	http, tcp, data, config string
	process                 *exec.Cmd
}

func freePort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	return port
}

// ownShards starts two servers that are shards of a cluster.
func ownShards(t *testing.T) []*ownShard {
	t.Helper()
	if os.Getenv("SPOOR_TEST_CLICKHOUSE_SERVER") == "" {
		t.Skip("no ClickHouse to start: SPOOR_TEST_CLICKHOUSE_SERVER names none; .ci/clickhouse does")
	}
	dir, shards, cluster := t.TempDir(), []*ownShard{}, ""
	for n := range 2 {
		s := &ownShard{http: freePort(t), tcp: freePort(t), data: filepath.Join(dir, fmt.Sprint(n)),
			config: filepath.Join(dir, "config.xml")}
		shards = append(shards, s)
		cluster += "<shard><internal_replication>true</internal_replication><replica><host>127.0.0.1</host><port>" +
			s.tcp + "</port></replica></shard>"
	}
	config := "<clickhouse><logger><level>warning</level></logger><remote_servers><spoor>" + cluster +
		"</spoor></remote_servers></clickhouse>"
	if err := os.WriteFile(shards[0].config, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, s := range shards {
		s.start(t)
		t.Cleanup(s.kill)
	}
	return shards
}

// ownCase is a case on two shards that a test has for itself.
func ownCase(t *testing.T) ([]*ownShard, *Place) {
	t.Helper()
	shards := ownShards(t)
	var places []*Place
	for _, s := range shards {
		at := placeAt(t, "127.0.0.1:"+s.http, "shop")
		if err := Init(t.Context(), at, Layout{Cluster: "spoor"}); err != nil {
			t.Fatal(err)
		}
		places = append(places, at)
	}
	return shards, places[0]
}

func (s *ownShard) start(t *testing.T) {
	t.Helper()
	s.process = exec.Command(os.Getenv("SPOOR_TEST_CLICKHOUSE_SERVER"), s.data, s.http, s.tcp, s.config)
	if err := s.process.Start(); err != nil {
		t.Fatal(err)
	}
	for range 600 {
		answer, err := http.Get("http://127.0.0.1:" + s.http + "/ping")
		if err == nil {
			answer.Body.Close()
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal("the server does not start")
}

func (s *ownShard) kill() {
	_ = s.process.Process.Kill()
	_ = s.process.Wait()
}

// TestKilledShardIsAnErrorAndThenThereAgain kills one of two shards with SIGKILL: whatever is asked or loaded meanwhile
// is an error, and when it is back everything is there, each line once.
func TestKilledShardIsAnErrorAndThenThereAgain(t *testing.T) {
	shards, place := ownCase(t)
	paths, file := writeLogs(t), fileCase(t)
	loadInto(t, openAt(t, place), paths[0])
	server := openAt(t, place)
	shards[1].kill()
	if _, err := server.Matrix(t.Context()); err == nil || strings.Contains(err.Error(), "\n") {
		t.Errorf("measured without a shard: %v", err)
	}
	if _, err := server.Info(t.Context()); err == nil {
		t.Error("counted without a shard")
	}
	if _, err := load.Files(t.Context(), server, paths, load.Options{Now: now}); err == nil {
		t.Error("loaded without a shard")
	}
	if tail, err := server.NewTail(t.Context()); err == nil {
		if receipts, err := tail.Append(t.Context(), deliveries(8)); err == nil {
			t.Errorf("received without a shard: %+v", receipts)
		}
	}
	for _, s := range shards { // both, as after a failure of power
		s.kill()
		s.start(t)
	}
	server = openAt(t, place)
	loadInto(t, server, paths...)
	loadInto(t, file, paths...)
	tail := tailOf(t, place)
	fileTail, err := file.NewTail(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, into := range []receiver{tail, fileTail} {
		if _, err := into.Append(t.Context(), deliveries(8)); err != nil {
			t.Fatal(err)
		}
	}
	equalEvents(t, server, file)
}

// TestFollowingOutlastsAShard kills a shard under somebody who follows a log: what comes meanwhile is there once it is
// back, and once.
func TestFollowingOutlastsAShard(t *testing.T) {
	shards, place := ownCase(t)
	k := openAt(t, place)
	path := filepath.Join(t.TempDir(), "a.log")
	written := 0
	add := func(lines int) {
		t.Helper()
		file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		for range lines {
			written++
			fmt.Fprintf(file, "10.0.0.%d - user%d [01/Mar/2026:10:%02d:%02d +0000] \"GET /jobs/%d HTTP/1.1\" 200 5\n",
				written%200, written%7, written/60%60, written%60, written)
		}
	}
	add(50)
	ctx, stop := context.WithCancel(t.Context())
	warned, ended := make(chan error, 100), make(chan error, 1)
	go func() {
		_, err := load.Follow(ctx, k, []string{path}, load.Options{}, func(err error) { warned <- err })
		ended <- err
	}()
	waitFor := func(events int64) {
		t.Helper()
		deadline := time.Now().Add(time.Minute)
		for {
			extent, err := openAt(t, place).Engine.Extent(t.Context())
			if err == nil && extent.Events == events {
				return
			}
			if time.Now().After(deadline) {
				t.Fatalf("%d events, %v; want %d", extent.Events, err, events)
			}
			time.Sleep(100 * time.Millisecond)
		}
	}
	waitFor(50)
	add(3) // what is added is taken only by whoever follows already
	waitFor(53)
	shards[1].kill()
	add(50)
	select {
	case err := <-warned:
		if !strings.Contains(err.Error(), "what comes to the logs waits, and it goes on by itself") {
			t.Error(err)
		}
	case err := <-ended:
		t.Fatalf("it has ended: %v", err)
	case <-time.After(time.Minute):
		t.Fatal("nothing is said")
	}
	shards[1].start(t)
	waitFor(103)
	add(7)
	waitFor(110)
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
