package tui

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"spoor/tui/term"
)

// The app is the host of the screens: this is what they ask of it.

func (a *app) push(s screen) tea.Cmd {
	a.stack = append(a.stack, s)
	return a.tell(s, a.body())
}

func (a *app) swap(s screen) tea.Cmd {
	a.top().close()
	a.stack[len(a.stack)-1] = s
	return a.tell(s, a.body())
}

// pop stays at the root: leaving is the business of quit.
func (a *app) pop() tea.Cmd {
	if len(a.stack) == 1 {
		a.say(term.Plain, "this is the first screen; q quits")
		return nil
	}
	a.top().close()
	a.stack = a.stack[:len(a.stack)-1]
	return a.tell(a.top(), a.body())
}

func (a *app) home() tea.Cmd {
	for _, s := range a.stack[1:] {
		s.close()
	}
	a.stack = a.stack[:1]
	return a.tell(a.top(), a.body())
}

func (a *app) leave(s screen, why string) tea.Cmd {
	at := slices.Index(a.stack, s)
	if at < 1 {
		return nil
	}
	for _, gone := range a.stack[at:] {
		gone.close()
	}
	a.stack = a.stack[:at]
	a.say(term.Plain, why)
	return a.tell(a.top(), a.body())
}

func (a *app) cover(s overlay) tea.Cmd {
	a.overlay = s
	return a.tell(s, a.body())
}

func (a *app) uncover(then action) tea.Cmd {
	a.overlay.close()
	a.overlay = nil
	return a.apply(then)
}

func (a *app) apply(act action) tea.Cmd {
	if act == nil {
		return nil
	}
	return act(a)
}

func (a *app) tellTop(msg tea.Msg) tea.Cmd { return a.tell(a.top(), msg) }

func (a *app) broadcast(msg tea.Msg) tea.Cmd {
	var commands []tea.Cmd
	screens := append([]screen(nil), a.stack...) // an action may change the stack
	if a.overlay != nil {
		screens = append(screens, a.overlay)
	}
	for _, s := range screens {
		commands = append(commands, a.tell(s, msg))
	}
	return tea.Batch(commands...)
}

func (a *app) lasting(work func(ctx context.Context) action) tea.Cmd {
	w := a.work
	return func() tea.Msg {
		w.gate.RLock()
		defer w.gate.RUnlock()
		if w.ctx.Err() != nil {
			return nil
		}
		return work(w.ctx)
	}
}

func (a *app) context() context.Context { return a.work.ctx }
