package webhook

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"spoor/store"
)

// held is a queue that writes nothing until it is let go, once for each group.
func held() (q *queue, letGo chan error) {
	letGo = make(chan error)
	q = newQueue(func(_ context.Context, d []store.Delivery) ([]store.Receipt, error) {
		return make([]store.Receipt, len(d)), <-letGo
	})
	return q, letGo
}

// brings stores a delivery that may take an hour, and says how that ended.
func brings(q *queue, bytes int64, answers chan<- error) {
	_, err := q.store(store.Delivery{}, bytes, time.Now().Add(time.Hour))
	answers <- err
}

// TestStopWaitsForWhatIsWritten: nobody who stops the queue, first or again, may close the case under what it writes.
func TestStopWaitsForWhatIsWritten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, letGo := held()
		answers, stopped := make(chan error, 1), make(chan bool, 2)
		go brings(q, 1, answers)
		synctest.Wait()
		for range 2 {
			go func() { q.stop(); stopped <- true }()
			synctest.Wait()
		}
		if len(stopped) != 0 {
			t.Errorf("%d of 2 don't wait", len(stopped))
		}
		letGo <- nil
		synctest.Wait()
		if len(stopped) != 2 || <-answers != nil {
			t.Errorf("%d of 2 are told that it has stopped", len(stopped))
		}
	})
}

// TestAfterTheStopNothingIsTaken: who comes later is told so at once, and leaves nothing behind.
func TestAfterTheStopNothingIsTaken(t *testing.T) {
	q, _ := held()
	q.stop()
	answers := make(chan error, 1)
	brings(q, 9, answers)
	if err := <-answers; !errors.Is(err, errStopped) {
		t.Errorf("it is answered %v", err)
	}
	if q.waiting.Load() != 0 || q.waitingBytes.Load() != 0 {
		t.Errorf("%d deliveries of %d bytes seem to wait", q.waiting.Load(), q.waitingBytes.Load())
	}
}

// TestWhatWaitsIsCounted, in deliveries and bytes, until it is written.
func TestWhatWaitsIsCounted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, letGo := held()
		answers := make(chan error, 3)
		for _, bytes := range []int64{100, 20, 3} {
			go brings(q, bytes, answers)
			synctest.Wait()
		}
		if q.waiting.Load() != 3 || q.waitingBytes.Load() != 123 {
			t.Errorf("%d deliveries of %d bytes wait, want 3 of 123", q.waiting.Load(), q.waitingBytes.Load())
		}
		letGo <- nil // the first, and then the two that came meanwhile
		synctest.Wait()
		if q.waiting.Load() != 2 || q.waitingBytes.Load() != 23 {
			t.Errorf("%d deliveries of %d bytes wait, want 2 of 23", q.waiting.Load(), q.waitingBytes.Load())
		}
		letGo <- nil
		q.stop()
	})
}

// TestWhoWaitsForAPlaceGetsOne when somebody leaves within five seconds, and takes no more than one.
func TestWhoWaitsForAPlaceGetsOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, letGo := held()
		answers := make(chan error, queueDeliveries+2)
		go brings(q, 1, answers)
		synctest.Wait() // the first is written alone
		for range queueDeliveries + 1 {
			go brings(q, 1, answers)
		}
		synctest.Wait()
		time.Sleep(4 * time.Second) // two have no place yet, and leaves of one make room for one of them
		letGo <- nil
		synctest.Wait()
		time.Sleep(2 * time.Second)
		busy, stored := 0, 0
		go func() {
			for range 3 { // groups of up to 512 events and none in these: all in one
				select {
				case letGo <- nil:
				case <-time.After(time.Minute):
				}
			}
		}()
		for range queueDeliveries + 2 {
			if err := <-answers; err == nil {
				stored++
			} else if errors.Is(err, errBusy) {
				busy++
			}
		}
		if stored != queueDeliveries+1 || busy != 1 {
			t.Errorf("%d are stored and %d are not, want all but 1", stored, busy)
		}
		if !q.places.TryAcquire(queueDeliveries) {
			t.Error("places are lost")
		}
		q.stop()
		time.Sleep(time.Hour)
	})
}

// TestItIsTooLateAtTheDeadline, not only after it; a moment before it there is still time.
func TestItIsTooLateAtTheDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for after, want := range map[time.Duration]int{-1: 0, 0: 0, 1: 1} {
			j := waitingJob(1, 1)
			j.deadline = time.Now().Add(after)
			if got := punctual([]*job{j}); len(got) != want {
				t.Errorf("%d ns before its deadline: %d in time, want %d", after, len(got), want)
			}
		}
	})
}

// TestFirstDeadlineCounts: a group has as long as the one of its jobs that has least, wherever that is.
func TestFirstDeadlineCounts(t *testing.T) {
	now := time.Now()
	var group []*job
	for _, minutes := range []time.Duration{3, 1, 2} {
		j := waitingJob(1, 1)
		j.deadline = now.Add(minutes * time.Minute)
		group = append(group, j)
	}
	ctx, cancel := beforeAll(group)
	defer cancel()
	if deadline, ok := ctx.Deadline(); !ok || !deadline.Equal(now.Add(time.Minute)) {
		t.Errorf("it ends after %v, want a minute", deadline.Sub(now))
	}
}
