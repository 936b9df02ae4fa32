package webhook

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/semaphore"

	"spoor/store"
)

const (
	queueDeliveries = 1024
	queueBytes      = 32 << 20
	queueWait       = 5 * time.Second // for room in the queue
	groupEvents     = 512             // a group that is committed takes no more after so many
	groupBytes      = 8 << 20
)

// Why a delivery is not stored.
var (
	errBusy    = errors.New("too much is waiting to be stored")
	errStopped = errors.New("the receiver is stopping")
)

// job is a delivery on its way to the disk. Whoever waits for it is told when it is there.
type job struct {
	delivery store.Delivery
	bytes    int64
	answer   chan answer
}

type answer struct {
	receipt store.Receipt
	err     error
}

// queue commits what is waiting in groups: what comes in while one group is written is the next one, so nobody waits for a group to
// fill, and under load one commit is shared by many.
type queue struct {
	append func(context.Context, []store.Delivery) ([]store.Receipt, error)
	places *semaphore.Weighted
	room   *semaphore.Weighted // in bytes
	jobs   chan *job
	done   chan struct{}

	sending sync.RWMutex // held for reading while a job is handed over
	stopped bool

	waiting, waitingBytes atomic.Int64
}

func newQueue(write func(context.Context, []store.Delivery) ([]store.Receipt, error)) *queue {
	q := &queue{
		append: write, places: semaphore.NewWeighted(queueDeliveries), room: semaphore.NewWeighted(queueBytes),
		jobs: make(chan *job, queueDeliveries), done: make(chan struct{}),
	}
	go q.run()
	return q
}

// store waits until the delivery is on disk, or it is sure that it is not and will not be. Who stops waiting may have it stored.
func (q *queue) store(ctx context.Context, delivery store.Delivery, bytes int64) (store.Receipt, error) {
	bytes = min(max(bytes, 1), queueBytes)
	if err := q.enter(ctx, bytes); err != nil {
		return store.Receipt{}, err
	}
	j := &job{delivery, bytes, make(chan answer, 1)}
	q.sending.RLock()
	if q.stopped {
		q.sending.RUnlock()
		q.leave(j)
		return store.Receipt{}, errStopped
	}
	q.jobs <- j
	q.sending.RUnlock()
	select {
	case a := <-j.answer:
		return a.receipt, a.err
	case <-ctx.Done():
		return store.Receipt{}, ctx.Err()
	}
}

// enter waits for room.
func (q *queue) enter(ctx context.Context, bytes int64) error {
	ctx, cancel := context.WithTimeout(ctx, queueWait)
	defer cancel()
	if err := q.places.Acquire(ctx, 1); err != nil {
		return errBusy
	}
	if err := q.room.Acquire(ctx, bytes); err != nil {
		q.places.Release(1)
		return errBusy
	}
	q.waiting.Add(1)
	q.waitingBytes.Add(bytes)
	return nil
}

func (q *queue) leave(j *job) {
	q.waiting.Add(-1)
	q.waitingBytes.Add(-j.bytes)
	q.room.Release(j.bytes)
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

// commit stores a group. Where one of its deliveries can't be stored for what it is, the others are.
func (q *queue) commit(group []*job) {
	deliveries := make([]store.Delivery, len(group))
	for i, j := range group {
		deliveries[i] = j.delivery
	}
	receipts, err := q.append(context.Background(), deliveries)
	if store.IsContent(err) && len(group) > 1 {
		for i := range group {
			q.commit(group[i : i+1])
		}
		return
	}
	for i, j := range group {
		a := answer{err: err}
		if err == nil {
			a.receipt = receipts[i]
		}
		q.leave(j)
		j.answer <- a
	}
}
