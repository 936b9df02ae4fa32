package tui

import (
	"time"

	"spoor/analysis"
	"spoor/tui/screen"
	"spoor/tui/why"
)

// userCopies are what can be copied of a user; link is the place on screen.
func (w *workspace) userCopies(row int, link string) []screen.Item {
	key := w.Users.Key[row]
	items := []screen.Item{
		{Label: "key", Detail: "the user's key", Act: screen.Copy("the user's key", key)},
		{Label: "why", Detail: "what the rules find, as text", Act: screen.Copy("what the rules find", why.Explained(w.Judgement(), w.clock, w.rulesWords(), row)...)},
		{Label: "link", Detail: "the command that opens this place", Act: screen.Copy("the command", w.wayBack(link, ""))},
	}
	if options, ok := w.caseOptions(); ok {
		command := "spoor user " + options + " -- " + quoted(key)
		items = append(items, screen.Item{Label: "spoor user", Detail: "the command that prints the same of this user",
			Act: screen.Copy("the command", command)})
	}
	return append(items, w.ruleCopies()...)
}

// ruleCopies are what can be copied of the rules, where they are turned.
func (w *workspace) ruleCopies() []screen.Item {
	options, ok := w.caseOptions()
	if !ok || !w.changed() {
		return nil
	}
	return []screen.Item{{Label: "spoor whatif", Detail: "the command that tells who enters and leaves by these rules",
		Act: screen.Copy("the command", "spoor whatif "+options+" --diff")}}
}

// caseOptions are what the command line takes to see the case as the screens do; not ok where the rules are in no file.
func (w *workspace) caseOptions() (options string, ok bool) {
	rules, ok := w.asOptions()
	return "--db " + quoted(w.source.Path()) + " " + rules + w.timeOptions(), ok
}

// timeOptions are what the command line takes for whom users are compared with, and for the window.
func (w *workspace) timeOptions() (options string) {
	if w.against.Path != "" {
		options += " --baseline " + quoted(w.against.Path)
	}
	if w.Window != (analysis.Window{}) {
		instant := func(ms int64) string { return w.clock.At(ms).Format(time.RFC3339Nano) }
		options += " --since " + instant(w.Window.From) + " --until " + instant(w.Window.To+1)
	}
	return options
}
