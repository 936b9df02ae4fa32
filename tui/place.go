package tui

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"spoor/tui/term"
)

// place is where somebody is in the case: what --at takes and what is printed on leaving.
type place struct {
	screen  string // users, rules, rejects, one of casePlaces, or the link of a kind of pivot
	of      string // the key of an item or address; "" for the list of them
	user    string // key; "" for the list
	tab     userTab
	session int // from 1; 0 for none
}

// String writes the place: users, users/kim, users/kim/sessions, users/kim/session/7, rules, rejects, segments, compare, audit, timeline,
// sources, items, items/7, addresses, addresses/10.0.0.1.
func (p place) String() string {
	switch {
	case p.of != "":
		return p.screen + "/" + url.PathEscape(p.of)
	case p.user == "":
		return p.screen
	}
	link := "users/" + url.PathEscape(p.user)
	switch {
	case p.session > 0:
		return link + "/session/" + strconv.Itoa(p.session)
	case p.tab != whyTab:
		return link + "/" + userTabs[p.tab].link
	}
	return link
}

// parsePlace reads a place as --at takes it.
func parsePlace(link string) (place, error) {
	bad := func(why string) (place, error) {
		return place{}, fmt.Errorf("no place %q: %s; try users, users/KEY, users/KEY/sessions (or items, addresses, hours, peers, notes), users/KEY/session/N, rules, rejects, segments, compare, audit, timeline, sources, items, items/KEY, addresses or addresses/KEY", link, why)
	}
	parts := strings.Split(link, "/")
	p := place{screen: parts[0]}
	switch {
	case len(parts) == 1 && (p.screen == "users" || p.screen == "rules" || p.screen == "rejects" || casePlaces[p.screen] != term.NoCommand || kindLinked(p.screen) != nil):
		return p, nil
	case len(parts) == 2 && kindLinked(p.screen) != nil:
		key, err := url.PathUnescape(parts[1])
		if err != nil || key == "" {
			return bad("no " + kindLinked(p.screen).one)
		}
		p.of = key
		return p, nil
	case p.screen != "users" || len(parts) > 4:
		return bad("no such screen")
	}
	user, err := url.PathUnescape(parts[1])
	if err != nil || user == "" {
		return bad("no user")
	}
	p.user = user
	switch {
	case len(parts) == 2:
		return p, nil
	case len(parts) == 3 && tabLinked(parts[2]) != whyTab:
		p.tab = tabLinked(parts[2])
		return p, nil
	case len(parts) == 4 && parts[2] == "session":
		n, err := strconv.Atoi(parts[3])
		if err != nil || n < 1 {
			return bad("sessions are numbered from 1")
		}
		p.tab, p.session = sessionsTab, n
		return p, nil
	}
	return bad("no such part of a user")
}

// tabLinked is the tab of that name in places, whyTab if there is none.
func tabLinked(link string) userTab {
	return userTab(max(slices.IndexFunc(userTabs[:], func(v tabView) bool { return v.link == link }), 0))
}

// goTo opens the screens that lead to a place.
func (u *users) goTo(p place) action {
	switch {
	case p.screen == "rules":
		return push(newRules(u.work))
	case p.screen == "rejects":
		return push(newRejects(u.work))
	case casePlaces[p.screen] != term.NoCommand:
		return push(caseScreens[casePlaces[p.screen]](u.work))
	case kindLinked(p.screen) != nil:
		v := newPivot(u.work, kindLinked(p.screen))
		v.visit = p.of
		return push(v)
	case p.user == "":
		return nil
	}
	row, ok := u.work.users.Row(p.user)
	if !ok {
		return say(term.Warning, "no user "+p.user+" in this case")
	}
	at := u.find(int32(row))
	if at < 0 {
		return say(term.Warning, "the filter hides "+p.user)
	}
	u.list.Center(at)
	u.showWhy()
	s := newUser(u.work, u.rows, at)
	s.tab, s.visit = p.tab, p.session
	return push(s)
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
