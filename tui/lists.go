package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"spoor/tui/screen"
	"spoor/tui/term"
)

// listed is the list of the top screen, nil where it has none.
func (a *app) listed() *term.Grid {
	if of, ok := a.top().(screen.Lister); ok {
		return of.Grid()
	}
	return nil
}

// Scopes are the parts of the key table that apply to the front screen, with those that every list has.
func (a *app) Scopes() []term.Scope {
	if a.overlay != nil {
		return a.overlay.Scopes()
	}
	return a.topScopes()
}

func (a *app) topScopes() []term.Scope {
	if a.finding != nil {
		return a.finding.Scopes()
	}
	scopes := a.top().Scopes()
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

// empty reports whether the front screen is a list without rows, and nobody is marked whom its keys could be about.
func (a *app) empty() bool {
	g := a.listed()
	return a.overlay == nil && a.finding == nil && g != nil && g.Length() == 0 && !a.onItsWay() && a.markedWords() == ""
}

// idle reports whether a key of the front screen can do nothing now.
func (a *app) idle(b term.Binding) bool {
	of, ok := a.front().(screen.Idler)
	return ok && of.Idle(b.Command) || b.OfRow() && a.empty()
}

// aboutNothing reports whether a command asks for a row where there is none.
func (a *app) aboutNothing(c term.Command) bool {
	return a.empty() && slices.ContainsFunc(term.Active(a.Scopes()), func(b term.Binding) bool {
		return b.Command == c && b.OfRow()
	})
}

// digit takes a digit before a command of moving: 5j, 120G. It reports whether the key was one.
func (a *app) digit(text string) bool {
	if len(text) != 1 || text[0] < '0' || text[0] > '9' || a.times == 0 && text == "0" ||
		a.overlay != nil || !slices.Contains(a.topScopes(), term.OnList) {
		return false
	}
	a.times = min(a.times*10+int(text[0]-'0'), mostTimes)
	a.Say(term.Dim, term.Count(a.times)+" …")
	return true
}

// mostTimes is more than any list has rows.
const mostTimes = 1_000_000_000

// onList does what can be done to any list; ok is false for a command that is none of these.
func (a *app) onList(c term.Command) (act screen.Action, ok bool) {
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
		return func(screen.Host) tea.Cmd { return a.find() }, true
	case term.FindNext, term.FindPrevious:
		return toFound(g, map[term.Command]int{term.FindNext: 1, term.FindPrevious: -1}[c]), true
	case term.FindAround:
		g.Narrow(!g.Narrowed())
		return nil, true
	case term.EndFind:
		g.Search(nil, "", false)
		return nil, true
	case term.GoToTime:
		return goToTime(g, a.work.Clock), true
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
	if _, asks := a.work.Source.(Queryable); c == term.OpenQuery && !asks {
		return a.Apply(screen.Say(term.Warning, noQueries))
	}
	return a.uncovered(screen.Push(a.work.Screens.OfCase[c]()))
}

// uncovered does something that leads to another screen; what lies over this one is closed.
func (a *app) uncovered(then screen.Action) tea.Cmd {
	if a.overlay != nil {
		then = screen.Uncover(then)
	}
	return a.Apply(then)
}

// aroundWords say, by its direction, that a search went past an end.
var aroundWords = map[int]string{1: "past the end; on from the first", -1: "past the beginning; on from the last"}

// toFound goes to the next row that matches what was looked for.
func toFound(g *term.Grid, step int) screen.Action {
	around, ok := g.ToFound(step)
	return func(h screen.Host) tea.Cmd {
		switch {
		case !ok:
			h.Say(term.Plain, "no row matches")
		case around:
			h.Say(term.Plain, aroundWords[step])
		}
		return h.TellTop(screen.CursorMoved{})
	}
}
