package webhook

import (
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"github.com/VictoriaMetrics/metrics"
)

func init() {
	metrics.ExposeMetadata(true) // the types, too; the library has this once for the whole process
}

// latencyShares are the shares of the answers of the last minutes whose latency is told: the median, and how long the slow ones take.
var latencyShares = []float64{0.5, 0.9, 0.99, 1}

// Counts are what a receiver has done since it began.
type Counts struct {
	Events     int64 // stored
	Duplicates int64 // deliveries that had been stored before
	Rejects    int64 // messages that are kept as rejects
	Refused    int64 // requests that were answered with an error
}

// figures are what a receiver tells of itself at /metrics.
type figures struct {
	set                                 *metrics.Set
	received, bytes, stored, duplicates *metrics.Counter
	latency                             *metrics.Summary

	rejected, refused atomic.Int64 // over all reasons, and over all statuses and paths
}

func newFigures(q *queue, into tail) *figures {
	set := metrics.NewSet()
	set.NewGauge("spoor_webhook_queue_deliveries", func() float64 { return float64(q.waiting.Load()) })
	set.NewGauge("spoor_webhook_queue_bytes", func() float64 { return float64(q.waitingBytes.Load()) })
	set.NewGauge("spoor_webhook_wal_bytes", func() float64 { return float64(into.WAL()) })
	set.NewGauge("spoor_webhook_wal_alarm", func() float64 {
		if into.WAL() > walAlarm {
			return 1
		}
		return 0
	})
	return &figures{
		set:      set,
		received: set.NewCounter("spoor_webhook_received_total"), bytes: set.NewCounter("spoor_webhook_received_bytes_total"),
		stored: set.NewCounter("spoor_webhook_stored_total"), duplicates: set.NewCounter("spoor_webhook_duplicates_total"),
		latency: set.NewSummaryExt("spoor_webhook_seconds", 5*time.Minute, latencyShares),
	}
}

// answered counts an answer, and how long after the head of the request it came.
func (f *figures) answered(status int, took time.Duration) {
	f.set.GetOrCreateCounter(fmt.Sprintf(`spoor_webhook_answers_total{code="%d"}`, status)).Inc()
	f.latency.Update(took.Seconds())
	if status >= 400 {
		f.refused.Add(1)
	}
}

// reject counts a reject. The kind of a reason stands before its colon.
func (f *figures) reject(reason string) {
	kind, _, _ := strings.Cut(reason, ":")
	f.set.GetOrCreateCounter(fmt.Sprintf("spoor_webhook_rejects_total{reason=%q}", kind)).Inc()
	f.rejected.Add(1)
}

func (f *figures) counts() Counts {
	return Counts{
		Events: int64(f.stored.Get()), Duplicates: int64(f.duplicates.Get()), Rejects: f.rejected.Load(), Refused: f.refused.Load(),
	}
}
