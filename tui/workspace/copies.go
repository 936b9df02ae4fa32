package workspace

import (
	"net/url"

	"spoor/internal/report"
	"spoor/tui/screen"
	"spoor/tui/why"
)

// UserLink is the place of a user, as --at takes it.
func UserLink(key string) string { return "users/" + url.PathEscape(key) }

// UserCopies are what can be copied of a user; link is the place on screen.
func (w *Workspace) UserCopies(row int, link string) []screen.Item {
	key := w.Users.Key[row]
	items := []screen.Item{
		{Label: "key", Detail: "the user's key", Act: screen.Copy("the user's key", key)},
		{Label: "why", Detail: "what the rules find, as text",
			Act: screen.Copy("what the rules find", why.Explained(w.Judgement(), w.Clock, w.RulesWords(), row)...)},
		{Label: "link", Detail: "the command that opens this place", Act: screen.Copy("the command", w.WayBack(link, ""))},
	}
	if options, ok := w.CaseOptions(); ok {
		command := "spoor user " + options + " -- " + report.Quoted(key)
		items = append(items, screen.Item{Label: "spoor user", Detail: "the command that prints the same of this user",
			Act: screen.Copy("the command", command)})
	}
	return append(items, w.RuleCopies()...)
}

// RuleCopies are what can be copied of the rules, where they are turned.
func (w *Workspace) RuleCopies() []screen.Item {
	options, ok := w.CaseOptions()
	if !ok || !w.Changed() {
		return nil
	}
	return []screen.Item{{Label: "spoor whatif", Detail: "the command that tells who enters and leaves by these rules",
		Act: screen.Copy("the command", "spoor whatif "+options+" --diff")}}
}
