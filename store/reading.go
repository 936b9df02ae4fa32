package store

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"spoor/analysis"
	"spoor/store/model"
	"spoor/store/sqlite"
)

// reading is all that the users of a case are measured by, as of one moment.
type reading struct {
	state  string   // of the case
	keys   []string // of users, by number
	known  *model.Knowledge
	events *eventReader

	measured *measured // last; nil: nothing
}

// read reads what users are measured by; the events are read by whoever measures, unless they had to be already.
func read(ctx context.Context, db sqlite.Querier) (*reading, error) {
	state, err := derivedFrom(ctx, db)
	if err != nil {
		return nil, err
	}
	keys, err := userKeys(ctx, db)
	if err != nil {
		return nil, err
	}
	var kept keptEvents
	known, err := readKnowledge(ctx, db, keys, &kept)
	if err != nil {
		return nil, err
	}
	events := kept.orRead()
	if len(events.counts) > len(keys) {
		return nil, fmt.Errorf("user %d has events and no key: %w", len(events.counts)-1, model.ErrAltered)
	}
	return &reading{state: state, keys: keys, known: known, events: events}, nil
}

// measureAgain measures users by what is kept of the case, or reads it and keeps it if somebody looks on.
func (c *Case) measureAgain(ctx context.Context, db sqlite.Querier, how analysis.MeasureOptions,
	window analysis.Window, progress model.Progress) (*analysis.Matrix, error) {
	timeout, err := sessionTimeout(ctx, db)
	if err != nil {
		return nil, err
	}
	c.lastReading.waits.Store(&progress)
	c.lastReading.reads.Lock()
	c.lastReading.waits.Store(nil)
	r, err := c.readAgain(ctx, db)
	c.lastReading.reads.Unlock()
	if err != nil {
		return nil, err
	}
	users, err := r.measureOtherwise(ctx, how, how.Of(timeout), window, progress)
	if r.events.areKept() {
		c.lastReading.keep(r)
	}
	if err != nil {
		return nil, err
	}
	return users.matrix(), nil
}

// readAgain takes what is kept of the case, or else reads it.
func (c *Case) readAgain(ctx context.Context, db sqlite.Querier) (*reading, error) {
	state, err := derivedFrom(ctx, db)
	if err != nil {
		return nil, err
	}
	if r := c.lastReading.take(state); r != nil {
		return r, nil
	}
	r, err := read(ctx, db)
	if err == nil && c.interactive {
		r.events.keep()
	}
	return r, err
}

// ReadAhead reads what users are measured by, and measures them by these options in a window (the zero one: all of the
// case), before somebody measures them with sessions that end otherwise; whoever does so meanwhile waits for it. It
// reads nothing of a case that is too large to be kept, or that nobody looks at.
func (c *Case) ReadAhead(ctx context.Context, how analysis.MeasureOptions, window analysis.Window) error {
	how.Own = analysis.OwnRules{} // who measures by them reads the case for it
	return c.snapshot(ctx, func(db sqlite.Querier) error {
		at, err := readWatermark(ctx, db)
		if err != nil || !c.interactive || at.Last > mostKept {
			return err
		}
		timeout, err := sessionTimeout(ctx, db)
		if err != nil {
			return err
		}
		if window, err = windowOr(ctx, db, window); err != nil {
			return err
		}
		c.lastReading.reads.Lock()
		defer c.lastReading.reads.Unlock()
		r, err := c.readAgain(ctx, db)
		if err != nil {
			return err
		}
		if how = how.Of(timeout); !r.measured.tells(how, window) {
			_, err = r.measureOtherwise(ctx, how, how, window, c.lastReading.tellWhoWaits)
		}
		if r.events.areKept() {
			c.lastReading.keep(r)
		}
		return err
	})
}

// readingTime is how long a reading is kept that nobody measures by.
const readingTime = 20 * time.Second

// keptReading is the last reading, with its events in memory, for whoever turns the session timeout or the time that
// is looked at step by step: to read takes longer than to measure.
type keptReading struct {
	reads  sync.Mutex                     // held while the case is read, for whoever wants it then to wait
	waits  atomic.Pointer[model.Progress] // of who does; nil: nobody
	mutex  sync.Mutex
	last   *reading
	expiry *time.Timer // that forgets it
}

// tellWhoWaits tells whoever waits for the case to be read how far the reading has come.
func (k *keptReading) tellWhoWaits(done, total int64) {
	if progress := k.waits.Load(); progress != nil {
		progress.Tell(done, total)
	}
}

// take hands over the reading of a case in a state, for one to measure by; nil if there is none.
func (k *keptReading) take(state string) *reading {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	r := k.last
	k.drop()
	if r == nil || r.state != state {
		return nil
	}
	return r
}

// keep keeps a reading for the next one.
func (k *keptReading) keep(r *reading) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	k.drop()
	k.last = r
	k.expiry = time.AfterFunc(readingTime, func() {
		k.mutex.Lock()
		defer k.mutex.Unlock()
		if k.last == r {
			k.last = nil
		}
	})
}

func (k *keptReading) drop() {
	if k.expiry != nil {
		k.expiry.Stop()
	}
	k.last, k.expiry = nil, nil
}
