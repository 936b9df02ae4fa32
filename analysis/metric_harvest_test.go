package analysis

import (
	"fmt"
	"testing"

	"spoor/analysis/stats"
	"spoor/analysis/web"
)

func warehouse(t *testing.T, items int) *Knowledge {
	t.Helper()
	var catalogue []web.Entry
	for i := range items {
		catalogue = append(catalogue, web.Entry{Item: fmt.Sprint(i + 1)})
	}
	k, err := NewKnowledge(web.DefaultSite(), catalogue, numbers)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestHarvest(t *testing.T) {
	checkWith(t, Harvest, warehouse(t, 50), []metricCase{
		{"ten of 50", times(10, 0, "view a%d"), 0.2, 50},
		{"in summary and in detail", times(10, 0, "view a%d summary") + ", " + times(10, 0, "view a%d detail"), 0.2, 50},
		{"what is not in the catalogue", times(10, 0, "view a5%d"), 0, 50},
		{"one in ten again", times(9, 0, "view a%d") + ", 1s view a1", 0.18, 50},
		{"two in eleven again", times(9, 0, "view a%d") + ", 1s view a1, 2s view a2", none, 50},
		{"no views", times(9, 0, "other a%d"), none, 50},
		{"one event", "0s view a1", none, 50},
	})
	checkMetric(t, Harvest, []metricCase{{"no catalogue", times(10, 0, "view a%d"), none, 0}})
}

// TestHarvestHits at a tenth of the catalogue, a hundred items, and above the 99 % of the ordinary users.
func TestHarvestHits(t *testing.T) {
	for _, c := range []struct {
		x    float64
		n    int32
		rare float64 // the 0.99-quantile
		want Side
	}{
		{0.1, 1000, 0.05, High}, {0.0999, 10000, 0.05, Inside}, {0.1, 990, 0.05, Inside}, {0.5, 200, 0.05, High},
		{0.2, 1000, 0.2, Inside}, {0.201, 1000, 0.2, High}, {0.1, 1000, 0.0999, High},
	} {
		fit := piecewise(100, [2]float64{0, 0}, [2]float64{990, c.rare}, [2]float64{1000, 1})
		set := Strict()
		g := compileRule(&set, Harvest, &fit)
		if got := g.side(c.x, none, c.n, false); got != c.want {
			t.Errorf("%v of %d where %v is rare: %v, want %v", c.x, c.n, c.rare, got, c.want)
		}
	}
	fit := piecewise(100, [2]float64{0, 0}, [2]float64{990, 0.25}, [2]float64{1000, 1})
	j := NewJudge(matrixOf(), &Baseline{Fits: [MostRules]stats.Fit{Harvest: fit}})
	if _, high := j.Bounds(Strict(), Harvest); high != 0.25 {
		t.Errorf("the bound is %v", high)
	}
}
