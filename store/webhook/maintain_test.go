package webhook

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"spoor/store"
)

// read is a tail of whose write-ahead log somebody holds as many bytes as it is told.
type read struct {
	stubbed
	held, checkpoints atomic.Int64
	failure           atomic.Value // an error
}

func (r *read) Checkpoint(context.Context) (int64, error) {
	r.checkpoints.Add(1)
	failure, _ := r.failure.Load().(error)
	return r.held.Load(), failure
}

func (r *read) WAL() int64 { return 4 * walAlarm } // large, and nobody need be the reason

// TestMaintain takes checkpoints, warns once for each time that somebody holds the log for long, and ends the server
// after damage.
func TestMaintain(t *testing.T) {
	damaged := damage(t)
	synctest.Test(t, func(t *testing.T) {
		into := &read{stubbed: func([]store.Delivery) ([]store.Receipt, error) { return nil, nil }}
		var warnings []string
		r, err := New(into, Options{Scheme: NoAuth, Warn: func(text string) { warnings = append(warnings, text) }})
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		go r.maintain(ctx)
		const much = walAlarm + 1
		for tick, step := range []struct {
			held     int64
			warnings int
			alarm    bool
		}{
			{0, 0, false}, {much, 0, false}, {0, 0, false}, // somebody has looked once
			{much, 0, false}, {much, 1, true}, {much, 1, true}, {walAlarm, 1, false},
			{much, 1, false}, {2 * walAlarm, 2, true},
		} {
			into.held.Store(step.held)
			time.Sleep(maintainEvery)
			synctest.Wait()
			if len(warnings) != step.warnings || r.metrics.alarmed.Load() != step.alarm {
				t.Errorf("tick %d: %q, %v", tick, warnings, r.metrics.alarmed.Load())
			}
		}
		if into.checkpoints.Load() != 9 || !strings.HasPrefix(warnings[1], "512 MiB of the write-ahead log") {
			t.Errorf("%d checkpoints, %q", into.checkpoints.Load(), warnings)
		}
		if !strings.Contains(get(r, "/metrics"), "spoor_webhook_wal_alarm 1\n") {
			t.Error("/metrics knows nothing of it")
		}
		into.failure.Store(damaged)
		time.Sleep(maintainEvery)
		synctest.Wait()
		if err := <-r.broken; !store.IsDamage(err) || !r.isLeaving() {
			t.Errorf("after damage: %v", err)
		}
	})
}
