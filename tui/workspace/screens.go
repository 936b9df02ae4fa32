package workspace

import (
	"spoor/tui/screen"
	"spoor/tui/term"
	"spoor/tui/userlist"
)

// Screens make those that other screens lead to.
type Screens struct {
	User     func(row int32, walk Walk) screen.Screen  // by row, of a list of users
	Visitors func(among *userlist.Scope) screen.Screen // the users of an item or address
	Listed   func(filter, order string) screen.Action  // opens the users of a filter
	Rules    func() screen.Screen
	OfCase   map[term.Command]func() screen.Screen // those that look at the case as a whole
}
