package model

import (
	"slices"

	"spoor/analysis"
	"spoor/analysis/stats"
)

// UserSet are some users of a case, whichever matrix holds them. A million of them take a megabyte. The zero UserSet is
// nobody.
type UserSet struct {
	has   []bool // by number
	count int
}

// NewUserSet are the users that has tells of, by number. It keeps has.
func NewUserSet(has []bool) UserSet {
	s := UserSet{has: has}
	for _, is := range has {
		if is {
			s.count++
		}
	}
	return s
}

// NewUserSets are several.
func NewUserSets(has [][]bool) []UserSet {
	sets := make([]UserSet, len(has))
	for i := range has {
		sets[i] = NewUserSet(has[i])
	}
	return sets
}

// UsersWhere are the users of whom something is so, by row of the matrix.
func UsersWhere(users *analysis.Matrix, is func(row int) bool) (s UserSet) {
	for row := range users.ID {
		if is(row) {
			s.AddRow(users, int32(row))
		}
	}
	return s
}

// Has reports whether a user is one of them.
func (s UserSet) Has(user analysis.UserNumber) bool { return int(user) < len(s.has) && s.has[user] }

// HasRow reports whether the user in a row of a matrix is one of them.
func (s UserSet) HasRow(users *analysis.Matrix, row int32) bool { return s.Has(users.ID[row]) }

// Len is how many they are.
func (s UserSet) Len() int { return s.count }

// Clone are the same users, to which others can be added while somebody reads these.
func (s UserSet) Clone() UserSet { return UserSet{slices.Clone(s.has), s.count} }

// AddRow adds the user in a row of a matrix.
func (s *UserSet) AddRow(users *analysis.Matrix, row int32) { s.add(users.ID[row]) }

// RemoveRow takes the user in a row of a matrix away.
func (s *UserSet) RemoveRow(users *analysis.Matrix, row int32) {
	if s.HasRow(users, row) {
		s.has[users.ID[row]] = false
		s.count--
	}
}

// AddVisitors adds the users of visits.
func (s *UserSet) AddVisitors(visits []Visit) {
	for _, v := range visits {
		s.add(v.User)
	}
}

func (s *UserSet) add(user analysis.UserNumber) {
	if !s.Has(user) {
		stats.Put(&s.has, user, true)
		s.count++
	}
}

// UserRows are the rows that users have in a matrix, by number; 0 is none, 1 the first one.
type UserRows []int32

// NewUserRows are those of a matrix.
func NewUserRows(users *analysis.Matrix) UserRows {
	rows := make(UserRows, 0, users.Len()+1)
	for row, user := range users.ID {
		stats.Put((*[]int32)(&rows), user, int32(row)+1)
	}
	return rows
}

// Of is the row of a user, unless the matrix does not have it.
func (r UserRows) Of(user analysis.UserNumber) (row int32, ok bool) {
	row = stats.At(r, user) - 1
	return row, row >= 0
}

// VisitOf is the visit of the user in a row of a matrix, if it is among visits that are in the order of the users.
func VisitOf(visits []Visit, users *analysis.Matrix, row int32) (visit Visit, ok bool) {
	at, ok := slices.BinarySearchFunc(visits, users.ID[row],
		func(v Visit, user analysis.UserNumber) int { return int(v.User - user) })
	if ok {
		visit = visits[at]
	}
	return visit, ok
}
