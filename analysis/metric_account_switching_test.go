package analysis

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestAccountSwitching(t *testing.T) {
	at := func(after, track string) string { return shift(t, after, track) }
	turn := "0s @1, 10s @1, 20s @1" // 20 s on client 1
	filled := ", 40h other, 40h other, 40h other"
	turns := func(after ...string) (tracks []string) { // an account each, on two days
		for _, after := range after {
			tracks = append(tracks, at(after, turn)+", "+at("24h", at(after, turn))+filled)
		}
		return tracks
	}
	for _, c := range []struct {
		name   string
		tracks []string
		days   float64 // of the first
		n      int32
	}{
		{"three accounts", turns("0s", "50s", "100s"), 2, 6},
		{"two accounts", turns("0s", "50s"), 0, 6},
		{"two accounts in turns", []string{turn + ", " + at("80s", turn) + filled,
			at("40s", turn) + ", " + at("120s", turn) + filled}, 0, 6},
		{"31 seconds apart", turns("0s", "51s", "101s"), 0, 6},
		{"the third 31 seconds later", turns("0s", "50s", "101s"), 0, 6},
		{"a fourth later", turns("0s", "50s", "100s", "300s"), 2, 6},
		{"in the same second", turns("0s", "20s", "40s"), 2, 6},
		{"a second too early", turns("0s", "19s", "40s", "80s"), 0, 6},
		{"the second and the third at once", turns("0s", "25s", "44s", "90s"), 0, 6},
		{"somebody else at once with the second, on one of the days",
			append(turns("0s", "30s", "60s", "90s"), at("35s", "0s @1, 0s @1, 0s @1")+filled), 1, 6},
		{"somebody else on another client", append(turns("0s", "30s", "60s"), at("35s", "0s @2, 0s @2, 0s @2")+filled),
			2, 6},
		{"a glimpse of somebody else between, on one of the days", append(turns("0s", "40s", "80s"), "30s @1"+filled),
			1, 6},
		{"two events are too few", []string{"0s @1, 20s @1, 21s @2" + filled, at("30s", turn) + filled,
			at("60s", turn) + filled}, 0, 3},
		{"on one day", []string{turn + filled, at("30s", turn) + filled, at("60s", turn) + filled}, 1, 3},
		{"from one day into the next, then there", []string{at("23h59m50s", turn) + ", " + at("30h", turn) + filled,
			at("24h00m20s", turn) + ", " + at("30h30s", turn) + filled,
			at("24h00m50s", turn) + ", " + at("30h60s", turn) + filled}, 2, 6},
		{"a logout ends a turn", []string{"0s @1, 10s @1, 20s logout @1, 90s @1, 100s @1, 110s @1" + filled,
			at("30s", turn) + filled, at("60s", turn) + filled}, 1, 6},
		{"without one it goes on", []string{"0s @1, 10s @1, 20s @1, 90s @1, 100s @1, 110s @1" + filled,
			at("30s", turn) + filled, at("60s", turn) + filled}, 0, 6},
		{"a pause ends it, too", []string{turn + ", " + at("31m", turn) + filled, at("30s", turn) + filled,
			at("60s", turn) + filled}, 1, 6},
		{"unknown clients", []string{"0s @0, 1s @0, 2s @0, 3s, 4s"}, none, 0},
		{"one event", []string{"0s @1"}, none, 1},
	} {
		if got := measureAll(t, c.tracks...)[0].Values[AccountSwitching]; !same(got.X, c.days) || got.N != c.n {
			t.Errorf("%s: %v of %d, want %v of %d", c.name, got.X, got.N, c.days, c.n)
		}
	}
}

// TestChains compares with a search that looks at every spell's neighbours by itself.
func TestChains(t *testing.T) {
	random := rand.New(rand.NewPCG(41, 42))
	found := 0
	for range 300 {
		s := NewAddressIndex(DefaultMeasureOptions(), nil, nil)
		for range 1 + random.IntN(28) {
			from := random.Int64N(12) * 20_000
			user := random.Int32N(5)
			s.spells.Add(spell{random.Int32N(2), 2 + user, UserNumber(user), from, from + random.Int64N(3)*10_000})
		}
		var got, want [][]spell
		s.eachChain(func(chain []spell) { got = append(got, slices.Clone(chain)) })
		for client := range int32(2) {
			want = append(want, chainsOn(client, slices.Concat(s.spells...))...)
		}
		found += len(want)
		if !slices.EqualFunc(got, want, slices.Equal[[]spell]) {
			t.Fatalf("%+v\nchains %+v\nwant   %+v", slices.Concat(s.spells...), got, want)
		}
	}
	if found < 20 {
		t.Errorf("only %d chains", found)
	}
}

// chainsOn looks at every spell on a client beside each other.
func chainsOn(client int32, spells []spell) (chains [][]spell) {
	spells = slices.DeleteFunc(spells, func(s spell) bool { return s.client != client })
	slices.SortFunc(spells, func(a, b spell) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to), cmp.Compare(a.user, b.user))
	})
	var chain []spell
	for i, at := range spells {
		alone, latest := at.events >= 3, int64(-1)
		for k, other := range spells {
			if k != i && max(at.from, other.from) < min(at.to, other.to) || k < i && other.to > at.from ||
				k > i && other.from < at.to {
				alone = false
			}
			if k < i {
				latest = max(latest, other.to)
			}
		}
		if len(chain) > 0 && (!alone || at.from-latest > 30_000) {
			chains, chain = append(chains, chain), nil
		}
		if alone {
			chain = append(chain, at)
		}
	}
	return slices.DeleteFunc(append(chains, chain), func(chain []spell) bool { return accountsOf(chain) < 3 })
}
