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

// growing is a tail whose write-ahead log has the size that it is told.
type growing struct {
	stubbed
	size, checkpoints atomic.Int64
	failure           atomic.Value // an error
}

func (g *growing) Checkpoint(context.Context) error {
	g.checkpoints.Add(1)
	failure, _ := g.failure.Load().(error)
	return failure
}

func (g *growing) WAL() int64 { return g.size.Load() }

// TestTend takes checkpoints, warns once for each time that the log grows, and ends the server after damage.
func TestTend(t *testing.T) {
	damaged := damage(t)
	synctest.Test(t, func(t *testing.T) {
		into := &growing{stubbed: func([]store.Delivery) ([]store.Receipt, error) { return nil, nil }}
		var warnings []string
		r, err := New(into, Options{Scheme: NoAuth, Warn: func(text string) { warnings = append(warnings, text) }})
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		go r.tend(ctx)
		for _, size := range []int64{0, walAlarm + 1, walAlarm + 2, 0, 2 * walAlarm} {
			into.size.Store(size)
			time.Sleep(tendEvery)
			synctest.Wait()
		}
		if into.checkpoints.Load() != 5 || len(warnings) != 2 || !strings.Contains(warnings[1], "has 512 MiB") {
			t.Errorf("%d checkpoints, %q", into.checkpoints.Load(), warnings)
		}
		if !strings.Contains(get(r, "/metrics"), "spoor_webhook_wal_alarm 1\n") {
			t.Error("/metrics knows nothing of it")
		}
		into.failure.Store(damaged)
		time.Sleep(tendEvery)
		synctest.Wait()
		if err := <-r.broken; !store.IsDamage(err) || !r.isLeaving() {
			t.Errorf("after damage: %v", err)
		}
	})
}
