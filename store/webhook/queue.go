package webhook

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/semaphore"

	"spoor/store"
)

const (
	queueDeliveries = 1024
	queueWait       = 5 * time.Second // for a place in the queue
	groupEvents     = 512             // a group that is committed takes no more after so many
	groupBytes      = 8 << 20
)

// Why a delivery is not stored.
var (
	errBusy    = errors.New("too much is waiting to be stored")
	errStopped = errors.New("the receiver is stopping")
)

// job is a delivery on its way to the disk. Whoever waits for it is told when it is there, or that it won't be: in
// any case soon after its deadline, since nothing is stored then any more.
type job struct {
	delivery store.Delivery
	bytes    int64
	deadline time.Time
	answer   chan answer
}

type answer struct {
	receipt store.Receipt
	err     error
}

// queue commits what is waiting in groups: what comes in while one group is written is the next one, so nobody waits
// for a group to fill, and under load one commit is shared by many.
type queue struct {
	append func(context.Context, []store.Delivery) ([]store.Receipt, error)
	places *semaphore.Weighted
	jobs   chan *job
	done   chan struct{}

	sending sync.RWMutex // held for reading while a job is handed over
	stopped bool

	waiting, waitingBytes atomic.Int64
}

func newQueue(write func(context.Context, []store.Delivery) ([]store.Receipt, error)) *queue {
	q := &queue{
		append: write, places: semaphore.NewWeighted(queueDeliveries),
		jobs: make(chan *job, queueDeliveries), done: make(chan struct{}),
	}
	go q.run()
	return q
}

// store waits until the delivery is on disk, or it is sure that it is not and will not be. Until the deadline it may
// be stored.
func (q *queue) store(delivery store.Delivery, bytes int64, deadline time.Time) (store.Receipt, error) {
	if !q.enter() {
		return store.Receipt{}, errBusy
	}
	j := &job{delivery, bytes, deadline, make(chan answer, 1)}
	q.waiting.Add(1)
	q.waitingBytes.Add(bytes)
	defer q.leave(j)
	q.sending.RLock()
	if q.stopped {
		q.sending.RUnlock()
		return store.Receipt{}, errStopped
	}
	q.jobs <- j
	q.sending.RUnlock()
	a := <-j.answer
	return a.receipt, a.err
}

// enter waits for a place.
func (q *queue) enter() bool {
	if q.places.TryAcquire(1) {
		return true
	}
	ctx, cancel := context.WithTimeout(context.Background(), queueWait)
	defer cancel()
	return q.places.Acquire(ctx, 1) == nil
}

func (q *queue) leave(j *job) {
	q.waiting.Add(-1)
	q.waitingBytes.Add(-j.bytes)
	q.places.Release(1)
}

// stop takes nothing more, and returns when everything that was taken is stored or refused.
func (q *queue) stop() {
	q.sending.Lock()
	stopped := q.stopped
	q.stopped = true
	q.sending.Unlock()
	if !stopped {
		close(q.jobs)
	}
	<-q.done
}

func (q *queue) run() {
	defer close(q.done)
	for first := range q.jobs {
		q.commit(q.group(first))
	}
}

// group is the job and those that wait already.
func (q *queue) group(first *job) []*job {
	group, events, bytes := []*job{first}, len(first.delivery.Entries), first.bytes
	for events < groupEvents && bytes < groupBytes {
		select {
		case next, open := <-q.jobs:
			if !open {
				return group
			}
			group = append(group, next)
			events += len(next.delivery.Entries)
			bytes += next.bytes
		default:
			return group
		}
	}
	return group
}

// commit stores a group. Where one of its deliveries can't be stored for what it is, or in time, the others are.
func (q *queue) commit(group []*job) {
	group = punctual(group)
	if len(group) == 0 {
		return
	}
	deliveries := make([]store.Delivery, len(group))
	for i, j := range group {
		deliveries[i] = j.delivery
	}
	ctx, cancel := beforeAll(group)
	defer cancel()
	receipts, err := q.append(ctx, deliveries)
	switch {
	case err == nil || len(group) == 1:
	case store.IsContent(err):
		for i := range group {
			q.commit(group[i : i+1])
		}
		return
	case ctx.Err() != nil: // for one of them it was too late
		q.commit(group)
		return
	}
	for i, j := range group {
		a := answer{err: err}
		if err == nil {
			a.receipt = receipts[i]
		}
		j.answer <- a
	}
}

// punctual are the jobs that may still be stored. The others are told that they are not.
func punctual(group []*job) []*job {
	now := time.Now()
	return slices.DeleteFunc(slices.Clone(group), func(j *job) bool {
		late := !now.Before(j.deadline)
		if late {
			j.answer <- answer{err: errBusy}
		}
		return late
	})
}

// beforeAll ends at the first deadline of the jobs.
func beforeAll(group []*job) (context.Context, context.CancelFunc) {
	first := slices.MinFunc(group, func(a, b *job) int { return a.deadline.Compare(b.deadline) })
	return context.WithDeadline(context.Background(), first.deadline)
}
