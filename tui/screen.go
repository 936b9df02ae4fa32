package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"spoor/tui/term"
)

// screen is one view of the case. It is a plain struct with pointer methods, not a model of its own: the app alone
// talks to Bubble Tea, keeps the screens on a stack and gives the top one its keys.
type screen interface {
	// caption names the screen in the header, the footer and in links.
	caption() caption
	// scopes lists the parts of the key table that apply now, the nearest first.
	scopes() []term.Scope
	// update takes a command of the key table, the size of the body as a bodySize, a mouse message with its place inside
	// the body, text typed into a prompt, or the result of a task of its own. It must not wait for anything.
	update(msg tea.Msg) (action, tea.Cmd)
	// draw paints the body. It changes nothing and reads nothing but the screen's fields.
	draw(a term.Area)
	// close cancels what the screen still waits for.
	close()
}

// caption is what the frame around a screen says about it.
type caption struct {
	crumb    string // in the breadcrumbs, cleaned when drawn; "" for the root
	detail   string // at the right of the header, cleaned when drawn
	position string // at the right of the footer; the program's own words
	link     string // the place as --at takes it
}

// bodySize tells a screen how large its body is; it comes before the first frame and whenever the terminal changes.
type bodySize struct{ w, h int }

// action is what a screen asks of the app; it is applied at once, in the same update. A nil action asks for nothing. It
// is a message too, for commands that end in one.
type action func(*app) tea.Cmd

// push opens a screen on top of the present one.
func push(s screen) action {
	return func(a *app) tea.Cmd {
		a.stack = append(a.stack, s)
		return a.tell(s, a.body())
	}
}

// swap puts a screen in the place of the present one, as the next session in the place of this one.
func swap(s screen) action {
	return func(a *app) tea.Cmd {
		a.top().close()
		a.stack[len(a.stack)-1] = s
		return a.tell(s, a.body())
	}
}

// pop goes one step back. The root stays: leaving is the business of quit.
func pop() action {
	return func(a *app) tea.Cmd {
		if len(a.stack) == 1 {
			a.say(term.Plain, "this is the first screen; q quits")
			return nil
		}
		a.top().close()
		a.stack = a.stack[:len(a.stack)-1]
		return a.tell(a.top(), a.body())
	}
}

// leave closes a screen that has nothing to show any more, and those that were opened from it.
func leave(s screen, why string) action {
	return func(a *app) tea.Cmd {
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
}

// cover opens an overlay: help, or a menu.
func cover(s overlay) action {
	return func(a *app) tea.Cmd {
		a.overlay = s
		return a.tell(s, a.body())
	}
}

// uncover closes the overlay and then does what was chosen in it.
func uncover(then action) action {
	return func(a *app) tea.Cmd {
		a.overlay.close()
		a.overlay = nil
		return a.apply(then)
	}
}

// say shows a line in place of the key hints until the next key.
func say(s term.Style, text string) action {
	return func(a *app) tea.Cmd {
		a.say(s, text)
		return nil
	}
}

// perform runs a command of the key table as if its key had been pressed.
func perform(c term.Command) action {
	return func(a *app) tea.Cmd { return a.command(c) }
}
