package store

import (
	"time"

	"spoor/analysis"
	"spoor/analysis/packed"
	"spoor/store/model"
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
	ids := make([]analysis.UserNumber, 0, of.Count())
	for user := range analysis.UserNumber(of.Count()) {
		if of.Has(user) {
			ids = append(ids, user)
		}
	}
	model.SortByKey(ids, keys)
	u := &measuredUsers{of: of, background: background, ids: ids, keys: make([]string, len(ids))}
	for row, user := range ids {
		u.keys[row] = keys[user]
	}
	return u
}

// matrix is the matrix of the users.
func (u *measuredUsers) matrix() *analysis.Matrix {
	m := u.of.Matrix(u.ids, u.keys)
	m.Window, m.Timeout, m.Measuring = u.window, u.timeout, u.measuring
	return m
}

// rows are those of user_metric. The columns are those of a few users at a time.
func (u *measuredUsers) rows(columns []measureColumn) sqlite.Rows {
	return measureRows(len(u.ids), columns, func() func(row int) (*analysis.Matrix, int) {
		const together = 256
		part, first, end := analysis.NewRows(together, u.background), 0, 0
		return func(row int) (*analysis.Matrix, int) {
			if row < first || row >= end {
				first, end = row, min(row+together, len(u.ids))
				for i, user := range u.ids[first:end] {
					measures := u.of.Measures(user)
					part.ID[i] = user
					part.Set(i, &measures)
				}
			}
			return part, row - first
		}
	})
}
