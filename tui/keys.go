package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"
)

// command is what a key does. Screens are given commands, not keys; help, footer and the command list all read the same table.
type command uint8

const (
	noCommand command = iota
	interrupt
	suspend
	back
	openHelp
	quit
	toggleMouse
	moveUp
	moveDown
	pageUp
	pageDown
	halfUp
	halfDown
	moveFirst
	moveLast
	open
	filterList
	sortMenu
	sortLeft
	sortRight
	sortReverse
	openRules
	openRejects
	presetMenu
	copyText
	nextTab
	previousTab
	nextOne
	previousOne
	toggleRule
	lessBound
	moreBound
	boundKind
	noBound
	lessWeight
	moreWeight
	typeValue
	undo
	redo
	walkChanges
	stopLoading
	accept
	cancelInput
)

// scope is where a key is valid. Where scopes are valid together a key means one thing, but for loading, where esc and ctrl+c stop it.
type scope uint8

const (
	always scope = iota // even while text is typed
	everywhere
	onList
	onUsers
	onUser
	onSession
	onRules
	onChanges
	onRejects
	onLoading
	onPrompt
	onMenu
)

// binding is one line of the key table.
type binding struct {
	scope   scope
	command command
	keys    []string // as Bubble Tea names them
	label   string   // how the screens name them
	short   string   // for the footer; "" keeps it out
	help    string
}

// bindings is the key table, in the order of footer and help.
var bindings = []binding{
	{onUsers, open, []string{"enter"}, "enter", "open", "open the user: why, and every session"},
	{onUsers, filterList, []string{"/"}, "/", "filter", "show only users that match, as you type"},
	{onUsers, sortMenu, []string{"s"}, "s", "sort", "choose what the list is sorted by"},
	{onUsers, openRules, []string{"r"}, "r", "rules", "turn the rules and see who enters and who leaves"},
	{onUsers, presetMenu, []string{"p"}, "p", "presets", "choose another set of rules"},
	{onUsers, copyText, []string{"y"}, "y", "copy", "copy the user's key"},
	{onUsers, openRejects, []string{"x"}, "x", "rejects", "the lines that did not load, and why"},
	{onUsers, sortLeft, []string{"<", "left"}, "<", "", "sort by the column to the left"},
	{onUsers, sortRight, []string{">", "right"}, ">", "", "sort by the column to the right"},
	{onUsers, sortReverse, []string{"R"}, "R", "", "turn the order round"},

	{onUser, open, []string{"enter"}, "enter", "open", "go from why to the sessions, and from there into one session"},
	{onUser, nextTab, []string{"tab", "right"}, "tab", "why/sessions", "the other tab"},
	{onUser, previousTab, []string{"shift+tab", "left"}, "shift+tab", "", "the other tab, backwards"},
	{onUser, previousOne, []string{"["}, "[", "", "the user before in the list"},
	{onUser, nextOne, []string{"]"}, "]", "next user", "the next user of the list"},
	{onUser, openRules, []string{"r"}, "r", "rules", "turn the rules and see who enters and who leaves"},
	{onUser, copyText, []string{"y"}, "y", "copy", "copy the user's key"},

	{onSession, open, []string{"enter"}, "enter", "line", "show the original log line, with its file and line number"},
	{onSession, previousOne, []string{"[", "left"}, "[", "", "the session before"},
	{onSession, nextOne, []string{"]", "right"}, "]", "next session", "the next session"},
	{onSession, copyText, []string{"y"}, "y", "copy", "copy the original line if it is shown, else the event"},

	{onRules, toggleRule, []string{"space"}, "space", "on/off", "switch the rule on or off"},
	{onRules, lessBound, []string{"left", "h"}, "←", "", "less, by a step"},
	{onRules, moreBound, []string{"right", "l"}, "←→", "change", "more, by a step"},
	{onRules, nextTab, []string{"tab"}, "tab", "low/high", "from low bound to high bound to weight"},
	{onRules, previousTab, []string{"shift+tab"}, "shift+tab", "", "from weight to high bound to low bound"},
	{onRules, moreWeight, []string{"+"}, "+", "", "more weight"},
	{onRules, lessWeight, []string{"-"}, "+-", "weight", "less weight"},
	{onRules, typeValue, []string{"=", "e"}, "=", "type", "type a value: 5, p95, off"},
	{onRules, boundKind, []string{"n"}, "n", "", "a quantile as a number, a number as a quantile"},
	{onRules, noBound, []string{"delete", "backspace"}, "del", "", "no bound on this side"},
	{onRules, undo, []string{"u"}, "u", "undo", "take the last change back"},
	{onRules, redo, []string{"ctrl+r", "U"}, "ctrl+r", "", "make it again"},
	{onRules, presetMenu, []string{"p"}, "p", "presets", "choose another set of rules"},
	{onRules, walkChanges, []string{"enter"}, "enter", "who", "go to the list of who enters and leaves"},
	{onRules, copyText, []string{"y"}, "y", "copy", "copy the changes as options of spoor whatif"},

	{onChanges, open, []string{"enter"}, "enter", "open", "open the user"},
	{onChanges, nextTab, []string{"tab"}, "tab", "rules", "back to the rules"},
	{onChanges, copyText, []string{"y"}, "y", "copy", "copy the user's key"},

	{onRejects, copyText, []string{"y"}, "y", "copy", "copy the line"},

	{onLoading, stopLoading, []string{"esc", "ctrl+c"}, "esc", "stop", "stop loading; the next load goes on from here"},

	{onPrompt, accept, []string{"enter"}, "enter", "done", "keep what is typed"},
	{onPrompt, cancelInput, []string{"esc"}, "esc", "cancel", "as it was before"},

	{onMenu, accept, []string{"enter"}, "enter", "choose", "choose"},
	{onMenu, cancelInput, []string{"esc"}, "esc", "close", "close"},
	{onMenu, moveUp, []string{"up", "ctrl+p"}, "↑", "", "one up"},
	{onMenu, moveDown, []string{"down", "ctrl+n"}, "↓", "", "one down"},
	{onMenu, pageUp, []string{"pgup"}, "pgup", "", "one page up"},
	{onMenu, pageDown, []string{"pgdown"}, "pgdn", "", "one page down"},

	{onList, moveUp, []string{"up", "k"}, "↑ k", "", "one row up"},
	{onList, moveDown, []string{"down", "j"}, "↓ j", "", "one row down"},
	{onList, pageUp, []string{"pgup", "ctrl+b"}, "pgup", "", "one page up"},
	{onList, pageDown, []string{"pgdown", "ctrl+f"}, "pgdn", "", "one page down"},
	{onList, halfUp, []string{"ctrl+u"}, "ctrl+u", "", "half a page up"},
	{onList, halfDown, []string{"ctrl+d"}, "ctrl+d", "", "half a page down"},
	{onList, moveFirst, []string{"home", "g"}, "home g", "", "to the first row"},
	{onList, moveLast, []string{"end", "G"}, "end G", "", "to the last row"},

	{everywhere, back, []string{"esc"}, "esc", "back", "one step back; never leaves the program"},
	{everywhere, openHelp, []string{"?", "f1", ":", "ctrl+p"}, "?", "help", "every key and command, to search and to run"},
	{everywhere, toggleMouse, []string{"%"}, "%", "", "give the mouse to the terminal, to mark text with it, or take it back"},
	{everywhere, quit, []string{"q"}, "q", "quit", "leave; the way back here is printed"},

	{always, interrupt, []string{"ctrl+c"}, "ctrl+c", "", "twice: leave at once"},
	{always, suspend, []string{"ctrl+z"}, "ctrl+z", "", "to the shell; fg comes back"},
}

// active returns the bindings that are valid in a screen, the nearest scope first and in the order of the table within a scope. A
// binding is left out if a nearer scope has taken its keys.
func active(scopes []scope) []binding {
	var found []binding
	taken := map[string]bool{}
	for _, s := range reach(scopes) {
		for _, b := range bindings {
			if b.scope == s && !taken[b.keys[0]] {
				found = append(found, b)
			}
		}
		for _, b := range found {
			for _, key := range b.keys {
				taken[key] = true
			}
		}
	}
	return found
}

// reach adds the scopes that every screen has. Where text is typed, letters are text and only what is always valid is added.
func reach(scopes []scope) []scope {
	if slices.Contains(scopes, onPrompt) || slices.Contains(scopes, onMenu) {
		return append(slices.Clip(scopes), always)
	}
	return append(slices.Clip(scopes), everywhere, always)
}

// commandOf returns what a key does where these scopes are valid, noCommand if nothing.
func commandOf(scopes []scope, key tea.KeyPressMsg) command {
	name := key.String()
	for _, s := range reach(scopes) {
		for _, b := range bindings {
			if b.scope == s && slices.Contains(b.keys, name) {
				return b.command
			}
		}
	}
	return noCommand
}
