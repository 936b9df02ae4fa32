package webhook

import (
	"fmt"
	"net/http"
	"sync/atomic"
	"time"

	victoria "github.com/VictoriaMetrics/metrics"

	"spoor/store"
)

func init() {
	victoria.ExposeMetadata(true) // the types, too; the library has this once for the whole process
}

// latencyQuantiles are those of how long the answers of the last minutes took: the median, and how long the slow ones
// take.
var latencyQuantiles = []float64{0.5, 0.9, 0.99, 1}

// Counts are what a receiver has done since it began.
type Counts struct {
	Events     int64 // stored
	Duplicates int64 // deliveries, and events of other deliveries, that had been stored before
	Rejects    int64 // messages that are kept as rejects
	Refused    int64 // requests that were answered with an error
}

// metrics are what a receiver tells of itself at /metrics.
type metrics struct {
	set                                 *victoria.Set
	received, bytes, stored, duplicates *victoria.Counter
	latency                             *victoria.Summary

	rejected, refused atomic.Int64 // over all reasons, and over all statuses and paths
	alarmed           atomic.Bool  // about the write-ahead log
}

func newMetrics(q *queue, into Tail) *metrics {
	set := victoria.NewSet()
	m := &metrics{
		set:      set,
		received: set.NewCounter("spoor_webhook_received_total"), bytes: set.NewCounter("spoor_webhook_received_bytes_total"),
		stored: set.NewCounter("spoor_webhook_stored_total"), duplicates: set.NewCounter("spoor_webhook_duplicates_total"),
		latency: set.NewSummaryExt("spoor_webhook_seconds", 5*time.Minute, latencyQuantiles),
	}
	set.NewGauge("spoor_webhook_queue_deliveries", func() float64 { return float64(q.waiting.Load()) })
	set.NewGauge("spoor_webhook_queue_bytes", func() float64 { return float64(q.waitingBytes.Load()) })
	set.NewGauge("spoor_webhook_wal_bytes", func() float64 { return float64(into.WAL()) })
	set.NewGauge("spoor_webhook_wal_alarm", func() float64 {
		if m.alarmed.Load() {
			return 1
		}
		return 0
	})
	return m
}

// answered counts an answer, and how long after the head of the request it came.
func (m *metrics) answered(status int, took time.Duration) {
	m.set.GetOrCreateCounter(fmt.Sprintf(`spoor_webhook_answers_total{code="%d"}`, status)).Inc()
	m.latency.Update(took.Seconds())
	if status >= 400 {
		m.refused.Add(1)
	}
}

// count counts what has become of a delivery. The reasons of rejects are a closed list, so each can have a counter.
func (m *metrics) count(d *store.Delivery, receipt store.Receipt) {
	m.duplicates.Add(receipt.Duplicates)
	if receipt.Duplicate {
		m.duplicates.Add(max(1-receipt.Duplicates, 0))
		return
	}
	m.stored.Add(receipt.Events)
	for i := range d.Entries {
		if d.Entries[i].Event == nil {
			m.set.GetOrCreateCounter(fmt.Sprintf("spoor_webhook_rejects_total{reason=%q}", d.Entries[i].Reason)).Inc()
			m.rejected.Add(1)
		}
	}
}

func (m *metrics) counts() Counts {
	return Counts{
		Events: int64(m.stored.Get()), Duplicates: int64(m.duplicates.Get()),
		Rejects: m.rejected.Load(), Refused: m.refused.Load(),
	}
}

// showMetrics answers /metrics. It tells how much a site is used, so where strangers come it is for those who know a
// secret.
func (r *Receiver) showMetrics(strangers bool) http.HandlerFunc {
	secret := verifier{scheme: Bearer, secrets: r.options.MetricsSecrets, now: r.options.Now}
	return func(w http.ResponseWriter, request *http.Request) {
		if refused := r.checkReader(request, &secret, strangers); refused != nil {
			r.metrics.refused.Add(1)
			reply(w, refused.status, map[string]any{"error": refused.reason})
			return
		}
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		r.metrics.set.WritePrometheus(w)
	}
}

// checkReader checks who asks for the metrics.
func (r *Receiver) checkReader(request *http.Request, secret *verifier, strangers bool) *refusal {
	address := r.addressOf(request)
	switch {
	case !r.isOurs(request):
		return refuse(http.StatusForbidden, reasonHost)
	case len(secret.secrets) == 0 && strangers:
		return refuse(http.StatusForbidden, reasonMetrics)
	case len(secret.secrets) == 0:
		return nil
	case r.failures.tooMany(address, r.options.Now()):
		return refuse(http.StatusTooManyRequests, reasonFailures)
	}
	if _, ok := secret.bearer(request.Header, nil); !ok {
		r.failures.add(address, r.options.Now())
		return refuse(http.StatusUnauthorized, reasonUnknown)
	}
	return nil
}
