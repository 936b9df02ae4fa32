package tui

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"spoor/tui/screen"
	"spoor/tui/term"
)

// The app is the host of the screens: this is what they ask of it.

func (a *app) Push(s screen.Screen) tea.Cmd {
	a.stack = append(a.stack, s)
	return a.tell(s, a.body())
}

func (a *app) Swap(s screen.Screen) tea.Cmd {
	a.top().Close()
	a.stack[len(a.stack)-1] = s
	return a.tell(s, a.body())
}

// Pop stays at the root: leaving is the business of quit.
func (a *app) Pop() tea.Cmd {
	if len(a.stack) == 1 {
		a.Say(term.Plain, "this is the first screen; q quits")
		return nil
	}
	a.top().Close()
	a.stack = a.stack[:len(a.stack)-1]
	return a.tell(a.top(), a.body())
}

func (a *app) Home() tea.Cmd {
	for _, s := range a.stack[1:] {
		s.Close()
	}
	a.stack = a.stack[:1]
	return a.tell(a.top(), a.body())
}

func (a *app) Leave(s screen.Screen, why string) tea.Cmd {
	at := slices.Index(a.stack, s)
	if at < 1 {
		return nil
	}
	for _, gone := range a.stack[at:] {
		gone.Close()
	}
	a.stack = a.stack[:at]
	a.Say(term.Plain, why)
	return a.tell(a.top(), a.body())
}

func (a *app) Cover(s screen.Overlay) tea.Cmd {
	a.overlay = s
	return a.tell(s, a.body())
}

func (a *app) Uncover(then screen.Action) tea.Cmd {
	a.overlay.Close()
	a.overlay = nil
	return a.Apply(then)
}

func (a *app) Apply(act screen.Action) tea.Cmd {
	if act == nil {
		return nil
	}
	return act(a)
}

func (a *app) TellTop(msg tea.Msg) tea.Cmd { return a.tell(a.top(), msg) }

func (a *app) Broadcast(msg tea.Msg) tea.Cmd {
	var commands []tea.Cmd
	screens := append([]screen.Screen(nil), a.stack...) // an action may change the stack
	if a.overlay != nil {
		screens = append(screens, a.overlay)
	}
	for _, s := range screens {
		commands = append(commands, a.tell(s, msg))
	}
	return tea.Batch(commands...)
}

func (a *app) Lasting(work func(ctx context.Context) screen.Action) tea.Cmd {
	return a.work.Lasting(work)
}

func (a *app) Context() context.Context { return a.work.Ctx }
