package tui

import (
	"maps"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
	"spoor/analysis/ecrm"
	"spoor/store"
	"spoor/tui/find"
	"spoor/tui/screen"
	"spoor/tui/term"
)

func (u *users) startFilter() (screen.Action, tea.Cmd) {
	u.before = u.want.filter
	u.Past = u.work.history
	u.Begin(u.want.filter.text)
	u.resize()
	return nil, nil
}

func (u *users) keepFilter() (screen.Action, tea.Cmd) {
	if !u.MayEnd() {
		return nil, nil
	}
	u.work.history.Add(u.Text())
	return u.endFilter()
}

func (u *users) endFilter() (screen.Action, tea.Cmd) {
	u.End()
	u.resize()
	return nil, nil
}

func (u *users) cancelFilter() (screen.Action, tea.Cmd) {
	u.endFilter()
	u.want.filter = u.before
	return nil, u.arrange()
}

// refilter takes the filter as it is typed, without the terms that can't be understood yet.
func (u *users) refilter(text string) tea.Cmd {
	f, err := parseFilter(text, u.work.clock, u.work.ownRules())
	u.Check(err)
	u.want.filter = f
	return u.arrange()
}

// filterEnds is where the word begins that a filter ends in, and what it may become: of a condition the fields of events.
func (u *users) filterEnds(text []rune) (from int, words []string) {
	if from, is := fieldBegin(text); is {
		return from, fieldEndings(string(text[from:]))
	}
	return find.Offer(u.words)(text)
}

// words are what a filter of users may go on with.
func (u *users) words(stem string) []string {
	return append(endings(stem, u.work.ownRules()), eventEndings(u.work.pivots.Result, stem)...)
}

// endings are the terms that begin with a stem, the values of a name only once the name is there.
func endings(stem string, own analysis.OwnRules) []string {
	var all []string
	name, value, named := strings.Cut(stem, ":")
	switch {
	case named && name == "segment":
		for s := ecrm.Average; s <= ecrm.DeclaredRobot; s++ {
			all = append(all, "segment:"+s.String())
		}
	case named && name == "verdict":
		for _, label := range store.Labels {
			all = append(all, "verdict:"+label)
		}
	case named && name == "hit":
		all = hitEndings(strings.Contains(value, "."), own)
	case !named:
		all = slices.Sorted(maps.Keys(flagWords))
		all = append(all, "hit:", "segment:", "verdict:", "ip:", "agent:", "family:", "item:", "event:{", "seen>")
		for _, name := range orderingNames(own) {
			all = append(all, name+">")
		}
	}
	return slices.DeleteFunc(all, func(word string) bool { return word == stem || !strings.HasPrefix(word, stem) })
}

// hitEndings are the rules, or the sides of the rules.
func hitEndings(sides bool, own analysis.OwnRules) (all []string) {
	for _, rule := range own.All() {
		switch {
		case !sides:
			all = append(all, "hit:"+rule.Name)
		case !rule.HighOnly:
			all = append(all, "hit:"+rule.Name+".low", "hit:"+rule.Name+".high")
		default:
			all = append(all, "hit:"+rule.Name+".high")
		}
	}
	return all
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

// foundWords say how many users the filter finds, or how far the events have been read that tell it.
func (u *users) foundWords() string {
	found, all := term.Count(len(u.rows)), u.work.Users.Len()
	if u.among != nil {
		all = len(u.here)
	}
	switch {
	case u.waits && u.work.pivots.Failure != nil:
		return "the events can't be read: " + u.work.pivots.Failure.Error()
	case u.waits && u.work.matching.Failure != nil:
		return "the events can't be read: " + u.work.matching.Failure.Error()
	case u.waits && u.work.pivots.Running():
		found = "… (" + u.work.pivots.Percent() + " read)"
	case u.waits:
		found = "… (" + u.work.matching.Percent() + " read)"
	}
	return found + " of " + term.Count(all)
}
