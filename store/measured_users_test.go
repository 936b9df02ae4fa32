package store

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"spoor/analysis"
	"spoor/analysis/packed"
)

// TestMeasuredUsersAreInOrder has keys that begin alike, and differ by a zero byte at their end.
func TestMeasuredUsersAreInOrder(t *testing.T) {
	key := rapid.Custom(func(t *rapid.T) string {
		begin := rapid.SampledFrom([]string{"", "10.0.0.", "10.0.0.1234567", "10.0.0.12345678",
			"\xff\xff\xff\xff\xff\xff\xff\xff"}).Draw(t, "begin")
		return begin + rapid.StringOfN(rapid.RuneFrom([]rune{0, 'a', 'b', '김'}), 0, 12, -1).Draw(t, "end")
	})
	rapid.Check(t, func(t *rapid.T) {
		keys := append([]string{""}, rapid.SliceOfDistinct(key, rapid.ID[string]).Draw(t, "keys")...)
		of := packed.NewUsers(len(keys), analysis.Capabilities{})
		packer := of.Packer()
		var want []string
		for user := 1; user < len(keys); user++ {
			if rapid.IntRange(0, 9).Draw(t, "measured") > 0 {
				packer.Set(analysis.UserNumber(user), &analysis.Measures{})
				want = append(want, keys[user])
			}
		}
		slices.Sort(want)
		users := inOrderOfKeys(of, keys, analysis.Capabilities{})
		if !slices.Equal(users.keys, want) {
			t.Fatalf("%q, want %q", users.keys, want)
		}
		for row, user := range users.ids {
			if keys[user] != users.keys[row] {
				t.Fatalf("%q has the number of %q", users.keys[row], keys[user])
			}
		}
	})
}
