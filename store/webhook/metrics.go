package webhook

import (
	"fmt"
	"io"
	"slices"
	"sync"
	"time"
)

// latencyBounds are the upper ends of the latency buckets, in seconds.
var latencyBounds = [...]float64{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10}

// Counts are what a receiver has done since it began.
type Counts struct {
	Events     int64 // stored
	Duplicates int64 // deliveries that had been stored before
	Rejects    int64 // messages that are kept as rejects
	Refused    int64 // requests that were answered with an error
}

// metrics are the counts, by answer and with latencies, for Prometheus.
type metrics struct {
	mutex    sync.Mutex
	counts   Counts
	answers  map[int]int64
	received int64 // bytes of bodies
	latency  [len(latencyBounds) + 1]int64
	seconds  float64
}

func (m *metrics) answered(status int, took time.Duration) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if m.answers == nil {
		m.answers = map[int]int64{}
	}
	m.answers[status]++
	if status >= 400 {
		m.counts.Refused++
	}
	bucket, _ := slices.BinarySearch(latencyBounds[:], took.Seconds())
	m.latency[bucket]++
	m.seconds += took.Seconds()
}

func (m *metrics) add(c Counts, bytes int) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.counts.Events += c.Events
	m.counts.Duplicates += c.Duplicates
	m.counts.Rejects += c.Rejects
	m.received += int64(bytes)
}

func (m *metrics) now() Counts {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	return m.counts
}

// write writes the metrics in the text format of Prometheus.
func (m *metrics) write(w io.Writer, q *queue) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	one := func(name, kind, help string, value int64) {
		fmt.Fprintf(w, "# HELP %s %s\n# TYPE %s %s\n%s %d\n", name, help, name, kind, name, value)
	}
	one("spoor_webhook_events_total", "counter", "Events stored.", m.counts.Events)
	one("spoor_webhook_duplicates_total", "counter", "Deliveries that had been stored before.", m.counts.Duplicates)
	one("spoor_webhook_rejects_total", "counter", "Messages kept as rejects.", m.counts.Rejects)
	one("spoor_webhook_received_bytes_total", "counter", "Bytes of authenticated bodies.", m.received)
	one("spoor_webhook_queue_deliveries", "gauge", "Deliveries that wait to be on disk.", q.waiting.Load())
	one("spoor_webhook_queue_bytes", "gauge", "Bytes that wait to be on disk.", q.waitingBytes.Load())
	fmt.Fprint(w, "# HELP spoor_webhook_answers_total Answers by status.\n# TYPE spoor_webhook_answers_total counter\n")
	statuses := make([]int, 0, len(m.answers))
	for status := range m.answers {
		statuses = append(statuses, status)
	}
	slices.Sort(statuses)
	for _, status := range statuses {
		fmt.Fprintf(w, "spoor_webhook_answers_total{code=\"%d\"} %d\n", status, m.answers[status])
	}
	const latency = "spoor_webhook_seconds"
	fmt.Fprintf(w, "# HELP %s Time from the head of a request to its answer.\n# TYPE %s histogram\n", latency, latency)
	total := int64(0)
	for i, bound := range latencyBounds {
		total += m.latency[i]
		fmt.Fprintf(w, "%s_bucket{le=\"%g\"} %d\n", latency, bound, total)
	}
	total += m.latency[len(latencyBounds)]
	fmt.Fprintf(w, "%s_bucket{le=\"+Inf\"} %d\n%s_sum %g\n%s_count %d\n", latency, total, latency, m.seconds, latency, total)
}
