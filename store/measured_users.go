package store

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
	"time"

	"spoor/analysis"
	"spoor/analysis/packed"
	"spoor/internal/hugepage"
	"spoor/store/sqlite"
)

// measuredUsers are users with what was measured of them, in the order of their keys.
type measuredUsers struct {
	of         *packed.Users
	background analysis.Capabilities
	ids        []analysis.UserNumber
	keys       []string

	window    analysis.Window
	timeout   time.Duration
	measuring analysis.MeasureOptions // as it was asked for
}

// inOrderOfKeys are the users who were measured; keys are those of all, by number.
func inOrderOfKeys(of *packed.Users, keys []string, background analysis.Capabilities) *measuredUsers {
	measured := hugepage.Make[keyedUser](of.Count())[:0]
	for user := range analysis.UserNumber(of.Count()) {
		if of.Has(user) {
			measured = append(measured, newKeyedUser(user, keys[user]))
		}
	}
	slices.SortFunc(measured, func(a, b keyedUser) int {
		switch {
		case a.begin != b.begin:
			return cmp.Compare(a.begin, b.begin)
		case a.next != b.next:
			return cmp.Compare(a.next, b.next)
		}
		return strings.Compare(keys[a.user], keys[b.user])
	})
	u := &measuredUsers{
		of: of, background: background,
		ids: make([]analysis.UserNumber, len(measured)), keys: make([]string, len(measured)),
	}
	for row, m := range measured {
		u.ids[row], u.keys[row] = m.user, keys[m.user]
	}
	return u
}

// keyedUser is a user with the first 16 bytes of its key, so that hardly any of the keys themselves, which are anywhere
// in memory, need to be compared.
type keyedUser struct {
	begin, next uint64
	user        analysis.UserNumber
}

func newKeyedUser(user analysis.UserNumber, key string) keyedUser {
	var first [16]byte
	copy(first[:], key)
	return keyedUser{binary.BigEndian.Uint64(first[:8]), binary.BigEndian.Uint64(first[8:]), user}
}

// matrix is the matrix of the users.
func (u *measuredUsers) matrix() *analysis.Matrix {
	m := u.of.Matrix(u.ids, u.keys)
	m.Window, m.Timeout, m.Measuring = u.window, u.timeout, u.measuring
	return m
}

// rows are those of user_metric. The columns are those of a few users at a time.
func (u *measuredUsers) rows(columns []measureColumn) sqlite.Rows {
	const together = 256
	part, first, end := analysis.NewRows(together, u.background), 0, 0
	return measureRows(len(u.ids), columns, func(row int) (*analysis.Matrix, int) {
		if row < first || row >= end {
			first, end = row, min(row+together, len(u.ids))
			for i, user := range u.ids[first:end] {
				measures := u.of.Measures(user)
				part.ID[i] = user
				part.Set(i, &measures)
			}
		}
		return part, row - first
	})
}
