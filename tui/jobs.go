package tui

import (
	"context"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
	"spoor/store"
	"spoor/store/model"
	"spoor/tui/task"
	"spoor/tui/userlist"
)

// scanKey is what the result of a scan depends on.
type scanKey struct {
	at      store.Watermark
	window  analysis.Window
	timeout time.Duration

	conditions string // that are asked for
}

// jobs are those that the screens of a case share.
type jobs struct {
	pivots   task.Job[scanKey, model.Pivots]
	timeline task.Job[scanKey, model.Timeline]
	matching task.Job[scanKey, userlist.Matches]
	overview task.Job[scanKey, model.Overview]
}

// readPivots asks for the items, addresses and agents of the window on screen.
func (w *workspace) readPivots() tea.Cmd {
	source, window, timeout := w.source, w.Users.Window, w.Users.Timeout
	return w.pivots.Start(w.ctx, 0, w.pauses.telling, scanKey{at: w.At, window: window, timeout: timeout},
		func(ctx context.Context, told func(done, total int64)) (*model.Pivots, error) {
			return source.Pivots(ctx, window, timeout, told)
		})
}

// readTimeline asks for what happened over the time of the whole case.
func (w *workspace) readTimeline() tea.Cmd {
	source, timeout := w.source, w.Users.Timeout
	return w.timeline.Start(w.ctx, 0, w.pauses.telling, scanKey{at: w.At, timeout: timeout},
		func(ctx context.Context, told func(done, total int64)) (*model.Timeline, error) {
			return source.Timeline(ctx, timeout, told)
		})
}

// scanned takes what concerns the scans; mine is false for all other messages.
func (w *workspace) scanned(msg tea.Msg) (mine bool, news []tea.Msg, cmd tea.Cmd) {
	mine, done, cmd := w.pivots.Take(msg)
	if !mine {
		mine, done, cmd = w.timeline.Take(msg)
	}
	if !mine {
		mine, done, cmd = w.matching.Take(msg)
	}
	if !mine {
		mine, done, cmd = w.overview.Take(msg)
	}
	if done {
		news = []tea.Msg{workChanged{}}
	}
	return mine, news, cmd
}

// readMatches asks who has events as conditions say, unless that is known of all of them. It waits a little, for somebody types them.
func (w *workspace) readMatches(conditions []string) tea.Cmd {
	now, known := scanKey{at: w.At, window: w.Users.Window}, userlist.Matches{}
	if was := w.matching.Of; w.matching.Result != nil && was.at == now.at && was.window == now.window {
		known = *w.matching.Result
	}
	missing := slices.DeleteFunc(slices.Clone(conditions), func(c string) bool { return known[c] != nil })
	if len(missing) == 0 {
		w.matching.Stop()
		return nil
	}
	now.conditions = strings.Join(missing, "\n")
	source := w.source
	return w.matching.Start(w.ctx, w.pauses.measuring, w.pauses.telling, now,
		func(ctx context.Context, told func(done, total int64)) (*userlist.Matches, error) {
			found, err := source.UsersWith(ctx, now.window, missing, told)
			if err != nil {
				return nil, err
			}
			more := userlist.Matches{}
			for i, condition := range missing {
				more[condition] = userlist.UserSet(found[i])
			}
			return known.With(more, conditions), nil
		})
}
