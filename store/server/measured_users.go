package server

import (
	"spoor/analysis"
	"spoor/analysis/packed"
	"spoor/analysis/stats"
	"spoor/store/model"
)

// measuredUsers are the users of a selection in the order in which they were measured.
type measuredUsers struct {
	keys    []string
	numbers []analysis.UserNumber
	values  *packed.Users
	packer  *packed.Packer
}

// newMeasuredUsers has room for so many users.
func newMeasuredUsers(most int, background analysis.Capabilities) *measuredUsers {
	values := packed.NewUsers(most, background)
	return &measuredUsers{make([]string, 0, most), make([]analysis.UserNumber, 0, most), values, values.Packer()}
}

func (u *measuredUsers) add(key string, user analysis.UserNumber, v *analysis.Measures) {
	u.packer.Set(analysis.UserNumber(len(u.keys)), v)
	u.keys, u.numbers = append(u.keys, key), append(u.numbers, user)
}

// measures is what was measured of the user at a place, the first of which is 0.
func (u *measuredUsers) measures(place int) analysis.Measures {
	return u.values.Measures(analysis.UserNumber(place))
}

// newMatrixOf makes a matrix of the users of selections, in the order of their keys.
func (m *measuring) newMatrixOf(selections []*measuredUsers) {
	type measuredUser struct {
		of    *measuredUsers
		place int
	}
	var users []measuredUser
	var keys []string
	for _, of := range selections {
		keys = append(keys, of.keys...)
		for place := range of.keys {
			users = append(users, measuredUser{of, place})
		}
	}
	order := make([]int32, len(users))
	for i := range order {
		order[i] = int32(i)
	}
	model.SortByKey(order, keys)
	ids, sorted := make([]analysis.UserNumber, len(users)), make([]string, len(users))
	for row, i := range order {
		ids[row], sorted[row] = users[i].of.numbers[users[i].place], keys[i]
	}
	m.setMatrix(ids, sorted)
	stats.InParallel(len(order), func(from, to int) {
		for row := from; row < to; row++ {
			user := &users[order[row]]
			v := user.of.measures(user.place)
			m.matrix.Set(row, &v)
		}
	})
}

// fillIn fills in the rows of the users of selections, as far as they have rows.
func (m *measuring) fillIn(selections []*measuredUsers) {
	for _, of := range selections {
		for place, key := range of.keys {
			if row, known := m.matrix.Row(key); known {
				v := of.measures(place)
				m.matrix.Set(row, &v)
			}
		}
	}
}
