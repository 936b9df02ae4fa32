package tui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"spoor/tui/term"
)

// screen is one view of the case. It is a plain struct with pointer methods, not a model of its own: the host alone
// talks to Bubble Tea, keeps the screens on a stack and gives the top one its keys.
type screen interface {
	// caption names the screen in the header, the footer and in links.
	caption() caption
	// scopes lists the parts of the key table that apply now, the nearest first.
	scopes() []term.Scope
	// update takes a command of the key table, the size of the body, a mouse message with its place inside the body,
	// text typed into a prompt, or the result of a task of its own. It must not wait for anything.
	update(msg tea.Msg) (action, tea.Cmd)
	// draw paints the body. It changes nothing and reads nothing but the screen's fields.
	draw(a term.Area)
	// close cancels what the screen still waits for.
	close()
}

// overlay is a screen that lies in a box on top of another.
type overlay interface {
	screen
	// size is how large the box wants to be, its edges included, on a body of that size.
	size(body bodySize) (w, h int)
}

// caption is what the frame around a screen says about it.
type caption struct {
	crumb    string // in the breadcrumbs, cleaned when drawn; "" for the root
	detail   string // at the right of the header, cleaned when drawn
	position string // at the right of the footer; the program's own words
	link     string // the place as --at takes it
}

// ruledHeight is the height from which on a line between body and footer is affordable.
const ruledHeight = 14

// bodySize tells a screen how large its body is; it comes before the first frame and whenever the terminal changes.
type bodySize struct{ w, h int }

// mouseAt is a mouse message and its place inside the body.
type mouseAt struct {
	tea.MouseMsg
	x, y int
}

// started tells the first screen that the program runs.
type started struct{}

// cursorMoved tells a screen that the cursor of its list was moved for it.
type cursorMoved struct{}

// host is who shows the screens: what an action may ask for.
type host interface {
	// say shows a line in place of the key hints until the next key.
	say(s term.Style, text string)
	// apply does what an action asks for; a nil one asks for nothing.
	apply(act action) tea.Cmd
	// perform runs a command of the key table as if its key had been pressed.
	perform(c term.Command) tea.Cmd
	// push opens a screen on top of the present one.
	push(s screen) tea.Cmd
	// swap puts a screen in the place of the present one.
	swap(s screen) tea.Cmd
	// pop goes one step back.
	pop() tea.Cmd
	// home goes back to the root.
	home() tea.Cmd
	// leave closes a screen that has nothing to show any more, and those that were opened from it.
	leave(s screen, why string) tea.Cmd
	// cover opens an overlay.
	cover(s overlay) tea.Cmd
	// uncover closes the overlay and then does what was chosen in it.
	uncover(then action) tea.Cmd
	// tellTop gives a message to the top screen, and broadcast to all of them.
	tellTop(msg tea.Msg) tea.Cmd
	broadcast(msg tea.Msg) tea.Cmd
	// lasting runs work outside the event loop that has to be finished once it has begun. Leaving waits for it.
	lasting(work func(ctx context.Context) action) tea.Cmd
	// context ends when the screens do.
	context() context.Context
}

// action is what a screen asks of its host; it is applied at once, in the same update. A nil action asks for nothing.
// It is a message too, for commands that end in one.
type action func(h host) tea.Cmd

// push opens a screen on top of the present one.
func push(s screen) action { return func(h host) tea.Cmd { return h.push(s) } }

// swap puts a screen in the place of the present one, as the next session in the place of this one.
func swap(s screen) action { return func(h host) tea.Cmd { return h.swap(s) } }

// pop goes one step back. The root stays: leaving is the business of quit.
func pop() action { return host.pop }

// leave closes a screen that has nothing to show any more, and those that were opened from it.
func leave(s screen, why string) action { return func(h host) tea.Cmd { return h.leave(s, why) } }

// cover opens an overlay: help, or a menu.
func cover(s overlay) action { return func(h host) tea.Cmd { return h.cover(s) } }

// uncover closes the overlay and then does what was chosen in it.
func uncover(then action) action { return func(h host) tea.Cmd { return h.uncover(then) } }

// say shows a line in place of the key hints until the next key.
func say(s term.Style, text string) action {
	return func(h host) tea.Cmd {
		h.say(s, text)
		return nil
	}
}

// perform runs a command of the key table as if its key had been pressed.
func perform(c term.Command) action { return func(h host) tea.Cmd { return h.perform(c) } }

// later runs work outside the event loop and then does what it answers.
func later(work func() action) action {
	return func(host) tea.Cmd {
		return func() tea.Msg { return work() }
	}
}

// lasting is later for what has to be finished once it has begun: a file, a verdict. Leaving waits for it.
func lasting(work func(ctx context.Context) action) action {
	return func(h host) tea.Cmd { return h.lasting(work) }
}
