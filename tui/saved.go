package tui

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
	"spoor/tui/screen"
	"spoor/tui/term"
	"spoor/tui/workspace"
)

// What the names of what is kept begin with.
const (
	viewPrefix     = "view:"
	bookmarkPrefix = "place:"
)

// saveView asks for a name and keeps what the list of users shows, by which rules, of which time, and the place.
func (a *app) saveView() screen.Action {
	root, ok := a.stack[0].(*users)
	if !ok || !a.work.Ready() {
		return screen.Say(term.Plain, "there is nothing to save yet")
	}
	now := a.view(root)
	return screen.Cover(screen.NewAsk("Save the view", "its name; : and ' list it, --view NAME opens it", "",
		func(name string) screen.Action {
			if name == "" {
				return screen.Say(term.Plain, "a view needs a name; nothing was saved")
			}
			text, err := json.Marshal(now)
			if err != nil {
				return screen.Say(term.Warning, err.Error())
			}
			return a.work.Keep(viewPrefix+name, string(text), "saved as "+name)
		}))
}

// view is the state without what is of this person or this machine.
func (a *app) view(root *users) state {
	s := a.state(root)
	s.Case, s.User, s.Filters, s.Queries, s.Rules, s.Baseline = "", "", nil, nil, "", ""
	if u, ok := a.top().(*users); ok && u.opened != "" { // the users of a line of another screen
		s.Filter, s.Sort, s.Reverse = u.want.Filter.Text, u.want.Order, u.want.Reverse
	}
	if w := a.work.Window; w != (analysis.Window{}) {
		s.From, s.To = w.From, w.To
	}
	return s
}

// openView shows the case as a view has it.
func (a *app) openView(s state) screen.Action {
	return func(screen.Host) tea.Cmd {
		root, ok := a.stack[0].(*users)
		if !ok || !a.work.Ready() {
			return nil
		}
		was := a.work.Rules
		s.restoreRules(a.work)
		root.restoreList(s)
		root.list.Columns = root.columns()
		commands := []tea.Cmd{a.Apply(a.goTo(s.At))}
		switch window := (analysis.Window{From: s.From, To: s.To}); {
		case window != a.work.Window:
			commands = append(commands, a.work.LookAt(window))
		case was != a.work.Rules:
			commands = append(commands, a.work.Judge())
		}
		return tea.Batch(append(commands, root.arrange())...)
	}
}

// viewNamed reads a view of the case.
func viewNamed(ctx context.Context, source workspace.Case, name string) (s state, err error) {
	of, ok := source.(workspace.Keeper)
	if !ok {
		return s, errors.New("no views can be kept in this case")
	}
	kept, err := of.Kept(ctx)
	if err != nil {
		return s, err
	}
	text, ok := kept[viewPrefix+name]
	if !ok {
		var names []string
		for _, key := range slices.Sorted(maps.Keys(kept)) {
			if view, is := strings.CutPrefix(key, viewPrefix); is {
				names = append(names, view)
			}
		}
		if len(names) == 0 {
			return s, fmt.Errorf("no view %s: no view has been saved in this case; ctrl+s saves one", name)
		}
		return s, fmt.Errorf("no view %s; there are %s", name, strings.Join(names, ", "))
	}
	return s, json.Unmarshal([]byte(text), &s)
}

// bookmark keeps the place on screen, or takes it away where it is kept.
func (a *app) bookmark() screen.Action {
	link := a.link()
	name := bookmarkPrefix + link
	if _, there := a.work.Kept[name]; there {
		return a.work.Keep(name, "", "bookmark removed: "+link)
	}
	var crumbs []string
	for _, s := range a.stack {
		if crumb := s.Caption().Crumb; crumb != "" {
			crumbs = append(crumbs, crumb)
		}
	}
	if len(crumbs) == 0 {
		crumbs = []string{"Users"}
	}
	return a.work.Keep(name, strings.Join(crumbs, crumbMark), "bookmarked: "+link+"; ' lists the bookmarks")
}

// savedItems are what was saved in the case, for the palette.
func (a *app) savedItems() (items []screen.Item) {
	for _, key := range slices.Sorted(maps.Keys(a.work.Kept)) {
		if name, is := strings.CutPrefix(key, viewPrefix); is {
			var s state
			if json.Unmarshal([]byte(a.work.Kept[key]), &s) == nil {
				items = append(items, screen.Item{Label: name, Detail: "view: " + s.words(), Act: a.openView(s)})
			}
		}
		if link, is := strings.CutPrefix(key, bookmarkPrefix); is {
			items = append(items, screen.Item{Label: "bookmark", Detail: a.work.Kept[key], Act: a.goTo(link)})
		}
	}
	return items
}

// words say what a view shows.
func (s state) words() string {
	words := s.At
	if s.Filter != "" {
		words += ", " + s.Filter
	}
	return words + ", by " + s.Sort + ", rules " + s.Preset + map[bool]string{true: "*"}[len(s.Changes) > 0]
}

// newSavedMenu lists what was saved, to open it or to forget it.
func (a *app) newSavedMenu() screen.Action {
	w, items := a.work, a.savedItems()
	if len(items) == 0 {
		return screen.Say(term.Plain, "nothing is saved in this case; ctrl+s saves the view, * the place")
	}
	for _, key := range slices.Sorted(maps.Keys(w.Kept)) {
		prefix, name, _ := strings.Cut(key, ":")
		if prefix += ":"; prefix != viewPrefix && prefix != bookmarkPrefix {
			continue // a load's
		}
		items = append(items, screen.Item{Label: "forget", Detail: name, Act: w.Keep(key, "", name+" is forgotten")})
	}
	return screen.Cover(screen.NewMenu("Saved in the case", items))
}
