package server

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"spoor/analysis"
	"spoor/analysis/web"
)

// unitEngine is an engine that keeps units.
type unitEngine struct {
	Engine
	units []KeptUnit
}

func (e *unitEngine) Kept(_ context.Context, _, _ string, do func(unit int, body []byte) error) error {
	for _, unit := range e.units {
		if err := do(unit.Unit, unit.Body); err != nil {
			return err
		}
	}
	return nil
}

// anyMatrix is a matrix of users with any values.
func anyMatrix(users int) *analysis.Matrix {
	r := rand.New(rand.NewPCG(1, 2))
	reals := []float64{0, math.NaN(), math.Copysign(0, -1), math.Inf(1), 1, -1, 0.1, 1e300, 5e-324, math.MaxFloat64, 255}
	anyReal := func() float64 {
		if r.IntN(3) > 0 {
			return reals[r.IntN(len(reals))]
		}
		return math.Float64frombits(r.Uint64())
	}
	whole := func() int32 { return []int32{0, 1, -1, math.MaxInt32, math.MinInt32, r.Int32()}[r.IntN(6)] }
	m := analysis.NewMatrix(users)
	m.Background.Requirements = make([]web.Requirement, 2)
	for i := range users {
		var v analysis.Measures
		v.Events, v.Last, v.TopMenuShare = whole(), r.Int64(), anyReal()
		v.Address, v.Known = r.IntN(2) == 0, uint8(r.Uint32())
		for of := range m.Background.Requirements {
			v.Mismatches[of] = analysis.Mismatch{Items: whole(), Unmet: whole(), Over: whole(), Expected: anyReal()}
		}
		for rule := range v.Values {
			v.Values[rule] = analysis.Value{X: anyReal(), N: whole()}
		}
		m.Append(analysis.UserNumber(i+1), fmt.Sprintf("user %05d", i), v)
	}
	return m
}

func TestKeptRowsComeBack(t *testing.T) {
	m := anyMatrix(500)
	units := [][]int32{{}, {}, {}}
	for row := range m.Key {
		units[row*7%3] = append(units[row*7%3], int32(row))
	}
	engine := &unitEngine{}
	for unit, rows := range units {
		engine.units = append(engine.units, KeptUnit{unit, unitRows, appendRows(nil, m, rows)})
	}
	of := &measuring{Case: New(engine)}
	rows, err := of.readRows(t.Context(), "")
	if err != nil || rows == nil {
		t.Fatal(rows, err)
	}
	got := analysis.NewUsers(m.ID, rows.keys, m.Background)
	if err := rows.fill(got); err != nil {
		t.Fatal(err)
	}
	for row, key := range m.Key {
		a, b := fmt.Sprintf("%s %+v", key, m.Measures(row)), fmt.Sprintf("%s %+v", got.Key[row], got.Measures(row))
		if a != b {
			t.Fatalf("%s\n%s", a, b)
		}
	}
}

// TestKeptRowsThatCannotBeRead cuts what is kept anywhere, and changes any byte of it: it is refused or read as
// something else, and nothing breaks.
func TestKeptRowsThatCannotBeRead(t *testing.T) {
	m := anyMatrix(3)
	body := appendRows(nil, m, []int32{0, 1, 2})
	read := func(body []byte) (ok bool) {
		of := &measuring{Case: New(&unitEngine{units: []KeptUnit{{0, unitRows, body}}})}
		rows, err := of.readRows(t.Context(), "")
		if err != nil {
			t.Fatal(err)
		}
		if rows == nil {
			return false
		}
		return rows.fill(analysis.NewUsers(make([]analysis.UserNumber, len(rows.keys)), rows.keys, m.Background)) == nil
	}
	for cut := range body {
		if read(body[:cut]) {
			t.Errorf("%d of %d bytes are taken", cut, len(body))
		}
		for _, change := range []byte{1, 0x80, 0xff} {
			changed := append([]byte(nil), body...)
			changed[cut] ^= change
			read(changed)
		}
	}
	if read(append(body, 0)) {
		t.Error("more than there is is taken")
	}
}
