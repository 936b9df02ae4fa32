package server

import (
	"context"
	"encoding/binary"
	"errors"
	"math"
	"math/bits"
	"slices"
	"strings"

	"spoor/analysis"
)

// Rows are kept in columns: the keys, the stats, and then for each requirement and each rule the values of all of them,
// so that they are read without looking at what each is.

// rowsVersion changes when they are laid out otherwise.
const rowsVersion = 2

// appendRows appends some rows of a matrix.
func appendRows(to []byte, m *analysis.Matrix, rows []int32) []byte {
	to = binary.AppendUvarint(to, uint64(len(rows)))
	for _, row := range rows {
		to = appendText(to, m.Key[row])
	}
	for _, row := range rows {
		to, _ = binary.Append(to, binary.LittleEndian, &m.Stats[row]) // everything in it has a size
	}
	to = binary.AppendUvarint(to, uint64(len(m.Background.Requirements)))
	for r := range m.Background.Requirements {
		for _, row := range rows {
			mismatch := &m.Mismatches[r][row]
			for _, n := range []int32{mismatch.Items, mismatch.Unmet, mismatch.Over} {
				to = binary.AppendVarint(to, int64(n))
			}
			to = appendReal(to, mismatch.Expected)
		}
	}
	for r := range analysis.RuleCount {
		for _, row := range rows {
			to = appendReal(to, m.X[r][row])
		}
		for _, row := range rows {
			to = binary.AppendVarint(to, int64(m.N[r][row]))
		}
	}
	return to
}

// notANumber stands for NaN: most values that are not small numbers are NaN.
const notANumber = 1

// appendReal appends a number with its bytes reversed: the low ones, which are 0 in a whole number, come last and are
// left out.
func appendReal(to []byte, x float64) []byte {
	if math.IsNaN(x) {
		return append(to, notANumber)
	}
	n := bits.ReverseBytes64(math.Float64bits(x))
	if n == 0 {
		return append(to, 0)
	}
	length := (bits.Len64(n) + 7) / 8
	to = append(to, byte(1+length))
	return binary.LittleEndian.AppendUint64(to, n)[:len(to)+length]
}

// real reads a number.
func (r *keptReader) real() float64 {
	if len(r.from) == 0 {
		r.err = errKept
		return 0
	}
	kind := r.from[0]
	r.from = r.from[1:]
	switch {
	case kind == 0:
		return 0
	case kind == notANumber:
		return math.NaN()
	case kind > 9:
		r.from, r.err = nil, errKept
		return 0
	}
	var n [8]byte
	copy(n[:], r.bytes(int(kind)-1))
	return math.Float64frombits(bits.ReverseBytes64(binary.LittleEndian.Uint64(n[:])))
}

// whole reads a whole number.
func (r *keptReader) whole() int32 {
	n, length := binary.Varint(r.from)
	if length <= 0 || n < math.MinInt32 || n > math.MaxInt32 {
		r.from, r.err = nil, errKept
		return 0
	}
	r.from = r.from[length:]
	return int32(n)
}

// keptRows are the users of a run, with what was measured of each alone.
type keptRows struct {
	keys   []string  // in byte order
	units  [][]int32 // the rows of each unit, in its order
	values [][]byte  // of each unit, behind its keys
}

// readRows reads the users of a run; none where nothing is there, or where it can't be read.
func (m *measuring) readRows(ctx context.Context, run string) (*keptRows, error) {
	rows := &keptRows{}
	var users []keptUser
	err := m.Kept(ctx, run, unitRows, func(unit int, body []byte) error {
		for len(rows.units) <= unit {
			rows.units, rows.values = append(rows.units, nil), append(rows.values, nil)
		}
		r := keptReader{from: body}
		count := r.count()
		if count > len(r.from) {
			return errKept
		}
		users = slices.Grow(users, count)
		for place := range count {
			users = append(users, keptUser{string(r.text()), int32(unit), int32(place)})
		}
		rows.units[unit], rows.values[unit] = make([]int32, count), slices.Clone(r.from)
		return r.err
	})
	if errors.Is(err, errKept) || err == nil && len(users) == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if !rows.order(users) {
		return nil, nil
	}
	return rows, nil
}

// keptUser is a user of a unit.
type keptUser struct {
	key         string
	unit, place int32
}

// order puts users into the order of their keys. It is not ok where a key comes twice, as nobody has written that.
func (k *keptRows) order(users []keptUser) (ok bool) {
	slices.SortFunc(users, func(a, b keptUser) int { return strings.Compare(a.key, b.key) })
	k.keys = make([]string, len(users))
	for row, user := range users {
		if row > 0 && user.key == k.keys[row-1] {
			return false
		}
		k.keys[row] = user.key
		k.units[user.unit][user.place] = int32(row)
	}
	return true
}

// fill fills in a matrix of just these users.
func (k *keptRows) fill(m *analysis.Matrix) error {
	for unit, rows := range k.units {
		if len(rows) == 0 {
			continue
		}
		r := keptReader{from: k.values[unit]}
		for _, row := range rows {
			used, err := binary.Decode(r.from, binary.LittleEndian, &m.Stats[row])
			if err != nil {
				return errKept
			}
			r.from = r.from[used:]
		}
		if r.count() != len(m.Background.Requirements) {
			return errKept
		}
		r.columns(m, rows)
		if r.err != nil || len(r.from) > 0 {
			return errKept
		}
	}
	return nil
}

// columns reads what is kept of rows for each requirement and each rule.
func (r *keptReader) columns(m *analysis.Matrix, rows []int32) {
	for of := range m.Background.Requirements {
		for _, row := range rows {
			m.Mismatches[of][row] = analysis.Mismatch{
				Items: r.whole(), Unmet: r.whole(), Over: r.whole(), Expected: r.real(),
			}
		}
	}
	for rule := range analysis.RuleCount {
		for _, row := range rows {
			m.X[rule][row] = r.real()
		}
		for _, row := range rows {
			m.N[rule][row] = r.whole()
		}
	}
}
