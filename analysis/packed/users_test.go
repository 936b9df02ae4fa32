package packed

import (
	"fmt"
	"math"
	"math/rand/v2"
	"sync"
	"testing"

	"spoor/analysis"
	"spoor/analysis/web"
)

// TestUsersComeBack packs users side by side, of many of whom most is not evaluable, in more than one block, and
// has others tell something of some. The text of a matrix shows every number of it, and NaN as NaN.
func TestUsersComeBack(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	const users, packers = 5000, 3
	background := analysis.Capabilities{Requirements: make([]web.Requirement, 2)}
	packed, want := NewUsers(users+1, background), analysis.NewMatrix(0)
	want.Background = background
	all := make([]*analysis.Measures, users)
	for user := range all {
		if r.IntN(10) == 0 {
			continue // nothing is known of them
		}
		v := &analysis.Measures{Stats: analysis.Stats{
			Events: r.Int32(), First: r.Int64(), TopMenuShare: math.NaN(), Address: r.IntN(2) == 0,
		}}
		for rule := range analysis.Rules {
			v.Values[rule] = analysis.Value{X: r.NormFloat64(), N: r.Int32N(400) - 100}
			if r.IntN(3) > 0 {
				v.Values[rule].X = math.NaN()
			}
		}
		for i := range background.Requirements {
			v.Mismatches[i] = analysis.Mismatch{
				Items: r.Int32(), Unmet: r.Int32N(200), Over: r.Int32(), Expected: r.Float64(),
			}
		}
		all[user] = v
	}
	var packing sync.WaitGroup
	for first := range packers {
		packing.Go(func() {
			packer := packed.Packer()
			for user := first; user < users; user += packers {
				if all[user] != nil {
					packer.Set(analysis.UserNumber(user), all[user])
				}
			}
		})
	}
	packing.Wait()
	var ids []analysis.UserNumber
	var keys []string
	for user, v := range all {
		if packed.Has(analysis.UserNumber(user)) != (v != nil) {
			t.Fatalf("user %d was measured: %v", user, v == nil)
		}
		if v == nil {
			continue
		}
		for _, rule := range analysis.TogetherRules {
			x := r.NormFloat64()
			packed.Raise(analysis.UserNumber(user), rule, x)
			if !math.IsNaN(v.Values[rule].X) {
				v.Values[rule].X = max(v.Values[rule].X, x)
			}
		}
		ids, keys = append(ids, analysis.UserNumber(user)), append(keys, fmt.Sprintf("u%05d", user))
		want.Append(analysis.UserNumber(user), keys[len(keys)-1], *v)
	}
	if packed.Has(users) {
		t.Error("a user whom nobody knows was measured")
	}
	if got, want := fmt.Sprintf("%+v", *packed.Matrix(ids, keys)), fmt.Sprintf("%+v", *want); got != want {
		t.Error("another matrix comes back than one of the same users")
	}
	if len(packed.blocks) <= packers {
		t.Errorf("%d blocks", len(packed.blocks))
	}
	for row, user := range ids {
		if got, want := fmt.Sprint(packed.Measures(user)), fmt.Sprint(*all[user]); got != want {
			t.Fatalf("%d: %s, want %s", row, got, want)
		}
	}
}
