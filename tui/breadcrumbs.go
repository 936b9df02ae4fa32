package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"spoor/tui/term"
)

// breadcrumbs is the places visited, in order, and where among them we are.
type breadcrumbs struct {
	links []string
	at    int
	// heading is a place among these that we are on the way to: its screens open one after the other as what they show is
	// read, and are no places that somebody went to. "" for none.
	heading string
}

// longestTrail is how many places are remembered.
const longestTrail = 100

// note takes down where we are. A new place takes the place of those that lay ahead.
func (t *breadcrumbs) note(link string) {
	switch {
	case t.heading != "":
		if link == t.heading {
			t.heading = ""
		}
		return
	case len(t.links) > 0 && withoutEvent(t.links[t.at]) == withoutEvent(link): // going through a session is one place
		t.links[t.at] = link
		return
	}
	if len(t.links) > 0 {
		t.links = t.links[:t.at+1]
	}
	t.links = append(t.links, link)
	if len(t.links) > longestTrail {
		t.links = t.links[1:]
	}
	t.at = len(t.links) - 1
}

// withoutEvent is the session that a place is in, or the place itself.
func withoutEvent(link string) string {
	session, _, _ := strings.Cut(link, eventPart)
	return session
}

// arrive ends a journey: whoever acts on the way stays there.
func (t *breadcrumbs) arrive() { t.heading = "" }

// step sets out for the place before, or after, if there is one.
func (t *breadcrumbs) step(n int) (link string, ok bool) {
	at := t.at + n
	if at < 0 || at >= len(t.links) {
		return "", false
	}
	t.at, t.heading = at, t.links[at]
	return t.heading, true
}

// travel goes back to the place before, or forward again, by the way that a link to it leads.
func (a *app) travel(c term.Command) tea.Cmd {
	if _, ok := a.stack[0].(*users); !ok {
		return nil // nothing has been loaded yet
	}
	step, none := -1, "this is the first place"
	if c == term.GoForward {
		step, none = 1, "this is the last place"
	}
	link, ok := a.trail.step(step)
	if !ok {
		a.Say(term.Plain, none)
		return nil
	}
	return a.uncovered(a.goTo(link))
}
