package tui

import (
	tea "charm.land/bubbletea/v2"

	"spoor/internal/clean"
	"spoor/tui/term"
)

// frameClicked does what is clicked on in the frame: a key at the foot, or a screen on the way here, to go back to it.
func (a *app) frameClicked(msg tea.MouseMsg) (cmd tea.Cmd, ok bool) {
	click, is := msg.(tea.MouseClickMsg)
	if !is || click.Button != tea.MouseLeft || a.w < leastWidth || a.h < leastHeight {
		return nil, false
	}
	switch {
	case click.Y == a.h-1:
		return a.hintClicked(click.X), true
	case click.Y == 0 && a.overlay == nil && a.finding == nil && !term.Typing(a.Scopes()):
		return a.crumbClicked(click.X), true
	}
	return nil, false
}

func (a *app) hintClicked(x int) tea.Cmd {
	if a.note != "" || a.finding != nil && a.overlay == nil {
		a.note = "" // for the keys to be seen
		return nil
	}
	if a.overlay == nil && a.onItsWay() {
		a.Say(term.Plain, listOnItsWay)
		return nil
	}
	a.times = 0
	for _, h := range a.hints(a.w - a.theme.Width(a.position()) - 2) {
		if x >= h.from && x < h.to {
			return a.Perform(h.command)
		}
	}
	return nil
}

func (a *app) crumbClicked(x int) tea.Cmd {
	live, _ := a.work.Live()
	at := a.crumbsFrom()
	crumbs, cut := a.crumbs(a.w - at - a.theme.Width(live) - 2)
	if x < at { // the program and the case stand for the first screen
		return a.backTo(0)
	}
	if cut {
		at += clean.Width(crumbMark + "…")
	}
	for _, c := range crumbs {
		if at += c.width; x < at {
			return a.backTo(c.depth)
		}
	}
	return nil
}

// backTo closes the screens over one.
func (a *app) backTo(depth int) tea.Cmd {
	if depth+1 >= len(a.stack) {
		return nil
	}
	return a.Leave(a.stack[depth+1], "")
}

// crumbsFrom is where the names of the screens begin, behind the program, the case and the window.
func (a *app) crumbsFrom() int {
	at := len("spoor") + 2 + a.theme.DataWidth(a.name)
	if window := a.work.WindowWords(); window != "" {
		at += 2 + a.theme.Width(window)
	}
	return at
}
