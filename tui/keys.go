package tui

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// command is what a key does. Screens are given commands, not keys; help, footer and the command list all read the same table.
type command uint8

const (
	noCommand command = iota
	interrupt
	suspend
	back
	goBack
	goForward
	openHelp
	quit
	toggleMouse
	bringIn
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
	columnMenu
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
	nextProof
	previousProof
	nextUser
	previousUser
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
	saveRules
	readRules
	chooseBaseline
	chooseOther
	refit
	giveVerdict
	giveNote
	undoVerdict
	exportList
	openSegments
	openCompare
	openAudit
	openItems
	openAddresses
	openTimeline
	openSources
	barBefore
	barAfter
	zoomIn
	zoomOut
	markTime
	wholeTime
	walkChanges
	shiftBack
	shiftOn
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
	onCase // where all users are in view
	onUser
	onSession
	onRules
	onChanges
	onRuleDiff
	onTable
	onTables // where a screen has several
	onPivot
	onTimeline
	onRejects
	onLoading
	onPrompt
	onFilter // a prompt whose words can be completed
	onMenu
	onOrdered // a menu whose items can be moved
)

// binding is one line of the key table.
type binding struct {
	scope   scope
	command command
	short   string // for the footer; "" keeps it out
	key.Binding
}

// on binds keys, as Bubble Tea names them, under the label that the screens name them by.
func on(label, help string, keys ...string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(label, help))
}

// label is how the screens name the keys.
func (b binding) label() string { return b.Help().Key }

// bindings is the key table, in the order of footer and help.
var bindings = []binding{
	{onUsers, open, "open", on("enter", "open the user: why, and every session", "enter")},
	{onUsers, filterList, "filter", on("/", "show only users that match, as you type: words, score>40, seen>2026-03-01, hit:reading-time.low; tab completes", "/")},
	{onUsers, sortMenu, "sort", on("s", "choose what the list is sorted by", "s")},
	{onUsers, columnMenu, "", on("C", "choose the columns of the list", "C")},
	{onUsers, openRules, "rules", on("r", "turn the rules and see who enters and who leaves", "r")},
	{onUsers, presetMenu, "presets", on("p", "choose another set of rules", "p")},
	{onUsers, copyText, "copy", on("y", "copy the user's key, why, a link, or a command that says the same", "y")},
	{onUsers, giveVerdict, "verdict", on("m", "say what you make of the user: suspicious, benign, watch or none", "m")},
	{onUsers, giveNote, "", on("M", "the same, with a note", "M")},
	{onUsers, undoVerdict, "", on("u", "take back the verdict that was given last", "u")},
	{onUsers, exportList, "export", on("e", "write the list as it is filtered and sorted to a file: CSV, JSON or Markdown", "e")},
	{onCase, openCompare, "compare", on("c", "the flagged users beside all, rule by rule", "c")},
	{onCase, openSegments, "segments", on("S", "how many users each segment has, and how many are flagged", "S")},
	{onCase, openAudit, "", on("A", "what users do on the average, and at both ends", "A")},
	{onCase, openItems, "items", on("i", "the items, who looked at them, and how many of those are flagged", "i")},
	{onCase, openAddresses, "addresses", on("a", "the addresses, who came from them, and how many of those are flagged", "a")},
	{onCase, openTimeline, "timeline", on("t", "events and sessions of flagged users over time; a stretch of it becomes the window of all screens", "t")},
	{onCase, openSources, "", on("o", "the sources: what was read of each file or stream, and that it adds up", "o")},
	{onUsers, openRejects, "rejects", on("x", "the lines that did not load, and why", "x")},
	{onUsers, sortLeft, "", on("<", "sort by the column to the left", "<", "left")},
	{onUsers, sortRight, "", on(">", "sort by the column to the right", ">", "right")},
	{onUsers, sortReverse, "", on("R", "turn the order round", "R")},

	{onUser, open, "open", on("enter", "go from why to the sessions, and from there into one; from an item or an address to all its users", "enter")},
	{onUser, nextTab, "next tab", on("tab", "the next tab", "tab", "right")},
	{onUser, previousTab, "", on("shift+tab", "the tab before", "shift+tab", "left")},
	{onUser, previousOne, "", on("[", "the user before in the list", "[")},
	{onUser, nextOne, "next user", on("]", "the next user of the list", "]")},
	{onUser, openRules, "rules", on("r", "turn the rules and see who enters and who leaves", "r")},
	{onUser, exportList, "export", on("e", "write the list of the tab to a file: CSV, JSON or Markdown", "e")},
	{onUser, openItems, "items", on("i", "the items that the user looked at; enter lists all users of one", "i")},
	{onUser, openAddresses, "addresses", on("a", "the addresses that the user came from; enter lists all users of one", "a")},
	{onUser, giveVerdict, "verdict", on("m", "say what you make of the user: suspicious, benign, watch or none", "m")},
	{onUser, giveNote, "", on("M", "the same, with a note", "M")},
	{onUser, undoVerdict, "", on("u", "take back the verdict that was given last", "u")},
	{onUser, copyText, "copy", on("y", "copy the user's key, why, a link, or a command that says the same", "y")},

	{onSession, open, "line", on("enter", "show the original log line, with its file and line number", "enter")},
	{onSession, previousOne, "", on("[", "the session before", "[", "left")},
	{onSession, nextOne, "next session", on("]", "the next session", "]", "right")},
	{onSession, nextProof, "next proof", on("n", "the next event that proves a hit", "n")},
	{onSession, previousProof, "", on("p", "the event before that proves a hit", "p")},
	{onSession, previousUser, "", on("{", "the user before in the list", "{")},
	{onSession, nextUser, "next user", on("}", "the next user of the list", "}")},
	{onSession, exportList, "export", on("e", "write the events to a file: CSV, JSON or Markdown", "e")},
	{onSession, copyText, "copy", on("y", "copy the original line, the event, all events, a link, or a command", "y")},

	{onRules, toggleRule, "on/off", on("space", "switch the rule on or off", "space")},
	{onRules, lessBound, "", on("←", "less, by a step", "left", "h")},
	{onRules, moreBound, "change", on("←→", "more, by a step", "right", "l")},
	{onRules, nextTab, "low/high", on("tab", "from low bound to high bound to weight", "tab")},
	{onRules, previousTab, "", on("shift+tab", "from weight to high bound to low bound", "shift+tab")},
	{onRules, moreWeight, "", on("+", "more weight", "+")},
	{onRules, lessWeight, "weight", on("+-", "less weight", "-")},
	{onRules, typeValue, "type", on("=", "type a value: 5, p95, off", "=")},
	{onRules, boundKind, "", on("n", "a quantile as a number, a number as a quantile", "n")},
	{onRules, noBound, "", on("del", "no bound on this side", "delete", "backspace")},
	{onRules, undo, "undo", on("u", "take the last change back", "u")},
	{onRules, redo, "", on("ctrl+r", "make it again", "ctrl+r", "U")},
	{onRules, presetMenu, "presets", on("p", "choose another set of rules", "p")},
	{onRules, saveRules, "save", on("w", "write the rules to a file, which spoor scan --rules takes", "w")},
	{onRules, readRules, "", on("o", "read the rules from a file", "o")},
	{onRules, chooseOther, "", on("d", "set these rules beside others: how they differ, and whom either flags alone", "d")},
	{onRules, chooseBaseline, "baseline", on("b", "choose whom users are compared with: this case, or a file", "b")},
	{onRules, refit, "", on("f", "learn the baseline of this case anew, after verdicts", "f")},
	{onRules, walkChanges, "who", on("enter", "go to the list of who enters and leaves", "enter")},
	{onRules, copyText, "copy", on("y", "copy the changes as options, as a file, or as spoor whatif", "y")},

	{onChanges, open, "open", on("enter", "open the user", "enter")},
	{onChanges, nextTab, "rules", on("tab", "back to the rules", "tab")},
	{onChanges, exportList, "export", on("e", "write the list to a file: CSV, JSON or Markdown", "e")},
	{onChanges, giveVerdict, "verdict", on("m", "say what you make of the user: suspicious, benign, watch or none", "m")},
	{onChanges, giveNote, "", on("M", "the same, with a note", "M")},
	{onChanges, undoVerdict, "", on("u", "take back the verdict that was given last", "u")},
	{onChanges, copyText, "copy", on("y", "copy the user's key, why, a link, or a command that says the same", "y")},

	{onRuleDiff, open, "open", on("enter", "open the user", "enter")},
	{onRuleDiff, nextTab, "only A/B/both", on("tab", "whom A alone flags, B alone, or both", "tab", "right")},
	{onRuleDiff, previousTab, "", on("shift+tab", "the same, the other way round", "shift+tab", "left")},
	{onRuleDiff, chooseOther, "others", on("d", "set the rules beside others", "d")},
	{onRuleDiff, exportList, "export", on("e", "write the list to a file: CSV, JSON or Markdown", "e")},
	{onRuleDiff, giveVerdict, "verdict", on("m", "say what you make of the user: suspicious, benign, watch or none", "m")},
	{onRuleDiff, giveNote, "", on("M", "the same, with a note", "M")},
	{onRuleDiff, undoVerdict, "", on("u", "take back the verdict that was given last", "u")},
	{onRuleDiff, copyText, "copy", on("y", "copy the user's key, why, a link, or a command that says the same", "y")},

	{onTable, open, "open", on("enter", "list the users that the line tells of, or the rejects of a source", "enter")},
	{onTable, exportList, "export", on("e", "write the table to a file: CSV, JSON or Markdown", "e")},
	{onTables, nextTab, "next table", on("tab", "the next table of the screen", "tab")},

	{onPivot, open, "users", on("enter", "list the users of the line", "enter")},
	{onPivot, filterList, "filter", on("/", "show only lines that match, as you type: words, users>5, flagged>0", "/")},
	{onPivot, sortMenu, "sort", on("s", "choose what the list is sorted by", "s")},
	{onPivot, sortLeft, "", on("<", "sort by the column to the left", "<", "left")},
	{onPivot, sortRight, "", on(">", "sort by the column to the right", ">", "right")},
	{onPivot, sortReverse, "", on("R", "turn the order round", "R")},
	{onPivot, exportList, "export", on("e", "write the list as it is filtered and sorted to a file: CSV, JSON or Markdown", "e")},
	{onPivot, copyText, "copy", on("y", "copy the item or the address", "y")},

	{onTimeline, zoomIn, "", on("+ ↑", "look closer", "+", "=", "up", "k")},
	{onTimeline, zoomOut, "zoom", on("+-", "look from farther away", "-", "down", "j")},
	{onTimeline, barBefore, "", on("← h", "the bar before", "left", "h")},
	{onTimeline, barAfter, "move", on("←→", "the next bar", "right", "l")},
	{onTimeline, markTime, "mark", on("space", "begin to mark a stretch of time at the cursor, or forget it", "space")},
	{onTimeline, open, "window", on("enter", "make the stretch that is marked, or the bar, the window of all screens", "enter")},
	{onTimeline, exportList, "export", on("e", "write the bars to a file: CSV, JSON or Markdown", "e")},
	{onTimeline, pageUp, "", on("pgup", "half a screen back", "pgup", "[", "ctrl+u")},
	{onTimeline, pageDown, "", on("pgdn", "half a screen on", "pgdown", "]", "ctrl+d")},
	{onTimeline, moveFirst, "", on("home g", "to the first bar", "home", "g")},
	{onTimeline, moveLast, "", on("end G", "to the last bar", "end", "G")},

	{onRejects, exportList, "export", on("e", "write the list to a file: CSV, JSON or Markdown", "e")},
	{onRejects, copyText, "copy", on("y", "copy the line", "y")},

	{onLoading, stopLoading, "stop", on("esc", "stop loading; the next load goes on from here", "esc", "ctrl+c")},

	{onFilter, nextTab, "complete", on("tab", "complete the word; again for the next that fits", "tab")},
	{onFilter, previousTab, "", on("shift+tab", "the one before that fits", "shift+tab")},

	{onPrompt, accept, "done", on("enter", "keep what is typed", "enter")},
	{onPrompt, cancelInput, "cancel", on("esc", "as it was before", "esc")},

	{onMenu, accept, "choose", on("enter", "choose", "enter")},
	{onMenu, cancelInput, "close", on("esc", "close", "esc")},
	{onMenu, moveUp, "", on("↑", "one up", "up", "ctrl+p")},
	{onMenu, moveDown, "", on("↓", "one down", "down", "ctrl+n")},
	{onMenu, pageUp, "", on("pgup", "one page up", "pgup")},
	{onMenu, pageDown, "", on("pgdn", "one page down", "pgdown")},

	{onOrdered, shiftBack, "", on("←", "move it to the left", "left")},
	{onOrdered, shiftOn, "move", on("←→", "move it to the right", "right")},

	{onList, moveUp, "", on("↑ k", "one row up", "up", "k")},
	{onList, moveDown, "", on("↓ j", "one row down", "down", "j")},
	{onList, pageUp, "", on("pgup", "one page up", "pgup", "ctrl+b")},
	{onList, pageDown, "", on("pgdn", "one page down", "pgdown", "ctrl+f")},
	{onList, halfUp, "", on("ctrl+u", "half a page up", "ctrl+u")},
	{onList, halfDown, "", on("ctrl+d", "half a page down", "ctrl+d")},
	{onList, moveFirst, "", on("home g", "to the first row", "home", "g")},
	{onList, moveLast, "", on("end G", "to the last row", "end", "G")},

	{everywhere, back, "back", on("esc", "one step back; never leaves the program", "esc")},
	{everywhere, goBack, "", on(",", "to the place visited before", ",", "alt+left")},
	{everywhere, goForward, "", on(".", "to the place from which , came back", ".", "alt+right")},
	{everywhere, openHelp, "help", on("?", "every key and command, to search and to run", "?", "f1", ":", "ctrl+p")},
	{everywhere, bringIn, "", on("N", "bring in the events that are new, or stop measuring them", "N", "f5")},
	{everywhere, wholeTime, "", on("W", "look at all of the case's time again, instead of a window", "W")},
	{everywhere, toggleMouse, "", on("%", "give the mouse to the terminal, to mark text with it, or take it back", "%")},
	{everywhere, quit, "quit", on("q", "leave; the way back here is printed", "q")},

	{always, interrupt, "", on("ctrl+c", "twice: leave at once", "ctrl+c")},
	{always, suspend, "", on("ctrl+z", "to the shell; fg comes back", "ctrl+z")},
}

// table returns the key table, in the order of footer and help.
func table() []binding { return slices.Clone(bindings) }

// active returns the bindings that are valid in a screen, the nearest scope first and in the order of the table within a scope. A
// binding is left out if a nearer scope has taken its keys.
func active(scopes []scope) []binding {
	var found []binding
	taken := map[string]bool{}
	for _, s := range reach(scopes) {
		for _, b := range bindings {
			if b.scope == s && !taken[b.Keys()[0]] {
				found = append(found, b)
			}
		}
		for _, b := range found {
			for _, name := range b.Keys() {
				taken[name] = true
			}
		}
	}
	return found
}

// reach adds the scopes that every screen has. Where text is typed, letters are text and only what is always valid is added.
func reach(scopes []scope) []scope {
	if typing(scopes) {
		return append(slices.Clip(scopes), always)
	}
	return append(slices.Clip(scopes), everywhere, always)
}

// typing reports whether letters are text where these scopes are valid.
func typing(scopes []scope) bool {
	return slices.Contains(scopes, onPrompt) || slices.Contains(scopes, onMenu)
}

// commandOf returns what a key does where these scopes are valid, noCommand if nothing.
func commandOf(scopes []scope, pressed tea.KeyPressMsg) command {
	for _, s := range reach(scopes) {
		for _, b := range bindings {
			if b.scope == s && key.Matches(pressed, b.Binding) {
				return b.command
			}
		}
	}
	return noCommand
}
