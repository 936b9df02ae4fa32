package tui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"spoor/internal/clean"
	"spoor/tui/term"
)

// View returns the frame and how the terminal should show it.
func (a *app) View() tea.View {
	v := tea.NewView(a.frame())
	v.AltScreen = true
	if a.mouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	v.WindowTitle = "spoor"
	return v
}

func (a *app) frame() string {
	c := term.NewCanvas(a.theme, a.w, a.h)
	if a.w < leastWidth || a.h < leastHeight {
		c.Area().Line(0).Own(term.Plain, "too small: "+term.Count(a.w)+"x"+term.Count(a.h))
		c.Area().Line(1).Own(term.Plain, "spoor needs 40x8")
		return c.String()
	}
	body := a.body()
	a.drawHeader(c.Area().Line(0))
	a.top().Draw(c.Area().Rows(1, 1+body.H))
	if a.ruled() > 0 {
		c.Area().Line(a.h-2).Own(term.Dim, strings.Repeat("─", a.w))
	}
	a.drawFooter(c.Area().Line(a.h - 1))
	if a.overlay != nil {
		a.drawOverlay(c)
	}
	return c.String()
}

// drawHeader writes where we are, and at the right what is new and what the screen has to say about itself.
func (a *app) drawHeader(p term.Pen) {
	detail := a.top().Caption().Detail
	live, liveStyle := a.work.Live()
	p.Own(term.Strong, "spoor")
	p.Gap(2)
	p.Data(term.Plain, a.name)
	if window := a.work.WindowWords(); window != "" {
		p.Gap(2)
		p.Own(term.Warning, window)
	}
	crumbs, cut := a.crumbs(p.Left() - a.theme.Width(live) - 2)
	if cut {
		p.Own(term.Dim, crumbMark)
		p.Own(term.Plain, "…")
	}
	for i, crumb := range crumbs {
		last := term.Plain
		if i == len(crumbs)-1 {
			last = term.Strong
		}
		p.Own(term.Dim, crumbMark)
		p.Data(last, crumb.name)
	}
	if live != "" {
		p.Gap(2)
		p.Own(liveStyle, live)
	}
	if p.Left() > a.theme.Width(detail)+1 {
		p.OwnRight(term.Dim, detail)
	}
}

// crumbMark stands before the name of each screen.
const crumbMark = " › "

// crumbs are the names of the screens on the way here. Where not all have room, the first are cut to make it for the
// last.
func (a *app) crumbs(room int) (crumbs []crumb, cut bool) {
	width := 0
	for depth, s := range a.stack {
		if name := s.Caption().Crumb; name != "" {
			crumbs = append(crumbs, crumb{name, clean.Width(crumbMark) + a.theme.DataWidth(name), depth})
			width += crumbs[len(crumbs)-1].width
		}
	}
	if width <= room {
		return crumbs, false
	}
	room -= clean.Width(crumbMark + "…")
	left := 0 // how many are left out
	for ; width > room && left < len(crumbs)-1; left++ {
		width -= crumbs[left].width
	}
	return crumbs[left:], left > 0
}

// crumb is the name of a screen on the way here.
type crumb struct {
	name  string
	width int // with the mark before it
	depth int // of the screen in the stack
}

// drawFooter writes a note or the keys of the front screen, and at the right where in its list it is.
func (a *app) drawFooter(p term.Pen) {
	if a.finding != nil && a.overlay == nil {
		a.finding.Draw(p.Area())
		return
	}
	position := a.position()
	room := p.Within(p.Left() - a.theme.Width(position) - 2)
	if a.note != "" {
		room.Gap(1)
		a.drawNote(room)
	} else {
		a.drawHints(room)
	}
	p.OwnRight(term.Dim, position)
}

// position says where in its list the front screen is, and what is marked and looked for there.
func (a *app) position() string {
	position := a.front().Caption().Position
	if a.overlay == nil {
		position = a.markedWords() + soughtWords(a.listed()) + position
	}
	return position
}

// noteGoesOnHere ends a note that has no room.
const noteGoesOnHere = "  ! reads on"

// drawNote writes the note and, where it is cut, the key that shows all of it.
func (a *app) drawNote(p term.Pen) {
	room := p.Left() - clean.Width(noteGoesOnHere)
	if a.theme.DataWidth(a.note) <= p.Left() || room < leastWidth/2 || term.Typing(a.Scopes()) {
		p.Data(a.noteStyle, a.note)
		return
	}
	p.Within(room).Data(a.noteStyle, a.note)
	p.MoveTo(room)
	p.Own(term.Dim, noteGoesOnHere)
}

// drawHints writes as many keys as fit; help is always among them.
func (a *app) drawHints(p term.Pen) {
	for _, h := range a.hints(p.Left()) {
		p.MoveTo(h.from)
		p.Own(term.Strong, h.label)
		p.Gap(1)
		p.Own(term.Dim, h.words)
	}
}

// hint is a key at the foot, and the cells that it takes.
type hint struct {
	label, words string
	command      term.Command
	from, to     int
}

// hints are the keys that have room in a width.
func (a *app) hints(room int) (all []hint) {
	const help = "? help"
	bindings := term.Active(a.Scopes())
	helps := slices.ContainsFunc(bindings, func(b term.Binding) bool { return b.Command == term.OpenHelp })
	here := leadsTo(a.front().Caption().Link) // where nobody needs to be led
	at := 0
	add := func(h hint) {
		h.from, h.to = at+1, at+1+a.theme.Width(h.label+" "+h.words)
		all, at = append(all, h), h.to+1
	}
	for _, b := range bindings {
		if b.Hint == "" || b.Command == term.OpenHelp || b.Command == here || a.idle(b) {
			continue
		}
		width := a.theme.Width(b.Label() + " " + b.Hint)
		if room-at < 1+width+2+len(help) {
			break
		}
		add(hint{label: b.Label(), words: b.Hint, command: b.Command})
	}
	if helps && room-at > len(help) {
		add(hint{label: "?", words: "help", command: term.OpenHelp})
	}
	return all
}

// overlayArea is where the overlay's box lies on the body.
func (a *app) overlayArea() (x, y, w, h int) {
	body := a.body()
	w, h = a.overlay.Size(body)
	return (body.W - w) / 2, (body.H - h) / 2, w, h
}

// drawOverlay lays the overlay in its box over the body.
func (a *app) drawOverlay(c *term.Canvas) {
	x, y, w, h := a.overlayArea()
	box := term.NewCanvas(a.theme, w, h)
	inside := box.Area().Rows(1, h-1).Columns(2, w-2)
	box.Area().Box(a.overlay.Caption().Crumb, func() { a.overlay.Draw(inside) })
	c.Overlay(box, x, y+1)
}

// markedWords say in the footer of a list of users how many are marked.
func (a *app) markedWords() string {
	if _, ok := a.top().(*users); !ok || a.work.Marks.Len() == 0 {
		return ""
	}
	return "✓ " + term.Count(a.work.Marks.Len()) + "  "
}
