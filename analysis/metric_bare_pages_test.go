package analysis

import "testing"

func TestBarePages(t *testing.T) {
	checkMetric(t, BarePages, []metricCase{
		{"nothing but pages", times(5, 1000, "view a%d"), 1, 5},
		{"four pages", times(4, 1000, "view a%d") + ", 9s click", none, 4},
		{"a picture with the first", "0s view a1, 1s static, 2s view a2, 3s view a3, 4s view a4, 5s other", 0.8, 5},
		{"two with the last", "0s view a1, 1s view a2, 2s view a3, 3s view a4, 4s from, 5s static, 6s static", 0.8, 5},
		{"what comes before the first counts with it, once",
			"0s static, 1s view a1, 2s static, 3s view a2, 4s view a3, 5s view a4, 6s view a5", 0.8, 5},
		{"with each",
			"0s view a1, 1s static, 2s view a2, 3s static, 4s other, 5s static, 6s other, 7s static, 8s refused, " +
				"9s static", 0, 5},
		{"clicks are neither", "0s view a1, 1s click, 2s static, 3s view a2, 4s view a3, 5s view a4, 6s view a5", 0.8, 5},
		{"pictures alone", times(9, 1000, "static"), none, 0},
	})
}

// TestBarePagesBesideOthers: who loads nothing hits where others load something, not where a fifth does the same, nor
// where too few are known; and nobody is less ordinary for it.
func TestBarePagesBesideOthers(t *testing.T) {
	for _, c := range []struct {
		name        string
		users, bare int // with five pages, and of them without anything else
		hits        bool
	}{
		{"one of a hundred", 100, 1, true}, {"one in ten", 100, 10, true},
		{"one in five", 100, 21, false}, {"all", 100, 100, false},
		{"too few to tell", 29, 1, false}, {"just enough", 30, 1, true},
	} {
		values := ordinaryUsers(200)
		m := matrixOf(values...)
		for row := range m.Len() {
			m.X[BarePages][row], m.N[BarePages][row] = none, 4
			if row < c.users {
				m.X[BarePages][row], m.N[BarePages][row] = 0.5, 5
			}
			if row < c.bare {
				m.X[BarePages][row] = 1
			}
		}
		b := FitBaseline(m, BaselinePolicy{Passes: 1, Trim: TrimAll}, nil)
		e := NewJudge(m, b).Evaluate(Strict().Only(BarePages))
		want := 0
		if c.hits {
			want = c.bare
		}
		if e.RuleHits[BarePages] != want {
			t.Errorf("%s: %d hit, want %d", c.name, e.RuleHits[BarePages], want)
		}
		trimmed := FitBaseline(m, BaselinePolicy{Passes: 2, Trim: TrimAll}, nil)
		before := FitBaseline(matrixOf(values...), BaselinePolicy{Passes: 2, Trim: TrimAll}, nil)
		if trimmed.Members != before.Members {
			t.Errorf("%s: %d ordinary users, %d without the rule", c.name, trimmed.Members, before.Members)
		}
	}
}
