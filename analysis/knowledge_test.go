package analysis

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"spoor/analysis/web"
)

func TestCircle(t *testing.T) {
	entry := func(item string, requires ...string) web.Entry { return web.Entry{Item: item, Requires: requires} }
	for _, c := range []struct {
		catalogue []web.Entry
		want      string
	}{
		{[]web.Entry{entry("a", "b"), entry("b", "c"), entry("c", "a")}, "a → b → c → a"},
		{[]web.Entry{entry("x", "a"), entry("a", "y", "b"), entry("b", "a")}, "a → b → a"},
		{[]web.Entry{entry("a", "a")}, "a → a"},
		{[]web.Entry{entry("a", "b", "c"), entry("b", "d"), entry("c", "d"), entry("d", "e")}, ""},
		{[]web.Entry{entry("a", "b"), entry("b", "a"), entry("b")}, ""}, // the last entry counts
	} {
		_, err := NewKnowledge(web.DefaultSite(), c.catalogue, numbers)
		got := ""
		if err != nil {
			got = strings.TrimPrefix(err.Error(), "catalogue: prerequisites go in a circle: ")
		}
		if got != c.want {
			t.Errorf("%v: %v, want %q", c.catalogue, err, c.want)
		}
	}
}

// TestCircleEqualsReaching asks whether any item can be reached from itself.
func TestCircleEqualsReaching(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	circles := 0
	for range 500 {
		const n = 8
		var reach [n][n]bool
		var catalogue []web.Entry
		for i := range n {
			entry := web.Entry{Item: fmt.Sprint(i)}
			for k := range n {
				if random.IntN(9) == 0 {
					reach[i][k] = true
					entry.Requires = append(entry.Requires, fmt.Sprint(k))
				}
			}
			catalogue = append(catalogue, entry)
		}
		direct := reach
		for via := range n {
			for i := range n {
				for k := range n {
					reach[i][k] = reach[i][k] || reach[i][via] && reach[via][k]
				}
			}
		}
		circle := web.FindCircle(catalogue)
		want := slices.ContainsFunc([]int{0, 1, 2, 3, 4, 5, 6, 7}, func(i int) bool { return reach[i][i] })
		if want != (circle != nil) {
			t.Fatalf("%v: circle %v", catalogue, circle)
		}
		for i := 1; i < len(circle); i++ {
			if !direct[circle[i-1][0]-'0'][circle[i][0]-'0'] || circle[0] != circle[len(circle)-1] {
				t.Fatalf("%v is no circle in %v", circle, catalogue)
			}
		}
		if want {
			circles++
		}
	}
	if circles < 100 || circles > 400 {
		t.Errorf("%d circles in 500", circles)
	}
}

func TestLongChain(t *testing.T) {
	var catalogue []web.Entry
	for i := range 200_000 {
		catalogue = append(catalogue, web.Entry{Item: fmt.Sprint(i), Requires: []string{fmt.Sprint(i + 1)}})
	}
	if circle := web.FindCircle(catalogue); circle != nil {
		t.Errorf("a circle of %d", len(circle))
	}
}

func TestBackground(t *testing.T) {
	site := mustParseSite(t, jobSite)
	for _, c := range []struct {
		site      *web.Site
		catalogue []web.Entry
		want      Capabilities
	}{
		{web.DefaultSite(), nil, Capabilities{}},
		{web.DefaultSite(), []web.Entry{{Item: "1"}}, Capabilities{Catalogue: true}},
		{site, []web.Entry{{Item: "1", Requires: []string{"2"}}},
			Capabilities{true, true, true, true, false, true, site.Requirements}},
		{mustParseSite(t, "static = []"), nil, Capabilities{Described: true}},
	} {
		k, err := NewKnowledge(c.site, c.catalogue, numbers)
		if err != nil || !reflect.DeepEqual(k.Capabilities(), c.want) {
			t.Errorf("%+v, %v, want %+v", k.Capabilities(), err, c.want)
		}
	}
}

func TestSplitRequires(t *testing.T) {
	for field, want := range map[string][]string{
		"": nil, " ; ,": nil, "7": {"7"}, "7, 8;apply/9\t10\u00a0x": {"7", "8", "apply/9", "10", "x"},
	} {
		if got := web.SplitRequires(field); !slices.Equal(got, want) {
			t.Errorf("%q is %q, want %q", field, got, want)
		}
	}
}
