package tui

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"spoor/analysis"
	"spoor/internal/nearest"
	"spoor/tui/pivots"
	"spoor/tui/rules"
	"spoor/tui/screen"
	"spoor/tui/term"
	"spoor/tui/user"
	"spoor/tui/workspace"
)

// place is where somebody is in the case: what --at takes and what is printed on leaving.
type place struct {
	screen  string // users, rules, rejects, one of casePlaces, or the link of a kind of pivot
	of      string // the key of an item or address; "" for the list of them
	user    string // key; "" for the list
	tab     string // its name in places; "" for the first
	session int    // from 1; 0 for none
	event   int    // of the session, from 1; 0 for the first
}

// String writes the place in one of placeForms: users/kim, users/kim/session/7, items/1201.
func (p place) String() string {
	switch {
	case p.of != "":
		return p.screen + "/" + url.PathEscape(p.of)
	case p.user == "":
		return p.screen
	}
	link := workspace.UserLink(p.user)
	switch {
	case p.event > 0:
		return link + "/session/" + strconv.Itoa(p.session) + eventPart + strconv.Itoa(p.event)
	case p.session > 0:
		return link + "/session/" + strconv.Itoa(p.session)
	case p.tab != "":
		return link + "/" + p.tab
	}
	return link
}

// eventPart stands before the number of an event in a place.
const eventPart = "/event/"

// placeForm is a way to write a place: words between slashes, of which KEY, N and {one,or,other} stand for what
// differs.
type placeForm struct {
	pattern string
	place   place // without what differs
}

// placeForms are all the ways to write a place.
func placeForms() []placeForm {
	forms := []placeForm{
		{"users", place{screen: "users"}},
		{"users/KEY", place{screen: "users"}},
		{"users/KEY/{" + strings.Join(user.Tabs(), ",") + "}", place{screen: "users"}},
		{"users/KEY/session/N", place{screen: "users", tab: "sessions"}},
		{"users/KEY/session/N" + eventPart + "N", place{screen: "users", tab: "sessions"}},
	}
	for _, screen := range append([]string{"rules", "rejects"}, slices.Sorted(maps.Keys(casePlaces))...) {
		forms = append(forms, placeForm{screen, place{screen: screen}})
	}
	for _, link := range pivots.Links {
		list := place{screen: link}
		forms = append(forms, placeForm{link, list}, placeForm{link + "/KEY", list})
	}
	return forms
}

// parsePlace reads a place as --at takes it.
func parsePlace(link string) (place, error) {
	why := ""
	var patterns []string
	for _, form := range placeForms() {
		p, wrong, ok := form.read(link)
		switch {
		case ok && wrong == "":
			return p, nil
		case ok:
			why = ": " + wrong
		}
		patterns = append(patterns, form.pattern)
	}
	return place{}, fmt.Errorf("no place %q%s; try %s", link, why, strings.Join(patterns, ", "))
}

// read reads a place that is written so; ok is false if the link is written otherwise. wrong says what is wrong with a
// key or a number in it.
func (f placeForm) read(link string) (p place, wrong string, ok bool) {
	words, parts := strings.Split(f.pattern, "/"), strings.Split(link, "/")
	if len(words) != len(parts) {
		return place{}, "", false
	}
	p = f.place
	for i, word := range words {
		switch part := parts[i]; {
		case word == "KEY":
			if key, err := url.PathUnescape(part); err == nil && key != "" {
				p.setKey(key)
			} else {
				wrong = "KEY is empty or not escaped as in a URL"
			}
		case word == "N":
			number, err := strconv.Atoi(part)
			if err != nil || number < 1 {
				wrong = "N is a number from 1 on"
			}
			if words[i-1] == "session" {
				p.session = number
			} else {
				p.event = number
			}
		case word[0] == '{':
			if p.tab = part; !slices.Contains(user.Tabs(), part) {
				return place{}, "", false
			}
		case word != part:
			return place{}, "", false
		}
	}
	return p, wrong, true
}

// setKey sets the user, item or address that the place is about.
func (p *place) setKey(key string) {
	if p.screen == "users" {
		p.user = key
	} else {
		p.of = key
	}
}

// goTo opens the screens that lead to a place.
func (u *users) goTo(p place) screen.Action {
	switch {
	case p.screen == "rules":
		return screen.Push(rules.New(u.work))
	case p.screen == "rejects":
		return screen.Push(newRejects(u.work))
	case casePlaces[p.screen] != term.NoCommand:
		return screen.Push(u.work.Screens.OfCase[casePlaces[p.screen]]())
	case pivotPlaces[p.screen] != term.NoCommand:
		return screen.Push(pivots.New(u.work, p.screen, p.of))
	case p.user == "":
		return nil
	}
	row, ok := u.work.Users.Row(p.user)
	if !ok { // or written with its letters composed otherwise
		row = nearest.Same(p.user, slices.Values(u.work.Users.Key))
		ok = row >= 0
	}
	if !ok && u.work.Window != (analysis.Window{}) {
		return screen.Say(term.Warning, "no event of "+p.user+" in this time; W looks at all of it")
	}
	if !ok {
		return screen.Say(term.Warning, "no user "+p.user+" in this case")
	}
	at := u.find(int32(row))
	if at < 0 {
		return screen.Say(term.Warning, "the filter hides "+p.user)
	}
	u.list.Center(at)
	u.showWhy()
	return screen.Push(user.Open(u.work, int32(row), u.walk(), user.Place{Tab: p.tab, Session: p.session, Event: p.event}))
}

// find returns where a row of the matrix is in the list, -1 if it is not.
func (u *users) find(row int32) int {
	for i, r := range u.rows {
		if r == row {
			return i
		}
	}
	return -1
}
