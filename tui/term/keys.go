package term

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// Binding is one line of the key table: the keys, how the screens name them and what they do.
type Binding struct {
	Scope   Scope
	Command Command
	Hint    string // for the footer; "" keeps it out
	key.Binding
}

// on binds keys, as Bubble Tea names them, under the label that the screens name them by.
func on(label, help string, keys ...string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(label, help))
}

// Label returns how the screens name the keys: ctrl+r, ←→.
func (b Binding) Label() string { return b.Help().Key }

// bindings is the key table, in the order of footer and help.
var bindings = []Binding{
	{OnUsers, Open, "open", on("enter", "open the user: why, and every session", "enter")},
	{OnUsers, FilterList, "filter",
		on("/", "show only users that match, as you type: words, score>40, seen>2026-03-01, "+
			"hit:reading-time.low; tab completes", "/")},
	{OnUsers, SortMenu, "sort", on("s", "choose what the list is sorted by", "s")},
	{OnUsers, ColumnMenu, "", on("C", "choose the columns of the list", "C")},
	{OnUsers, OpenRules, "rules", on("r", "turn the rules and see who enters and who leaves", "r")},
	{OnUsers, PresetMenu, "presets", on("p", "choose another set of rules", "p")},
	{OnUsers, CopyText, "copy", on("y", "copy the user's key, why, a link, or a command that says the same", "y")},
	{OnUsers, GiveVerdict, "verdict", on("m", "say what you make of the user: suspicious, benign, watch or none", "m")},
	{OnUsers, GiveNote, "", on("M", "the same, with a note", "M")},
	{OnUsers, UndoVerdict, "", on("u", "take back the verdict that was given last", "u")},
	{OnUsers, MarkRow, "mark", on("space", "mark the user, or take the mark off", "space")},
	{OnUsers, MarkRange, "", on("V", "mark everybody from the user that was marked last to this one", "V")},
	{OnUsers, MarkAll, "", on("ctrl+a", "mark everybody in the list, or nobody where all are", "ctrl+a")},
	{OnUsers, ForgetMarks, "", on("U", "forget all marks", "U")},
	{OnUsers, ExportList, "export",
		on("e", "write the list as it is filtered and sorted to a file: CSV, JSON or Markdown", "e")},
	{OnCase, OpenCompare, "compare", on("c", "the flagged users beside all, rule by rule", "c")},
	{OnCase, OpenSegments, "segments", on("S", "how many users each segment has, and how many are flagged", "S")},
	{OnCase, OpenAudit, "", on("A", "what users do on average, and at both ends", "A")},
	{OnCase, OpenItems, "items", on("i", "the items, who looked at them, and how many of those are flagged", "i")},
	{OnCase, OpenAddresses, "addresses",
		on("a", "the addresses, who came from them, and how many of those are flagged", "a")},
	{OnCase, OpenTimeline, "timeline",
		on("t", "events and sessions of flagged users over time; a stretch of it becomes the window of all screens", "t")},
	{OnCase, OpenSources, "", on("o", "the sources: what was read of each file or stream, and that it adds up", "o")},
	{OnUsers, OpenRejects, "rejects", on("x", "the lines that did not load, and why", "x")},
	{OnUsers, SortLeft, "", on("<", "sort by the column to the left", "<", "left")},
	{OnUsers, SortRight, "", on(">", "sort by the column to the right", ">", "right")},
	{OnUsers, SortReverse, "", on("R", "reverse the order", "R")},

	{OnUser, Open, "open",
		on("enter", "go from why to the sessions, and from there into one; "+
			"from an item or an address to all its users", "enter")},
	{OnUser, NextTab, "next tab", on("tab", "the next tab", "tab", "right")},
	{OnUser, PreviousTab, "", on("shift+tab", "the previous tab", "shift+tab", "left")},
	{OnUser, PreviousOne, "", on("[", "the previous user in the list", "[")},
	{OnUser, NextOne, "next user", on("]", "the next user of the list", "]")},
	{OnUser, OpenRules, "rules", on("r", "turn the rules and see who enters and who leaves", "r")},
	{OnUser, ExportList, "export", on("e", "write the list of the tab to a file: CSV, JSON or Markdown", "e")},
	{OnUser, ExportCase, "case file", on("E",
		"write all there is on the user to one file, for others: HTML, Markdown or ZIP", "E")},
	{OnUser, OpenItems, "items", on("i", "the items that the user looked at; enter lists all users of one", "i")},
	{OnUser, OpenAddresses, "addresses",
		on("a", "the addresses that the user came from; enter lists all users of one", "a")},
	{OnUser, GiveVerdict, "verdict", on("m", "say what you make of the user: suspicious, benign, watch or none", "m")},
	{OnUser, GiveNote, "", on("M", "the same, with a note", "M")},
	{OnUser, UndoVerdict, "", on("u", "take back the verdict that was given last", "u")},
	{OnUser, CopyText, "copy", on("y", "copy the user's key, why, a link, or a command that says the same", "y")},

	{OnSession, Open, "line", on("enter", "show the original log line, with its file and line number", "enter")},
	{OnSession, PreviousOne, "", on("[", "the previous session", "[", "left")},
	{OnSession, NextOne, "next session", on("]", "the next session", "]", "right")},
	{OnSession, NextProof, "next proof", on("n", "the next event that proves a hit", "n")},
	{OnSession, PreviousProof, "", on("p", "the previous event that proves a hit", "p")},
	{OnSession, PreviousUser, "", on("{", "the previous user in the list", "{")},
	{OnSession, NextUser, "next user", on("}", "the next user of the list", "}")},
	{OnSession, ExportList, "export", on("e", "write the events to a file: CSV, JSON or Markdown", "e")},
	{OnSession, CopyText, "copy", on("y", "copy the original line, the event, all events, a link, or a command", "y")},

	{OnRules, ToggleRule, "on/off", on("space", "switch the rule on or off", "space")},
	{OnRules, LessBound, "", on("←", "less, by a step", "left", "h")},
	{OnRules, MoreBound, "change", on("←→", "more, by a step", "right", "l")},
	{OnRules, NextTab, "low/high", on("tab", "from low bound to high bound to weight", "tab")},
	{OnRules, PreviousTab, "", on("shift+tab", "from weight to high bound to low bound", "shift+tab")},
	{OnRules, MoreWeight, "", on("+", "more weight", "+")},
	{OnRules, LessWeight, "weight", on("+-", "less weight", "-")},
	{OnRules, TypeValue, "type", on("=", "type a value: 5, p95, off", "=")},
	{OnRules, BoundKind, "", on("#", "a quantile as a number, a number as a quantile", "#")},
	{OnRules, NoBound, "", on("del", "no bound on this side", "delete", "backspace")},
	{OnRules, Undo, "undo", on("u", "take the last change back", "u")},
	{OnRules, Redo, "", on("ctrl+r", "make it again", "ctrl+r", "U")},
	{OnRules, NewRule, "new", on("n", "write a rule of your own, and see meanwhile what it takes", "n")},
	{OnRules, ChangeRule, "", on("E", "write a rule of your own otherwise; an empty line takes it away", "E")},
	{OnRules, PresetMenu, "presets", on("p", "choose another set of rules", "p")},
	{OnRules, SaveRules, "save", on("w", "write the rules to a file, which spoor scan --rules takes", "w")},
	{OnRules, ReadRules, "", on("o", "read the rules from a file", "o")},
	{OnRules, ChooseOther, "",
		on("d", "set these rules beside others: how they differ, and whom either flags alone", "d")},
	{OnRules, ChooseBaseline, "baseline", on("b", "choose whom users are compared with: this case, or a file", "b")},
	{OnRules, Refit, "", on("f", "learn the baseline of this case anew, after verdicts", "f")},
	{OnRules, WalkChanges, "who", on("enter", "go to the list of who enters and leaves", "enter")},
	{OnRules, CopyText, "copy", on("y", "copy the changes as options, as a file, or as spoor whatif", "y")},

	{OnChanges, Open, "open", on("enter", "open the user", "enter")},
	{OnChanges, NextTab, "rules", on("tab", "back to the rules", "tab")},
	{OnChanges, ExportList, "export", on("e", "write the list to a file: CSV, JSON or Markdown", "e")},
	{OnChanges, GiveVerdict, "verdict", on("m", "say what you make of the user: suspicious, benign, watch or none", "m")},
	{OnChanges, GiveNote, "", on("M", "the same, with a note", "M")},
	{OnChanges, UndoVerdict, "", on("u", "take back the verdict that was given last", "u")},
	{OnChanges, CopyText, "copy", on("y", "copy the user's key, why, a link, or a command that says the same", "y")},

	{OnRuleDiff, Open, "open", on("enter", "open the user", "enter")},
	{OnRuleDiff, NextTab, "only A/B/both", on("tab", "whom A alone flags, B alone, or both", "tab", "right")},
	{OnRuleDiff, PreviousTab, "", on("shift+tab", "the same, the other way round", "shift+tab", "left")},
	{OnRuleDiff, ChooseOther, "others", on("d", "set the rules beside others", "d")},
	{OnRuleDiff, ExportList, "export", on("e", "write the list to a file: CSV, JSON or Markdown", "e")},
	{OnRuleDiff, GiveVerdict, "verdict", on("m", "say what you make of the user: suspicious, benign, watch or none", "m")},
	{OnRuleDiff, GiveNote, "", on("M", "the same, with a note", "M")},
	{OnRuleDiff, UndoVerdict, "", on("u", "take back the verdict that was given last", "u")},
	{OnRuleDiff, CopyText, "copy", on("y", "copy the user's key, why, a link, or a command that says the same", "y")},

	{OnTable, Open, "open", on("enter", "list the users that the line tells of, or the rejects of a source", "enter")},
	{OnTable, ExportList, "export", on("e", "write the table to a file: CSV, JSON or Markdown", "e")},
	{OnTables, NextTab, "next table", on("tab", "the next table of the screen", "tab")},
	{OnTables, PreviousTab, "", on("shift+tab", "the previous table", "shift+tab")},

	{OnPivot, Open, "users", on("enter", "list the users of the line", "enter")},
	{OnPivot, FilterList, "filter", on("/", "show only lines that match, as you type: words, users>5, flagged>0", "/")},
	{OnPivot, SortMenu, "sort", on("s", "choose what the list is sorted by", "s")},
	{OnPivot, SortLeft, "", on("<", "sort by the column to the left", "<", "left")},
	{OnPivot, SortRight, "", on(">", "sort by the column to the right", ">", "right")},
	{OnPivot, SortReverse, "", on("R", "reverse the order", "R")},
	{OnPivot, ExportList, "export",
		on("e", "write the list as it is filtered and sorted to a file: CSV, JSON or Markdown", "e")},
	{OnPivot, CopyText, "copy", on("y", "copy the item or the address", "y")},

	{OnTimeline, ZoomIn, "", on("+ ↑", "look closer", "+", "=", "up", "k")},
	{OnTimeline, ZoomOut, "zoom", on("+-", "look from farther away", "-", "down", "j")},
	{OnTimeline, BarBefore, "", on("← h", "the bar before", "left", "h")},
	{OnTimeline, BarAfter, "move", on("←→", "the next bar", "right", "l")},
	{OnTimeline, MarkTime, "mark", on("space", "begin to mark a stretch of time at the cursor, or forget it", "space")},
	{OnTimeline, Open, "window",
		on("enter", "make the stretch that is marked, or the bar, the window of all screens", "enter")},
	{OnTimeline, ExportList, "export", on("e", "write the bars to a file: CSV, JSON or Markdown", "e")},
	{OnTimeline, PageUp, "", on("pgup", "half a screen back", "pgup", "[", "ctrl+u")},
	{OnTimeline, PageDown, "", on("pgdn", "half a screen on", "pgdown", "]", "ctrl+d")},
	{OnTimeline, MoveFirst, "", on("home g", "to the first bar", "home", "g")},
	{OnTimeline, MoveLast, "", on("end G", "to the last bar", "end", "G")},

	{OnRejects, ExportList, "export", on("e", "write the list to a file: CSV, JSON or Markdown", "e")},
	{OnRejects, CopyText, "copy", on("y", "copy the line", "y")},

	{OnLoading, StopLoading, "stop", on("esc", "stop loading; the next load goes on from here", "esc", "ctrl+c")},

	{OnFilter, NextTab, "complete", on("tab", "complete the word; again for the next that fits", "tab")},
	{OnFilter, PreviousTab, "", on("shift+tab", "the one before that fits", "shift+tab")},
	{OnFilter, Older, "", on("↑", "what was looked for before", "up", "ctrl+p")},
	{OnFilter, Newer, "", on("↓", "what was looked for after that", "down", "ctrl+n")},

	{OnFound, FindNext, "next", on("n", "the next row that was looked for", "n")},
	{OnFound, FindPrevious, "", on("N", "the one before", "N")},
	{OnFound, FindAround, "rows around", on("&", "show all rows again and mark those that were looked for, or them alone",
		"&")},
	{OnFound, EndFind, "all rows", on("esc", "look for nothing any more", "esc")},

	{OnQuery, Open, "open", on("enter", "open the user that the row names", "enter")},
	{OnQuery, ExportList, "export", on("e", "write the rows to a file: CSV, JSON or Markdown", "e")},

	{OnReader, OpenPager, "pager", on("p", "read it in $PAGER, or else less", "p")},
	{OnReader, OpenEditor, "editor", on("e", "read a copy in $EDITOR", "e")},
	{OnReader, CopyText, "copy", on("y", "copy the text", "y")},

	{OnAsking, Accept, "ask", on("enter", "ask what is typed", "enter")},

	{OnPrompt, Accept, "done", on("enter", "keep what is typed", "enter")},
	{OnPrompt, CancelInput, "cancel", on("esc", "as it was before", "esc")},

	{OnMenu, Accept, "choose", on("enter", "choose", "enter")},
	{OnMenu, CancelInput, "close", on("esc", "close", "esc")},
	{OnMenu, MoveUp, "", on("↑", "one up", "up", "ctrl+p")},
	{OnMenu, MoveDown, "", on("↓", "one down", "down", "ctrl+n")},
	{OnMenu, PageUp, "", on("pgup", "one page up", "pgup")},
	{OnMenu, PageDown, "", on("pgdn", "one page down", "pgdown")},

	{OnOrdered, ShiftBack, "", on("←", "move it to the left", "left")},
	{OnOrdered, ShiftOn, "move", on("←→", "move it to the right", "right")},

	{OnList, MoveUp, "", on("↑ k", "one row up", "up", "k")},
	{OnList, MoveDown, "", on("↓ j", "one row down", "down", "j")},
	{OnList, PageUp, "", on("pgup", "one page up", "pgup", "ctrl+b")},
	{OnList, PageDown, "", on("pgdn", "one page down", "pgdown", "ctrl+f")},
	{OnList, HalfUp, "", on("ctrl+u", "half a page up", "ctrl+u")},
	{OnList, HalfDown, "", on("ctrl+d", "half a page down", "ctrl+d")},
	{OnList, MoveFirst, "", on("home g", "to the first row", "home", "g")},
	{OnList, MoveLast, "", on("end G", "to the last row; 120G goes to row 120, and 5j five rows down", "end", "G")},
	{OnList, ScrollLeft, "", on("H", "scroll the columns to the left", "H", "shift+left")},
	{OnList, ScrollRight, "", on("L", "scroll the columns to the right, to those that have no room", "L", "shift+right")},
	{OnList, ReadRow, "", on("v", "read the row in full: every column, and whatever was cut", "v")},

	{OnFind, Find, "find", on("/", "look for rows, as you type: words, \"two words\", a|b, ~regexp, -not, column=value, "+
		"column>5", "/")},
	{OnFind, CountValues, "", on("F", "count the values of a column, the most frequent first", "F")},
	{OnFind, GoToTime, "", on("@", "go to a time", "@")},

	{Everywhere, Back, "back", on("esc", "one step back; never leaves the program", "esc")},
	{Everywhere, GoBack, "", on(",", "to the place visited before", ",", "alt+left")},
	{Everywhere, GoForward, "", on(".", "to the place from which , came back", ".", "alt+right")},
	{Everywhere, OpenHelp, "help", on("?", "every key and command of the screen, to search and to run", "?", "f1")},
	{Everywhere, OpenPalette, "", on(":", "go anywhere: every place, user, saved view and bookmark by name", ":",
		"ctrl+p")},
	{Everywhere, OpenOverview, "overview",
		on("O", "what is odd by kind, and requests by time, status, item, address and so on", "O")},
	{Everywhere, OpenQuery, "", on("|", "ask the case in SQL; it is only read", "|")},
	{Everywhere, SaveView, "", on("ctrl+s",
		"save what is shown as a view of the case: filter, order, columns, rules, window, place", "ctrl+s")},
	{Everywhere, KeepPlace, "", on("*", "bookmark the place, or take the bookmark away", "*")},
	{Everywhere, OpenPlaces, "", on("'", "the views and bookmarks of the case", "'")},
	{Everywhere, BringIn, "", on("N", "bring in the events that are new, or stop measuring them", "N", "f5")},
	{Everywhere, WholeTime, "", on("W", "look at all of the case's time again, instead of a window", "W")},
	{Everywhere, ShowMessages, "", on("!", "the last messages in full, the newest first", "!")},
	{Everywhere, ToggleMouse, "", on("%", "give the mouse to the terminal, to mark text with it, or take it back", "%")},
	{Everywhere, Quit, "quit", on("q", "leave; the way back here is printed", "q")},

	{Always, Interrupt, "", on("ctrl+c", "twice: leave at once", "ctrl+c")},
	{Always, Suspend, "", on("ctrl+z", "to the shell; fg comes back", "ctrl+z")},
}

// Bindings returns the key table, in the order of footer and help.
func Bindings() []Binding { return slices.Clone(bindings) }

// Active returns the bindings that are valid in a screen, the nearest scope first and in the order of the table within
// a scope. A binding is left out if a nearer scope has taken its keys.
func Active(scopes []Scope) []Binding {
	var found []Binding
	taken := map[string]bool{}
	for _, s := range reach(scopes) {
		for _, b := range bindings {
			if b.validIn(s, scopes) && !taken[b.Keys()[0]] {
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

// OfRow reports whether the command is about the row under the cursor, or all rows, and can do nothing where there is
// none.
func (b Binding) OfRow() bool {
	switch b.Scope {
	case OnUsers, OnPivot, OnTable, OnRejects, OnQuery, OnChanges, OnRuleDiff:
	default:
		return false
	}
	switch b.Command {
	case Open, CopyText, GiveVerdict, GiveNote, MarkRow, ExportList, SortMenu:
		return true
	}
	return false
}

// whileLoading are those commands of every screen that make sense before there is anything to look at.
var whileLoading = []Command{OpenHelp, ShowMessages, ToggleMouse, Quit}

// validIn reports whether a binding is one of a scope, among others that are valid.
func (b Binding) validIn(s Scope, scopes []Scope) bool {
	if s == Everywhere && slices.Contains(scopes, OnLoading) && !slices.Contains(whileLoading, b.Command) {
		return false
	}
	return b.Scope == s
}

// reach adds the scopes that every screen has. Where text is typed, letters are text and only what is always valid is
// added.
func reach(scopes []Scope) []Scope {
	if Typing(scopes) {
		return append(slices.Clip(scopes), Always)
	}
	return append(slices.Clip(scopes), Everywhere, Always)
}

// Typing reports whether letters are text where these scopes are valid.
func Typing(scopes []Scope) bool {
	return slices.Contains(scopes, OnPrompt) || slices.Contains(scopes, OnMenu)
}

// CommandOf returns what a key does where these scopes are valid, NoCommand if nothing.
func CommandOf(scopes []Scope, pressed tea.KeyPressMsg) Command {
	for _, s := range reach(scopes) {
		for _, b := range bindings {
			if b.validIn(s, scopes) && key.Matches(pressed, b.Binding) {
				return b.Command
			}
		}
	}
	return NoCommand
}

// TakenBy says what a key does, by its name, in any of these scopes; "" where it does nothing.
func TakenBy(scopes []Scope, name string) string {
	for _, s := range append(reach(scopes), Everywhere, Always) {
		for _, b := range bindings {
			if b.Scope == s && slices.Contains(b.Keys(), name) {
				return b.Help().Desc
			}
		}
	}
	return ""
}
