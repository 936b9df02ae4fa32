package tui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"spoor/tui/find"
	"spoor/tui/screen"
	"spoor/tui/term"
	"spoor/tui/userlist"
	"spoor/tui/why"
	"spoor/tui/workspace"
)

// newPalette is a menu of everything that one can go to or do from anywhere: the commands of the screen, all places,
// what was saved, and, as one types, the users of that name.
func (a *app) newPalette() *screen.Menu {
	var items []screen.Item
	for _, p := range palettePlaces {
		items = append(items, screen.Item{Label: p.link, Detail: p.help, Act: a.goTo(p.link)})
	}
	items = append(items, a.savedItems()...)
	for _, b := range term.Active(a.topScopes()) {
		items = append(items, screen.Item{Label: b.Label(), Detail: b.Help().Desc, Act: screen.Perform(b.Command)})
	}
	return screen.NewMenu("Go to, or do", append(items, a.helpOfOwn()...)).FindMore(widestLabel, a.usersNamed)
}

// widestLabel is enough for the names of most users.
const widestLabel = 16

// palettePlaces are the places that have a name, and what is there.
var palettePlaces = []struct{ link, help string }{
	{"users", "the list of users, the most suspicious first"},
	{"overview", "what is odd by kind, and requests by time, status, item, address and so on"},
	{"rules", "turn the rules and see who enters and who leaves"},
	{"items", "the items, and who looked at them"},
	{"addresses", "the addresses, and who came from them"},
	{"timeline", "events and sessions of flagged users over time"},
	{"segments", "how many users each segment has"},
	{"compare", "the flagged users beside all, rule by rule"},
	{"audit", "what users do on average, and at both ends"},
	{"sources", "what was read of each file or stream"},
	{"rejects", "the lines that did not load, and why"},
	{"sql", "ask the case in SQL"},
}

// goTo goes to a place by the way that a link to it leads.
func (a *app) goTo(link string) screen.Action {
	return func(screen.Host) tea.Cmd {
		root, ok := a.stack[0].(*users)
		to, err := parsePlace(link)
		switch {
		case !ok || a.work.Users == nil:
			a.Say(term.Plain, "nothing has been loaded yet")
			return nil
		case err != nil:
			a.Say(term.Warning, err.Error())
			return nil
		}
		return tea.Batch(a.Home(), a.Apply(root.goTo(to)))
	}
}

// Of the users whose names contain what is typed so many are offered, and so many names are looked at beyond those that
// begin with it.
const offeredUsers, searchedUsers = 12, 300_000

// usersNamed are the users whose names begin with what is typed, then those whose names contain it, and the list of
// those whom it finds as a filter.
func (a *app) usersNamed(typed string) (items, filter []screen.Item) {
	w := a.work
	typed = strings.TrimSpace(typed)
	if typed == "" || !w.Ready() {
		return nil, nil
	}
	open := func(row int) screen.Item {
		return screen.Item{Label: w.Users.Key[row], Detail: "user, score " + why.Score(w.Judgement(), row) + ", " +
			why.Standing(w.Judgement(), row),
			Act: screen.PushMade(func() screen.Screen { return w.Screens.User(int32(row), workspace.Walk{}) })}
	}
	first, _ := slices.BinarySearch(w.Users.Key, typed)
	row := first
	for ; row < w.Users.Len() && len(items) < offeredUsers && strings.HasPrefix(w.Users.Key[row], typed); row++ {
		items = append(items, open(row))
	}
	if w.Users.Len() <= searchedUsers && len(typed) > 1 {
		folded := find.Fold(typed)
		for other := 0; other < w.Users.Len() && len(items) < offeredUsers; other++ {
			if (other < first || other >= row) && find.ContainsFold(w.Users.Key[other], folded) {
				items = append(items, open(other))
			}
		}
	}
	if _, err := userlist.Parse(typed, w.Clock, w.OwnRules()); err == nil {
		filter = []screen.Item{{Label: "filter", Detail: "list the users of " + typed, Act: listed(w, typed, "score")}}
	}
	return items, filter
}
