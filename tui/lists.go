package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"spoor/tui/term"
)

// lister is a screen with a list that has the keys: what can be done to any list is done to that.
type lister interface {
	// grid is nil while there is no list.
	grid() *term.Grid
}

// listed is the list of the top screen, nil where it has none.
func (a *app) listed() *term.Grid {
	if of, ok := a.top().(lister); ok {
		return of.grid()
	}
	return nil
}

// scopes are the parts of the key table that apply to the front screen, with those that every list has.
func (a *app) scopes() []term.Scope {
	if a.overlay != nil {
		return a.overlay.scopes()
	}
	return a.topScopes()
}

func (a *app) topScopes() []term.Scope {
	if a.finding != nil {
		return a.finding.scopes()
	}
	scopes := a.top().scopes()
	g := a.listed()
	if g == nil && !a.onItsWay() || term.Typing(scopes) || !slices.Contains(scopes, term.OnList) {
		return scopes
	}
	scopes = append(slices.Clip(scopes), term.OnFind)
	if g == nil {
		return scopes
	}
	if on, _ := g.Searching(); on {
		scopes = append([]term.Scope{term.OnFound}, scopes...)
	}
	return scopes
}

// digit takes a digit before a command of moving: 5j, 120G. It reports whether the key was one.
func (a *app) digit(text string) bool {
	if len(text) != 1 || text[0] < '0' || text[0] > '9' || a.times == 0 && text == "0" ||
		a.overlay != nil || !slices.Contains(a.topScopes(), term.OnList) {
		return false
	}
	a.times = min(a.times*10+int(text[0]-'0'), mostTimes)
	a.say(term.Dim, term.Count(a.times)+" …")
	return true
}

// mostTimes is more than any list has rows.
const mostTimes = 1_000_000_000

// onList does what can be done to any list; ok is false for a command that is none of these.
func (a *app) onList(c term.Command) (act action, ok bool) {
	g := a.listed()
	switch {
	case a.overlay != nil:
		return nil, false
	case c == term.ReadRow: // which is there to be read without a list, too
		return a.readRow(), true
	case g == nil:
		return nil, false
	}
	switch c {
	case term.Find:
		return func(host) tea.Cmd { return a.find() }, true
	case term.FindNext, term.FindPrevious:
		return toFound(g, map[term.Command]int{term.FindNext: 1, term.FindPrevious: -1}[c]), true
	case term.FindAround:
		g.Narrow(!g.Narrowed())
		return nil, true
	case term.EndFind:
		g.Search(nil, "", false)
		return nil, true
	case term.GoToTime:
		return goToTime(g, a.work.clock), true
	case term.CountValues:
		return chooseCounted(a.work, g), true
	}
	return nil, false
}

// openOver opens a screen that can be opened from anywhere, once there are users. The query that is on screen is
// changed.
func (a *app) openOver(c term.Command) tea.Cmd {
	switch a.top().(type) {
	case *query:
		if c == term.OpenQuery && a.overlay == nil {
			return a.tell(a.top(), c)
		}
	case *overview:
		if c == term.OpenOverview {
			return a.uncovered(nil)
		}
	}
	if a.work.Users == nil {
		return nil
	}
	return a.uncovered(push(caseScreens[c](a.work)))
}

// uncovered does something that leads to another screen; what lies over this one is closed.
func (a *app) uncovered(then action) tea.Cmd {
	if a.overlay != nil {
		then = uncover(then)
	}
	return a.apply(then)
}

// toFound goes to the next row that was looked for.
func toFound(g *term.Grid, step int) action {
	around, ok := g.ToFound(step)
	return func(h host) tea.Cmd {
		switch {
		case !ok:
			h.say(term.Plain, "no row matches")
		case around:
			h.say(term.Plain, map[int]string{1: "round the end, on from the first", -1: "round the end, on from the last"}[step])
		}
		return h.tellTop(cursorMoved{})
	}
}
