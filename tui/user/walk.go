package user

import (
	"spoor/tui/screen"
	"spoor/tui/term"
)

// find looks where in the list the user is now. One that is there no longer keeps its place, so that the walk goes on
// with who has taken it.
func (u *user) find() {
	at := u.walk.Find(int32(u.row), u.at)
	if u.gone = at < 0; !u.gone {
		u.at = at
	}
}

// position says where in its list the user is.
func (u *user) position() string {
	switch all := u.walk.Length(); {
	case all == 0:
		return ""
	case u.gone:
		return "no longer in the list"
	default:
		return "user " + term.Count(u.at+1) + "/" + term.Count(all)
	}
}

// Idle is true of the keys to the next user on the last, and of those that ask for a list where there is none.
func (u *user) Idle(c term.Command) bool {
	switch c {
	case term.NextOne:
		return u.next(1) < 0
	case term.Open:
		return u.track != nil && u.tab != whyTab && (u.list() == nil || u.list().Length() == 0)
	case term.ExportList:
		return userTabs[u.tab].table == nil
	}
	return false
}

// Idle is true of the keys to what there is none of.
func (s *session) Idle(c term.Command) bool {
	switch c {
	case term.NextOne:
		return s.number == len(s.track.Sessions)-1
	case term.NextUser:
		return s.of.next(1) < 0
	case term.NextProof:
		bounds := s.track.Sessions[s.number]
		return s.evidencePane().count(bounds.First, bounds.End, s.of.hits) == 0
	}
	return false
}

// neighbour goes to another user of the list, on the same tab.
func (u *user) neighbour(step int) screen.Action {
	next := u.beside(step)
	if next == nil {
		return screen.Say(term.Plain, "no more users in the list")
	}
	next.tab = u.tab
	return screen.Swap(next)
}

// beside is the user that many lines on in the list, to which the cursor of the list goes; nil if there is none.
func (u *user) beside(step int) *user {
	at := u.next(step)
	if at < 0 {
		return nil
	}
	u.walk.GoTo(at)
	walk := u.walk
	walk.At = at
	return newUser(u.work, u.walk.Row(at), walk)
}

// next is the place in the list of the user that many lines on, -1 if there is none.
func (u *user) next(step int) int {
	at := u.at + step
	if u.gone && step > 0 { // who comes next is in its place
		at--
	}
	for at >= 0 && at < u.walk.Length() && u.walk.Row(at) < 0 {
		at += step
	}
	if at < 0 || at >= u.walk.Length() {
		return -1
	}
	return at
}
