package workspace

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
	Pivots   task.Job[scanKey, model.Pivots]
	Timeline task.Job[scanKey, model.Timeline]
	Matching task.Job[scanKey, userlist.Matches]
	Overview task.Job[scanKey, model.Overview]
}

// ReadPivots asks for the items, addresses and agents of the window on screen.
func (w *Workspace) ReadPivots() tea.Cmd {
	source, window, timeout := w.Source, w.Users.Window, w.Users.Timeout
	return w.Pivots.Start(w.Ctx, 0, w.Pauses.telling, scanKey{at: w.At, window: window, timeout: timeout},
		func(ctx context.Context, told func(done, total int64)) (*model.Pivots, error) {
			return source.Pivots(ctx, window, timeout, told)
		})
}

// ReadTimeline asks for what happened over the time of the whole case.
func (w *Workspace) ReadTimeline() tea.Cmd {
	source, timeout := w.Source, w.Users.Timeout
	return w.Timeline.Start(w.Ctx, 0, w.Pauses.telling, scanKey{at: w.At, timeout: timeout},
		func(ctx context.Context, told func(done, total int64)) (*model.Timeline, error) {
			return source.Timeline(ctx, timeout, told)
		})
}

// scanned takes what concerns the scans; mine is false for all other messages.
func (w *Workspace) scanned(msg tea.Msg) (mine bool, news []tea.Msg, cmd tea.Cmd) {
	mine, done, cmd := w.Pivots.Take(msg)
	if !mine {
		mine, done, cmd = w.Timeline.Take(msg)
	}
	if !mine {
		mine, done, cmd = w.Matching.Take(msg)
	}
	if !mine {
		mine, done, cmd = w.Overview.Take(msg)
	}
	if done {
		news = []tea.Msg{Changed{}}
	}
	return mine, news, cmd
}

// ReadMatches asks who has events as conditions say, unless that is known of all of them. It waits a little, for
// somebody types them.
func (w *Workspace) ReadMatches(conditions []string) tea.Cmd {
	now, known := scanKey{at: w.At, window: w.Users.Window}, userlist.Matches{}
	if was := w.Matching.Of; w.Matching.Result != nil && was.at == now.at && was.window == now.window {
		known = *w.Matching.Result
	}
	missing := slices.DeleteFunc(slices.Clone(conditions), known.Has)
	if len(missing) == 0 {
		w.Matching.Stop()
		return nil
	}
	now.conditions = strings.Join(missing, "\n")
	source := w.Source
	return w.Matching.Start(w.Ctx, w.Pauses.Measuring, w.Pauses.telling, now,
		func(ctx context.Context, told func(done, total int64)) (*userlist.Matches, error) {
			found, err := source.UsersWith(ctx, now.window, missing, told)
			if err != nil {
				return nil, err
			}
			more := userlist.Matches{}
			for i, condition := range missing {
				more[condition] = found[i]
			}
			return known.With(more, conditions), nil
		})
}

// ReadOverview asks for the counts of the window on screen.
func (w *Workspace) ReadOverview() tea.Cmd {
	source, window, zone := w.Source, w.Window, w.Clock.Location()
	return w.Overview.Start(w.Ctx, 0, w.Pauses.telling, scanKey{at: w.At, window: window},
		func(ctx context.Context, told func(done, total int64)) (*model.Overview, error) {
			return source.Overview(ctx, window, zone, told)
		})
}
