package store

import (
	"context"
	"slices"

	"spoor/analysis"
	"spoor/analysis/packed"
	"spoor/analysis/web"
	"spoor/store/model"
)

// measured is what the users of a reading were measured by, and what was found.
type measured struct {
	how    analysis.MeasureOptions // the session timeout is filled in
	window analysis.Window
	users  *measuredUsers
}

// tells reports whether only what follows from where sessions end has to be measured anew.
func (m *measured) tells(how analysis.MeasureOptions, window analysis.Window) bool {
	if m == nil {
		return false
	}
	how.Timeout = m.how.Timeout
	return m.how == how && m.window == window
}

// measureOtherwise is measure for somebody who wants the users alone, by what has been measured of them where that
// tells all but what follows from where sessions end: that is half of the work.
func (r *reading) measureOtherwise(ctx context.Context, asked, how analysis.MeasureOptions, window analysis.Window,
	progress model.Progress) (*measuredUsers, error) {
	var users *measuredUsers
	if r.measured.tells(how, window) {
		var err error
		if users, err = r.measureSessions(ctx, how, window, progress); err != nil {
			return nil, err
		}
		users.measuring = asked
	} else {
		d, err := r.measure(ctx, asked, how, window, progress)
		if err != nil {
			return nil, err
		}
		users = d.users
	}
	r.measured = &measured{how, window, users}
	return users, nil
}

// measureSessions measures all users anew by where sessions end.
func (r *reading) measureSessions(ctx context.Context, how analysis.MeasureOptions, window analysis.Window,
	progress model.Progress) (*measuredUsers, error) {
	before := r.measured.users
	of := packed.NewUsers(len(r.events.counts), before.background)
	_, err := r.eachUser(ctx, how, window, progress, of, func(index *analysis.AddressIndex) measureUser {
		measurer := analysis.NewMeasurer(how, window, r.known.Content)
		return func(user analysis.UserNumber, events []web.Event) analysis.Measures {
			row := before.of.Measures(user)
			measurer.MeasureSessions(events, &row)
			index.AddSessions(user, events, &row)
			return row
		}
	})
	if err != nil {
		return nil, err
	}
	return &measuredUsers{
		of: of, background: before.background, ids: slices.Clone(before.ids), keys: slices.Clone(before.keys),
		window: window, timeout: how.Timeout,
	}, nil
}
