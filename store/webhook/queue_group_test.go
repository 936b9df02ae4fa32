package webhook

import (
	"context"
	"errors"
	"testing"
	"time"

	"spoor/store"
)

// waitingJob is one that brings so many events and bytes.
func waitingJob(events int, bytes int64) *job {
	delivery := store.Delivery{Entries: make([]store.Entry, events)}
	return &job{delivery, bytes, time.Now().Add(time.Minute), make(chan answer, 1)}
}

// TestGroupEnds has jobs wait: a group takes them until it has enough events or bytes, and leaves the others to the
// next.
func TestGroupEnds(t *testing.T) {
	for _, test := range []struct {
		name    string
		first   *job
		waiting []*job
		want    int
	}{
		{"nobody else waits", waitingJob(1, 1), nil, 1},
		{"all have room", waitingJob(1, 1), []*job{waitingJob(1, 1), waitingJob(1, 1)}, 3},
		{"the first has all the events", waitingJob(groupEvents, 1), []*job{waitingJob(1, 1)}, 1},
		{"the first has all the bytes", waitingJob(1, groupBytes), []*job{waitingJob(1, 1)}, 1},
		{"the second fills the events", waitingJob(1, 1), []*job{waitingJob(groupEvents-1, 1), waitingJob(1, 1)}, 2},
		{"the second fills the bytes", waitingJob(1, 1), []*job{waitingJob(1, groupBytes-1), waitingJob(1, 1)}, 2},
		{"one event and one byte are left", waitingJob(1, 1),
			[]*job{waitingJob(groupEvents-2, groupBytes-2), waitingJob(1, 1)}, 3},
	} {
		q := &queue{jobs: make(chan *job, len(test.waiting))}
		for _, j := range test.waiting {
			q.jobs <- j
		}
		if group := q.group(test.first); len(group) != test.want || group[0] != test.first {
			t.Errorf("%s: %d are stored together, want %d", test.name, len(group), test.want)
		}
		if left := len(q.jobs); left != 1+len(test.waiting)-test.want {
			t.Errorf("%s: %d are left", test.name, left)
		}
	}
}

// TestLateJobsAreNotStored: where every job of a group is too late, nothing is written and each is told so.
func TestLateJobsAreNotStored(t *testing.T) {
	written := 0
	q := &queue{append: func(context.Context, []store.Delivery) ([]store.Receipt, error) {
		written++
		return nil, nil
	}}
	late := []*job{waitingJob(1, 1), waitingJob(2, 1)}
	for _, j := range late {
		j.deadline = time.Now().Add(-time.Second)
	}
	q.commit(late)
	if written != 0 {
		t.Errorf("%d groups are written", written)
	}
	for i, j := range late {
		if a := <-j.answer; !errors.Is(a.err, errBusy) {
			t.Errorf("job %d is answered %v", i, a.err)
		}
	}
}
