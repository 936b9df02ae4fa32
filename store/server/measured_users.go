package server

import (
	"spoor/analysis"
	"spoor/analysis/packed"
	"spoor/analysis/stats"
	"spoor/store/model"
)

// measuredUsers are users whom one worker has measured, in the order in which it did.
type measuredUsers struct {
	keys    []string
	numbers []analysis.UserNumber
	values  *packed.Users
	packer  *packed.Packer
}

func newMeasuredUsers(background analysis.Capabilities) *measuredUsers {
	values := packed.NewUsers(0, background)
	return &measuredUsers{values: values, packer: values.Packer()}
}

func (u *measuredUsers) add(key string, user analysis.UserNumber, v *analysis.Measures) {
	u.keys, u.numbers = append(u.keys, key), append(u.numbers, user)
	u.packer.Add(v)
}

// measures is what was measured of the user who was added as that many others had been.
func (u *measuredUsers) measures(place int) analysis.Measures {
	return u.values.Measures(analysis.UserNumber(place))
}

// newMatrixOf makes a matrix of the users whom workers have measured, in the order of their keys.
func (m *measuring) newMatrixOf(workers []*measuredUsers) {
	type measuredUser struct {
		by    *measuredUsers
		place int
	}
	var users []measuredUser
	var keys []string
	for _, by := range workers {
		keys = append(keys, by.keys...)
		for place := range by.keys {
			users = append(users, measuredUser{by, place})
		}
	}
	order := make([]int32, len(users))
	for i := range order {
		order[i] = int32(i)
	}
	model.SortByKey(order, keys)
	ids, sorted := make([]analysis.UserNumber, len(users)), make([]string, len(users))
	for row, i := range order {
		ids[row], sorted[row] = users[i].by.numbers[users[i].place], keys[i]
	}
	m.setMatrix(ids, sorted)
	stats.InParallel(len(order), func(from, to int) {
		for row := from; row < to; row++ {
			user := &users[order[row]]
			v := user.by.measures(user.place)
			m.matrix.Set(row, &v)
		}
	})
}

// fillIn fills the rows of the users in whom workers have measured, as far as there are rows of theirs.
func (m *measuring) fillIn(workers []*measuredUsers) {
	for _, by := range workers {
		for place, key := range by.keys {
			if row, known := m.matrix.Row(key); known {
				v := by.measures(place)
				m.matrix.Set(row, &v)
			}
		}
	}
}
