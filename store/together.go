package store

import (
	"context"
	"sync"

	"spoor/analysis"
	"spoor/analysis/web"
	"spoor/store/model"
	"spoor/store/sqlite"
)

// together is what only all users together tell of a case: who came from where when, and who asked for what alone. It
// takes a reading of all events, so it is kept until the case has come further, or users are measured in another way.
type together struct {
	at        Watermark
	measured  analysis.MeasureOptions
	window    analysis.Window
	index     *analysis.AddressIndex
	addresses []int32  // by client
	names     []string // of addresses
	keys      []string // of users, by number
}

// keptTogether is the last reading. Whoever wants another one waits for it.
type keptTogether struct {
	sync.Mutex
	last *together
}

// together is that of the users as they were measured, read now unless it is known.
func (c *Case) together(ctx context.Context, users *analysis.Matrix) (*together, error) {
	c.kept.Lock()
	defer c.kept.Unlock()
	err := c.snapshot(ctx, func(db sqlite.Querier) error {
		at, err := readWatermark(ctx, db)
		if err != nil {
			return err
		}
		timeout, err := sessionTimeout(ctx, db)
		if err != nil {
			return err
		}
		t := &together{at: at, measured: users.Measuring.Of(timeout), window: users.Window}
		if last := c.kept.last; last != nil && last.at == t.at && last.measured == t.measured && last.window == t.window {
			return nil
		}
		if err := t.read(ctx, db); err != nil {
			return err
		}
		c.kept.last = t
		return nil
	})
	if err != nil {
		return nil, err
	}
	return c.kept.last, nil
}

func (t *together) read(ctx context.Context, db sqlite.Querier) (err error) {
	if t.keys, err = userKeys(ctx, db); err != nil {
		return err
	}
	known, err := readKnowledge(ctx, db, t.keys, nil)
	if err != nil {
		return err
	}
	events, err := newEventReader(ctx, db, known.Pages)
	if err != nil {
		return err
	}
	t.addresses, t.names = known.Pages.Addresses, known.Pages.Names
	t.index = analysis.NewAddressIndex(t.measured, t.addresses, known.Pages.Paths)
	return events.eachUser(ctx, func(user int, events []web.Event) {
		if events = model.Within(t.window, events); len(events) > 0 {
			row := analysis.Measures{Stats: analysis.Stats{Address: known.Profile(user, t.keys[user], events).Address}}
			t.index.Add(analysis.UserNumber(user), events, &row)
		}
	}, nil)
}

// meeting is what the addresses that a user came from tell.
func (t *together) meeting(track *model.Track) *model.Meeting {
	came := make([]bool, len(t.names))
	for i := range track.Events {
		came[t.addresses[track.Events[i].Event.Client]] = true
	}
	index := t.index.Where(func(address int32) bool { return came[address] })
	return model.NewMeeting(index, func(number int32) string { return t.names[number] },
		func(user analysis.UserNumber) string { return t.keys[user] })
}
