package workspace

import (
	"context"
	"errors"
	"slices"
	"testing"

	tea "charm.land/bubbletea/v2"

	"spoor/store"
)

// scripted is a case whose watch finds these positions, one after the other, and then ends the context.
type scripted struct {
	Case
	positions []store.Watermark
	end       context.CancelFunc
	closed    bool
}

func (s *scripted) Watch(context.Context) (Watch, error) { return s, nil }

func (s *scripted) LastVerdict() int64 { return 0 }

func (s *scripted) Close() error { s.closed = true; return nil }

func (s *scripted) Watermark(context.Context) (at store.Watermark, err error) {
	switch at, s.positions = s.positions[0], s.positions[1:]; at.Events {
	case -1:
		err = errors.New("busy")
	case -2:
		err = store.ErrGone
	}
	if len(s.positions) == 0 {
		s.end()
	}
	return at, err
}

func TestWatchTellsOnlyWhatIsNew(t *testing.T) {
	ctx, end := context.WithCancel(t.Context())
	s := &scripted{end: end}
	for _, events := range []int64{5, 5, -1, 5, 7, 7, 8, 8} {
		s.positions = append(s.positions, store.Watermark{Events: events})
	}
	var told []int64
	tell := func(msg tea.Msg) { told = append(told, msg.(arrivedAt).Events) }
	if err := Follow(ctx, s, 0, tell); err != nil {
		t.Fatal(err)
	}
	if want := []int64{5, 7, 8}; !slices.Equal(told, want) || !s.closed {
		t.Errorf("it tells %v, closed %v", told, s.closed)
	}
}

// TestWatchTellsOfACaseThatIsAway: of a server that does not answer for some looks, once, and once when it does again;
// of a file that is gone at once.
func TestWatchTellsOfACaseThatIsAway(t *testing.T) {
	busy, gone := int64(-1), int64(-2)
	for _, c := range []struct {
		looks []int64
		told  []string
	}{
		{[]int64{5, busy, busy, busy, busy, 5}, nil},
		{[]int64{5, busy, busy, busy, busy, busy, busy, busy, 5, 5}, []string{"busy", "the case can be read again"}},
		{[]int64{5, gone, gone, 5}, []string{store.ErrGone.Error(), "the case file is back"}},
		{[]int64{5, busy, busy, gone, busy, busy, busy, busy, 5}, []string{store.ErrGone.Error(), "the case file is back"}},
	} {
		ctx, end := context.WithCancel(t.Context())
		s := &scripted{end: end}
		for _, events := range c.looks {
			s.positions = append(s.positions, store.Watermark{Events: events})
		}
		var told []string
		err := Follow(ctx, s, 0, func(msg tea.Msg) {
			if p, is := msg.(Presence); is {
				told = append(told, p.words())
			}
		})
		if err != nil || !slices.Equal(told, c.told) {
			t.Errorf("%v: it tells %q, want %q; %v", c.looks, told, c.told, err)
		}
	}
}
