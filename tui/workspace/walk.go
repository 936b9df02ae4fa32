package workspace

import "spoor/tui/term"

// Walk is the list of users that a screen of one of them was opened from, as it is now: it may be sorted anew, and lose
// users, while that screen is open. The zero Walk is no list: the user was opened by name.
type Walk struct {
	Len  func() int
	Row  func(at int) int32 // of the matrix; -1 for a user who is not there now
	GoTo func(at int)       // puts the cursor of the list there, where who comes back finds it
	At   int                // the cursor, when the walk began
}

// WalkThrough walks through the lines that a list shows.
func WalkThrough(list *term.Grid, row func(line int) int32) Walk {
	return Walk{
		Len:  list.Length,
		Row:  func(at int) int32 { return row(list.Row(at)) },
		GoTo: func(at int) { list.MoveTo(list.Row(at)) },
		At:   list.Place(),
	}
}

// Listed reports whether there is a list.
func (w Walk) Listed() bool { return w.Len != nil }

// Length is how many users the list has.
func (w Walk) Length() int {
	if !w.Listed() {
		return 0
	}
	return w.Len()
}

// Find is where a row of the matrix is in the list, which is looked for at a place first; -1 if it is not there.
func (w Walk) Find(row int32, first int) int {
	n := w.Length()
	if first < n && w.Row(first) == row {
		return first
	}
	for at := range n {
		if w.Row(at) == row {
			return at
		}
	}
	return -1
}
