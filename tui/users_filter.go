package tui

import (
	tea "charm.land/bubbletea/v2"

	"spoor/tui/screen"
	"spoor/tui/term"
	"spoor/tui/userlist"
)

func (u *users) startFilter() (screen.Action, tea.Cmd) {
	u.before = u.want.Filter
	u.Past = u.work.History
	u.Begin(u.want.Filter.Text)
	u.resize()
	return nil, nil
}

func (u *users) keepFilter() (screen.Action, tea.Cmd) {
	if !u.MayEnd() {
		return nil, nil
	}
	u.work.History.Add(u.Text())
	return u.endFilter()
}

func (u *users) endFilter() (screen.Action, tea.Cmd) {
	u.End()
	u.resize()
	return nil, nil
}

func (u *users) cancelFilter() (screen.Action, tea.Cmd) {
	u.endFilter()
	u.want.Filter = u.before
	return nil, u.arrange()
}

// refilter takes the filter as it is typed, without the terms that can't be understood yet.
func (u *users) refilter(text string) tea.Cmd {
	f, err := userlist.Parse(text, u.work.Clock, u.work.OwnRules())
	u.Check(err)
	u.want.Filter = f
	return u.arrange()
}

// filterEnds is where the last word of a filter begins, and what it may become.
func (u *users) filterEnds(text []rune) (from int, words []string) {
	return userlist.Ends(text, u.work.OwnRules(), u.work.Pivots.Result)
}

// recallFilter looks again for what was looked for before.
func (u *users) recallFilter(c term.Command) tea.Cmd {
	if !u.Recall(c) {
		return nil
	}
	return u.refilter(u.Text())
}

// completeFilter puts the next word that fits, or the one before, in the place of the word that is typed.
func (u *users) completeFilter(step int) tea.Cmd {
	if !u.Choose(step) {
		return nil
	}
	return u.refilter(u.Text())
}

// foundWords say how many users the filter finds, or how far the events that tell it have been read.
func (u *users) foundWords() string {
	found, all := term.Count(len(u.rows)), u.work.Users.Len()
	if u.among != nil {
		all = len(u.Here)
	}
	switch {
	case u.waits && u.work.Pivots.Failure != nil:
		return "the events can't be read: " + u.work.Pivots.Failure.Error()
	case u.waits && u.work.Matching.Failure != nil:
		return "the events can't be read: " + u.work.Matching.Failure.Error()
	case u.waits && u.work.Pivots.Running():
		found = "… (" + u.work.Pivots.Percent() + " read)"
	case u.waits:
		found = "… (" + u.work.Matching.Percent() + " read)"
	}
	return found + " of " + term.Count(all)
}

// readingEvents reports whether something is being read that a list of users may wait for.
func (u *users) readingEvents() bool {
	w := u.work
	return w.Pivots.Running() || w.Matching.Running()
}
