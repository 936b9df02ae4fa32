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
	if at, s.positions = s.positions[0], s.positions[1:]; at.Events < 0 {
		err = errors.New("busy")
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
