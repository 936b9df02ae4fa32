package web

import "testing"

func TestFitsRange(t *testing.T) {
	for _, c := range []struct {
		has, asks string
		want      bool
	}{
		{"27", "20-35", true}, {"20", "20-35", true}, {"35", "20–35", true}, {"36", "20 - 35", false},
		{"19.5", "20-35", false},
		{"70", "20-", true}, {"19", "20+", false}, {"20", "20+", true}, {"0", "-35", true}, {"36", "-35", false},
		{"20", "20", true}, {"21", "20", false}, {"50", "20-35; 45-60", true}, {"40", "20-35;45-60", false},
		{"", "20-35", true}, {"young", "20-35", true}, {"NaN", "20-35", true}, {"27", "any", true},
		{"27", "adults", true}, {"27", "-", true},
		{"27", "35-20", true}, {"27", "1e9-", true}, {" 27 ", "28+", false},
	} {
		if got := fitsRange(c.has, c.asks); got != c.want {
			t.Errorf("%q of %q: %v, want %v", c.has, c.asks, got, c.want)
		}
	}
}

// TestRangeRequirement: the age is a mismatch like any other, of items that ask for another.
func TestRangeRequirement(t *testing.T) {
	s := mustParseSite(t, "[[require]]\nprofile = 'age'\nitem = 'ages'\nrange = true")
	if r := s.Requirements[0]; r.Fitness("24", "25-40") != Falls || r.Fitness("41", "25-40") != Falls ||
		r.Fitness("25", "25-40") != meets {
		t.Errorf("%+v does not compare ages", r)
	}
	text := "[[require]]\nprofile = 'age'\nitem = 'ages'\nrange = true\norder = ['a', 'b']"
	if _, err := ParseSite("s.toml", []byte(text)); err == nil {
		t.Error("a range with an order")
	}
}
