package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"spoor/tui/screen"
	"spoor/tui/term"
)

// pointed are the commands that act on the line under the cursor or on the list, or move the cursor. While the list is
// on its way they would act on another line than the one that is meant.
var pointed = []term.Command{
	term.Open, term.GiveVerdict, term.GiveNote, term.UndoVerdict, term.CopyText, term.ExportList,
	term.MarkRow, term.MarkRange, term.MarkAll, term.ReadRow, term.CountValues, term.Find, term.FindNext,
	term.FindPrevious, term.FindAround, term.GoToTime, term.NextProof, term.PreviousProof,
	term.MoveUp, term.MoveDown, term.PageUp, term.PageDown, term.HalfUp, term.HalfDown, term.MoveFirst, term.MoveLast,
}

// mostHeld bounds what is kept of keys that come faster than the lists.
const mostHeld = 10_000

// typeAhead holds the keys that were pressed while their list was on its way, in their order, until it is there.
type typeAhead struct{ held []tea.Msg }

// pressed takes a key. One with alt that means nothing is esc and that key, unless the terminal tells them apart.
func (a *app) pressed(key tea.KeyPressMsg) tea.Cmd {
	_, editor := a.overlay.(*screen.Note)
	if key.Code == 'j' && key.Mod == tea.ModCtrl && !editor && a.ownCommand(key) == nil {
		key = tea.KeyPressMsg{Code: tea.KeyEnter} // what the terminal made of it before this program had it
	}
	rest, apart := term.AfterEsc(a.Scopes(), editor, key)
	if !apart || a.exactKeys || a.ownCommand(key) != nil {
		return a.typed(key)
	}
	return tea.Batch(a.typed(tea.KeyPressMsg{Code: tea.KeyEscape}), a.typed(rest))
}

// typed takes a key or a paste: at once, or behind those that wait. What leaves at once, or gives up, overtakes them.
func (a *app) typed(msg tea.Msg) tea.Cmd {
	if key, ok := msg.(tea.KeyPressMsg); ok && len(a.ahead.held) > 0 {
		switch term.CommandOf(a.topScopes(), key) {
		case term.Interrupt, term.Suspend:
			return a.hear(msg)
		case term.Back, term.CancelInput, term.EndFind:
			a.ahead.held = nil
			a.Say(term.Plain, "what was typed ahead is forgotten")
			return nil
		}
	}
	if len(a.ahead.held) == 0 && !a.waitsFor(msg) {
		return a.hear(msg)
	}
	if len(a.ahead.held) < mostHeld {
		a.ahead.held = append(a.ahead.held, msg)
	}
	a.Say(term.Dim, "the list is on its way; the keys act on it when it is there, esc forgets them")
	return nil
}

// hear gives a key or a paste to the front screen.
func (a *app) hear(msg tea.Msg) tea.Cmd {
	if key, ok := msg.(tea.KeyPressMsg); ok {
		return a.key(key)
	}
	return a.tell(a.front(), msg)
}

// waitsFor reports whether a key means a line of a list that is not there yet. Text never waits.
func (a *app) waitsFor(msg tea.Msg) bool {
	key, ok := msg.(tea.KeyPressMsg)
	if !ok || a.overlay != nil || !a.onItsWay() {
		return false
	}
	scopes := a.topScopes()
	return a.ownCommand(key) != nil || !term.Typing(scopes) && acts(scopes, term.CommandOf(scopes, key))
}

// acts reports whether a command means the list, or goes to the next one where a screen has several.
func acts(scopes []term.Scope, c term.Command) bool {
	switch c {
	case term.NextTab, term.PreviousTab:
		return slices.Contains(scopes, term.OnTables)
	}
	return slices.Contains(pointed, c)
}

// onItsWay reports whether the list of the top screen is still to come.
func (a *app) onItsWay() bool {
	if p, ok := a.top().(screen.Pending); ok && p.Pending() {
		return true
	}
	g := a.listed()
	if g == nil {
		return false
	}
	_, unfinished := g.Searching()
	return unfinished
}

// release lets the held keys act, up to the next one whose list is on its way.
func (a *app) release() tea.Cmd {
	var commands []tea.Cmd
	for len(a.ahead.held) > 0 && !a.waitsFor(a.ahead.held[0]) {
		next := a.ahead.held[0]
		a.ahead.held = a.ahead.held[1:]
		commands = append(commands, a.hear(next))
	}
	return tea.Batch(commands...)
}
