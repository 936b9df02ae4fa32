//go:build unix

package clickhouse

import (
	"context"
	"strings"
	"syscall"
	"testing"
	"time"

	"spoor/analysis"
	"spoor/store/load"
)

// pause stops the process of a server where it is. It still takes connections, as the system does that for it.
func (s *ownShard) pause(t *testing.T) {
	t.Helper()
	if err := s.process.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
}

// TestShardThatHangsIsAnErrorAndThenThereAgain stops one of two shards, by which way its events are read, while it has
// to answer: whatever is asked or loaded is an error, and when it is back everything is there, each line once.
func TestShardThatHangsIsAnErrorAndThenThereAgain(t *testing.T) {
	shards, place := ownCase(t)
	paths, file := writeLogs(t), fileCase(t)
	loadInto(t, openAt(t, place), paths[0])
	place.patience = time.Second
	direct := *place
	direct.shards = []string{"127.0.0.1:" + shards[0].http, "127.0.0.1:" + shards[1].http}
	how := analysis.DefaultMeasureOptions()
	how.Timeout = 20 * time.Minute // is measured anew
	through, apart := openAt(t, place), openAt(t, &direct)
	shards[1].pause(t)
	for name, server := range map[string]*Case{"through the first": through, "each by itself": apart} {
		_, err := server.MatrixWith(t.Context(), how, analysis.Window{}, nil)
		if err == nil || strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), "timeout") {
			t.Errorf("%s, measured without a shard: %v", name, err)
		}
		_, err = load.Files(t.Context(), server, paths, load.Options{Now: now})
		if err == nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s, loaded without a shard: %v", name, err)
		}
	}
	if _, err := Open(t.Context(), &direct); err == nil {
		t.Error("opened without a shard")
	}
	for _, s := range shards { // anew, since what stands for a server in the tests aborts when a connection was reset
		s.kill()
		s.start(t)
	}
	place.patience = usualPatience
	server := openAt(t, place)
	loadInto(t, server, paths...)
	loadInto(t, file, paths...)
	equalEvents(t, server, file)
}

// TestWaitingForAServerThatHangsCanBeEnded has one that hangs while it is asked.
func TestWaitingForAServerThatHangsCanBeEnded(t *testing.T) {
	shards, place := ownCase(t)
	loadInto(t, openAt(t, place), writeLogs(t)[0])
	place.patience = 0
	server := openAt(t, place)
	shards[0].pause(t)
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(100*time.Millisecond, cancel)
	if _, err := server.Matrix(ctx); err == nil {
		t.Error("measured without an answer")
	}
}
