package screen

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"spoor/tui/term"
)

// Screen is one view of the case. It is a plain struct with pointer methods, not a model of its own: the host alone
// talks to Bubble Tea, keeps the screens on a stack and gives the top one its keys.
type Screen interface {
	// Caption names the screen in the header, the footer and in links.
	Caption() Caption
	// Scopes lists the parts of the key table that apply now, the nearest first.
	Scopes() []term.Scope
	// Update takes a command of the key table, the size of the body, a mouse message with its place inside the body,
	// text typed into a prompt, or the result of a task of its own. It must not wait for anything.
	Update(msg tea.Msg) (Action, tea.Cmd)
	// Draw paints the body. It changes nothing and reads nothing but the screen's fields.
	Draw(a term.Area)
	// Close cancels what the screen still waits for.
	Close()
}

// Overlay is a screen that lies in a box on top of another.
type Overlay interface {
	Screen
	// Size is how large the box wants to be, its edges included, on a body of that size.
	Size(body BodySize) (w, h int)
}

// Caption is what the frame around a screen says about it.
type Caption struct {
	Crumb    string // in the breadcrumbs, cleaned when drawn; "" for the root
	Detail   string // at the right of the header, cleaned when drawn
	Position string // at the right of the footer; the program's own words
	Link     string // the place as --at takes it
}

// RuledHeight is the height from which on a line between body and footer is affordable.
const RuledHeight = 14

// BodySize tells a screen how large its body is; it comes before the first frame and whenever the terminal changes.
type BodySize struct{ W, H int }

// MouseAt is a mouse message and its place inside the body.
type MouseAt struct {
	tea.MouseMsg
	X, Y int
}

// Started tells the first screen that the program runs.
type Started struct{}

// CursorMoved tells a screen that the cursor of its list was moved for it.
type CursorMoved struct{}

// Host is who shows the screens: what an action may ask for.
type Host interface {
	// Say shows a line in place of the key hints until the next key.
	Say(s term.Style, text string)
	// Apply does what an action asks for; a nil one asks for nothing.
	Apply(act Action) tea.Cmd
	// Perform runs a command of the key table as if its key had been pressed.
	Perform(c term.Command) tea.Cmd
	// Push opens a screen on top of the present one.
	Push(s Screen) tea.Cmd
	// Swap puts a screen in the place of the present one.
	Swap(s Screen) tea.Cmd
	// Pop goes one step back.
	Pop() tea.Cmd
	// Home goes back to the root.
	Home() tea.Cmd
	// Leave closes a screen that has nothing to show any more, and those that were opened from it.
	Leave(s Screen, why string) tea.Cmd
	// Cover opens an overlay.
	Cover(s Overlay) tea.Cmd
	// Uncover closes the overlay and then does what was chosen in it.
	Uncover(then Action) tea.Cmd
	// TellTop gives a message to the top screen, and broadcast to all of them.
	TellTop(msg tea.Msg) tea.Cmd
	Broadcast(msg tea.Msg) tea.Cmd
	// Lasting runs work outside the event loop that has to be finished once it has begun. Leaving waits for it.
	Lasting(work func(ctx context.Context) Action) tea.Cmd
	// Context ends when the screens do.
	Context() context.Context
}

// Action is what a screen asks of its host; it is applied at once, in the same update. A nil action asks for nothing.
// It is a message too, for commands that end in one.
type Action func(h Host) tea.Cmd

// Push opens a screen on top of the present one.
func Push(s Screen) Action { return func(h Host) tea.Cmd { return h.Push(s) } }

// Swap puts a screen in the place of the present one, as the next session in the place of this one.
func Swap(s Screen) Action { return func(h Host) tea.Cmd { return h.Swap(s) } }

// Pop goes one step back. The root stays: leaving is the business of quit.
func Pop() Action { return Host.Pop }

// Leave closes a screen that has nothing to show any more, and those that were opened from it.
func Leave(s Screen, why string) Action { return func(h Host) tea.Cmd { return h.Leave(s, why) } }

// Cover opens an overlay: help, or a menu.
func Cover(s Overlay) Action { return func(h Host) tea.Cmd { return h.Cover(s) } }

// Uncover closes the overlay and then does what was chosen in it.
func Uncover(then Action) Action { return func(h Host) tea.Cmd { return h.Uncover(then) } }

// Say shows a line in place of the key hints until the next key.
func Say(s term.Style, text string) Action {
	return func(h Host) tea.Cmd {
		h.Say(s, text)
		return nil
	}
}

// Perform runs a command of the key table as if its key had been pressed.
func Perform(c term.Command) Action { return func(h Host) tea.Cmd { return h.Perform(c) } }

// Later runs work outside the event loop and then does what it answers.
func Later(work func() Action) Action {
	return func(Host) tea.Cmd {
		return func() tea.Msg { return work() }
	}
}

// Lasting is later for what has to be finished once it has begun: a file, a verdict. Leaving waits for it.
func Lasting(work func(ctx context.Context) Action) Action {
	return func(h Host) tea.Cmd { return h.Lasting(work) }
}

// Lister is a screen with a list that has the keys: what can be done to any list is done to that.
type Lister interface {
	// Grid is nil while there is no list.
	Grid() *term.Grid
}

// Whole is a screen that has more to say of a row than its list has columns for.
type Whole interface {
	// InFull is everything about the row under the cursor, in lines that are clean; "" where the columns of the list say
	// it all.
	InFull() string
}

// Idler is a screen where some keys can do nothing as things are: they stay out of the footer.
type Idler interface {
	// Idle reports whether a command can do nothing now.
	Idle(c term.Command) bool
}

// Pending is a screen whose list may still be on its way: a filter or an order that is being worked out, users that are
// being judged.
type Pending interface {
	// Pending reports whether what the screen shows is not yet what was asked for.
	Pending() bool
}

// PushMade opens a screen that is made only then.
func PushMade(make func() Screen) Action {
	return func(h Host) tea.Cmd { return h.Push(make()) }
}
