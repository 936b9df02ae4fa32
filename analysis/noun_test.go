package analysis

import "testing"

func TestNouns(t *testing.T) {
	m := matrixOf(ordinaryUsers(3)...)
	check := func(row int, one, many string) {
		t.Helper()
		if got := m.Noun(row).One; got != one {
			t.Errorf("user %d is called %s, want %s", row, got, one)
		}
		if got := m.Nouns().Many; got != many {
			t.Errorf("all are called %s, want %s", got, many)
		}
	}
	check(1, "user", "users")
	m.Stats[1].Address = true
	check(0, "user", "users")
	check(1, "address", "users")
	m.Stats[0].Address, m.Stats[2].Address = true, true
	check(0, "address", "addresses")
	if got := NewMatrix(0).Nouns().Count(0); got != "0 users" {
		t.Errorf("nobody is %s", got)
	}
}

// TestAddressesAreCompared: with addresses alone, the ordinary ones are addresses, too.
func TestAddressesAreCompared(t *testing.T) {
	m := matrixOf(append(ordinaryUsers(40), []float64{0.1, 2, 50, 1, 1})...)
	for row := range m.Stats {
		m.Stats[row].Address = true
	}
	m.Stats[39].Events, m.X[SharedSource][40], m.N[SharedSource][40] = 4, 2.4, 1
	j := NewJudge(m, FitBaseline(m, BaselinePolicy{Passes: 1}, func(row int) bool { return row == 40 }))
	const want = "reading time 0.1 s, shorter than all 39 ordinary addresses (median 49 s, " +
		"usual 10 to 90 s) over 10 views: +11"
	if hits := j.Hits(Paper(), 40); len(hits) != 1 || j.Why(Paper(), 40, hits[0]) != want {
		t.Errorf("%d hits, %q, want %q", len(hits), j.Why(Paper(), 40, hits[0]), want)
	}
	shared := Hit{Rule: SharedSource, Side: High, Value: 2.4, N: 1, Points: 20}
	if got, want := j.Why(Strict(), 40, shared),
		"shared source 2.4, above the bound of 1, with 12 agents at one address in a day: +20"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestTooFew(t *testing.T) {
	for _, c := range []struct {
		users int
		want  string
	}{
		{0, "no ordinary users, 30 are needed"},
		{1, "only 1 ordinary user, 30 are needed"},
		{29, "only 29 ordinary users, 30 are needed"},
		{30, ""},
	} {
		m := matrixOf(ordinaryUsers(c.users)...)
		j := NewJudge(m, FitBaseline(m, BaselinePolicy{Passes: 1}, nil))
		if got := j.TooFew(); got != c.want {
			t.Errorf("%d users: %q, want %q", c.users, got, c.want)
		}
		// Whoever is few is too few for each rule, and nobody else.
		if c.users > 0 && (j.NotEvaluable(0, ReadingTime) == "") != (c.want == "") {
			t.Errorf("%d users: %q, but %q", c.users, j.NotEvaluable(0, ReadingTime), c.want)
		}
	}
}
