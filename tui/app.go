package tui

import (
	"sync/atomic"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"spoor/internal/clean"
	"spoor/internal/report"
	"spoor/store"
	"spoor/tui/screen"
	"spoor/tui/term"
	"spoor/tui/workspace"
)

const (
	// fallbackWidth and fallbackHeight stand in for a terminal that says it has no size, as some do over a serial line.
	fallbackWidth, fallbackHeight = 80, 24
	// leastWidth and leastHeight are the smallest terminal on which the screens say anything.
	leastWidth, leastHeight = 40, 8
)

// app is the one model that Bubble Tea knows. It owns the stack of screens, the overlay and the frame around them.
type app struct {
	theme    *term.Theme
	name     string // of the program and the case, cleaned when drawn
	work     *workspace.Workspace
	w, h     int
	stack    []screen.Screen // never empty
	overlay  screen.Overlay  // nil for none
	trail    breadcrumbs     // of the places visited
	ahead    typeAhead
	commands []OwnCommand // keys that run commands of one's own
	finding  *finder      // nil while nothing is typed that is looked for

	searching bool // rows of the list are being looked at
	times     int  // how often the next command of moving is done; 0: once

	note      string   // stands in place of the key hints until the next key
	messages  messages // said lately
	noteStyle term.Style
	armed     bool // ctrl+c was pressed, once
	mouse     bool
	exactKeys bool // the terminal tells alt and a key from esc and that key
	sync      bool

	keep    func() state // what is worth keeping now; nil: nothing is kept before the end
	keeping bool         // it is going to be

	where whereabouts            // after the last message
	last  atomic.Pointer[string] // the command that leads there, for whoever is not in the event loop
}

func newApp(t *term.Theme, work *workspace.Workspace, first screen.Screen) *app {
	return &app{theme: t, name: store.NameOf(work.Source.Path()), work: work, w: fallbackWidth, h: fallbackHeight,
		stack: []screen.Screen{first}, mouse: true, sync: true}
}

// Init starts reading the case. The renderer asks a terminal for synchronized output only where it trusts its name,
// never over SSH; saying that it can is safe, because terminals that cannot ignore it, and frames stop tearing.
func (a *app) Init() tea.Cmd {
	commands := []tea.Cmd{a.tell(a.top(), a.body()), a.tell(a.top(), screen.Started{}), a.work.ReadKept()}
	if a.sync {
		commands = append(commands, func() tea.Msg {
			return tea.ModeReportMsg{Mode: ansi.ModeSynchronizedOutput, Value: ansi.ModeReset}
		})
	}
	return tea.Batch(commands...)
}

func (a *app) top() screen.Screen { return a.stack[len(a.stack)-1] }

// body is the size of what the top screen draws into.
func (a *app) body() screen.BodySize { return screen.BodySize{W: a.w, H: max(a.h-2-a.ruled(), 0)} }

// ruled is the height of the line between body and footer.
func (a *app) ruled() int {
	if a.h >= screen.RuledHeight {
		return 1
	}
	return 0
}

// Update takes one message, and notes where it led.
func (a *app) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if _, on := msg.(searchOn); on {
		a.searching = false
	}
	cmd := tea.Batch(a.take(msg), a.searchMore())
	for before := 0; len(a.ahead.held) > 0 && len(a.ahead.held) != before; { // what is released may look for rows
		before = len(a.ahead.held)
		cmd = tea.Batch(cmd, a.release(), a.searchMore())
	}
	link := a.link()
	a.trail.note(link)
	if now := a.whereabouts(link); a.last.Load() == nil || now != a.where {
		back := a.wayBack()
		a.where = now
		a.last.Store(&back)
	}
	return a, cmd
}

// take passes a message on to whoever it is meant for: keys to the overlay or else the top screen, results to the
// workspace and every screen.
func (a *app) take(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		return a.resize(msg)
	case tea.ColorProfileMsg:
		a.theme.Suit(msg.Profile)
		return nil
	case tea.KeyboardEnhancementsMsg:
		a.exactKeys = msg.SupportsKeyDisambiguation()
		return nil
	case tea.KeyPressMsg:
		return tea.Batch(a.pressed(msg), a.keepSoon())
	case tea.PasteMsg:
		return tea.Batch(a.typed(msg), a.keepSoon())
	case keepState:
		return a.keepNow()
	case searchOn:
		return nil
	case tea.MouseMsg:
		return a.mouseMoved(msg)
	case screen.Action:
		return a.Apply(msg)
	case ownDone:
		a.Say(msg.said())
		return nil
	}
	news, cmd := a.work.Update(msg)
	if news == nil {
		news = []tea.Msg{msg}
	}
	commands := []tea.Cmd{cmd}
	for _, heard := range news {
		commands = append(commands, a.Broadcast(heard))
	}
	return tea.Batch(commands...)
}

func (a *app) resize(size tea.WindowSizeMsg) tea.Cmd {
	if size.Width > 0 && size.Height > 0 {
		a.w, a.h = size.Width, size.Height
	}
	return a.Broadcast(a.body())
}

// front is the screen that has the keys.
func (a *app) front() screen.Screen {
	switch {
	case a.overlay != nil:
		return a.overlay
	case a.finding != nil:
		return a.finding
	}
	return a.top()
}

func (a *app) key(key tea.KeyPressMsg) tea.Cmd {
	a.note = ""
	a.trail.arrive()
	c := term.CommandOf(a.Scopes(), key)
	if c != term.Interrupt {
		a.armed = false
	}
	if c == term.NoCommand {
		if own := a.ownCommand(key); own != nil {
			return a.runOwn(*own)
		}
		if a.digit(key.Text) {
			return nil
		}
		a.times = 0
		if !term.Typing(a.Scopes()) {
			a.Say(term.Dim, a.noSuchKey())
		}
		return a.tell(a.front(), key)
	}
	if g := a.listed(); g != nil && a.overlay == nil {
		g.Repeat(a.times)
	}
	a.times = 0
	return a.Perform(c)
}

// noSuchKey answers a key that means nothing. While logs are loaded the answer stays in place of the keys that do mean
// something until the load ends, so it names them.
func (a *app) noSuchKey() string {
	if _, loads := a.top().(*loading); loads {
		return "no such key; esc stop  q quit  ? help"
	}
	return "no such key here; ? lists them"
}

// Perform does what belongs to the app and hands everything else to the front screen.
func (a *app) Perform(c term.Command) tea.Cmd {
	switch c {
	case term.Interrupt:
		return a.interrupt()
	case term.Suspend:
		return tea.Suspend
	case term.ToggleMouse:
		return a.toggleMouse()
	case term.ShowMessages:
		return a.Apply(a.messages.show())
	case term.GoBack, term.GoForward:
		return a.travel(c)
	case term.WholeTime:
		return a.wholeTime()
	case term.OpenOverview, term.OpenQuery:
		return a.openOver(c)
	case term.BringIn:
		act, cmd := a.work.Receive()
		return tea.Batch(a.Apply(act), cmd)
	case term.Quit:
		return a.quit()
	}
	if act, ok := a.over(c); ok {
		return a.Apply(act)
	}
	if act, ok := a.onList(c); ok {
		return a.Apply(act)
	}
	if a.aboutNothing(c) {
		return a.Apply(screen.Say(term.Plain, "the list is empty"))
	}
	return a.tell(a.front(), c)
}

// over is what opens over any screen.
func (a *app) over(c term.Command) (act screen.Action, ok bool) {
	switch c {
	case term.OpenHelp:
		return screen.Cover(screen.NewHelp(a.topScopes(), a.helpOfOwn()...)), true
	case term.SaveView:
		return a.saveView(), true
	case term.KeepPlace:
		return a.bookmark(), true
	case term.OpenPlaces:
		return a.newSavedMenu(), true
	case term.OpenPalette:
		return screen.Cover(a.newPalette()), true
	}
	return nil, false
}

// interrupt leaves when it is asked for twice.
func (a *app) interrupt() tea.Cmd {
	if a.armed {
		return tea.Interrupt
	}
	a.armed = true
	a.Say(term.Warning, "ctrl+c again leaves at once")
	return nil
}

// toggleMouse hands the mouse over to the terminal, or takes it.
func (a *app) toggleMouse() tea.Cmd {
	a.mouse = !a.mouse
	a.Say(term.Plain, map[bool]string{true: "the mouse is ours: wheel, click, click on a title",
		false: "the mouse is the terminal's: mark and copy"}[a.mouse])
	return nil
}

// quit leaves, after a question if rules were changed here.
func (a *app) quit() tea.Cmd {
	if !a.work.Unsaved() {
		return a.end()
	}
	return a.Apply(screen.Cover(screen.NewMenu("The rules are changed", []screen.Item{
		{Label: "leave", Detail: "the changes are kept for the next time", Act: func(screen.Host) tea.Cmd { return a.end() }},
		{Label: "forget them", Detail: "and leave; back to " + a.work.Saved.Name, Act: func(screen.Host) tea.Cmd {
			a.work.Rules = a.work.Saved
			return a.end()
		}},
		{Label: "stay", Detail: "", Act: nil},
	})))
}

// end leaves once a load that runs has kept what it has read.
func (a *app) end() tea.Cmd {
	if l, ok := a.stack[0].(*loading); ok {
		return l.quit()
	}
	return tea.Quit
}

// tell gives a message to one screen and applies what it asks for.
func (a *app) tell(s screen.Screen, msg tea.Msg) tea.Cmd {
	act, cmd := s.Update(msg)
	return tea.Batch(cmd, a.Apply(act))
}

func (a *app) mouseMoved(msg tea.MouseMsg) tea.Cmd {
	m := msg.Mouse()
	if _, released := msg.(tea.MouseReleaseMsg); released { // of use to who draws with the mouse, whatever lies over it
		return a.tell(a.top(), screen.MouseAt{MouseMsg: msg, X: m.X, Y: m.Y - 1})
	}
	a.trail.arrive()
	if cmd, ok := a.frameClicked(msg); ok {
		return cmd
	}
	if a.overlay != nil {
		x, y, _, _ := a.overlayArea()
		return a.tell(a.overlay, screen.MouseAt{MouseMsg: msg, X: m.X - x - 2, Y: m.Y - 1 - y - 1})
	}
	if _, click := msg.(tea.MouseClickMsg); click && a.onItsWay() {
		a.Say(term.Plain, listOnItsWay)
		return nil
	}
	return a.tell(a.top(), screen.MouseAt{MouseMsg: msg, X: m.X, Y: m.Y - 1})
}

// listOnItsWay answers a click that would still hit the list from before.
const listOnItsWay = "the list is on its way; click again when it is there"

// link is the place as --at takes it.
func (a *app) link() string { return a.top().Caption().Link }

// lastWayBack is the command that comes back to the place after the last message; any goroutine may ask.
func (a *app) lastWayBack() string {
	if command := a.last.Load(); command != nil {
		return clean.Text(*command)
	}
	return "spoor " + clean.Text(report.Quoted(a.name))
}
