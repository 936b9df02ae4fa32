package analysis

import (
	"testing"
	"time"

	"spoor/analysis/web"
)

// checkWith is checkMetric with something known.
func checkWith(t *testing.T, rule RuleID, knowledge *Knowledge, cases []metricCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			measurer := NewMeasurer(sessionsOf(30*time.Minute), Window{0, 10 * day}, knowledge)
			got := measurer.Measure(track(t, c.track), Profile{}).Values[rule]
			if !same(got.X, c.x) || got.N != c.n {
				t.Errorf("%s of %s is %v of %d, want %v of %d", rule, c.track, got.X, got.N, c.x, c.n)
			}
		})
	}
}

// shelf knows requests 1 to 99 as ids of one template, 101 to 199 as ids 1 to 99 of another, and 200 as id 1 of the
// first.
func shelf() *Knowledge {
	k := &Knowledge{Sequences: make([]web.Sequence, 201)}
	for i := int32(1); i < 100; i++ {
		k.Sequences[i], k.Sequences[100+i] = web.Sequence{Template: 1, Place: i, ID: int64(i)},
			web.Sequence{Template: 2, Place: 100 + i, ID: int64(i)}
	}
	k.Sequences[200] = k.Sequences[1]
	return k
}

func TestEnumeration(t *testing.T) {
	checkWith(t, Enumeration, shelf(), []metricCase{
		{"one after the other", times(10, 0, "view #%d"), 1, 10},
		{"nine are too few", times(9, 0, "view #%d"), none, 9},
		{"6 of 10 steps", "0s #1, 0s #2, 0s #3, 0s #4, 0s #5, 0s #6, 0s #7, 0s #20, 0s #40, 0s #60, 0s #80", 0.6, 11},
		{"backwards by ten", "0s #99, 0s #89, 0s #79, 0s #69, 0s #59, 0s #49, 0s #39, 0s #29, 0s #19, 0s #9", 1, 10},
		{"a step of 11 is none", "0s #98, 0s #87, 0s #76, 0s #65, 0s #54, 0s #43, 0s #32, 0s #21, 0s #10, 0s #9",
			1.0 / 9, 10},
		{"each id counts once, under any name", "0s #200, 0s #1, " + times(10, 1000, "#%d") + ", 20s #3, 21s #200",
			1, 10},
		{"two templates in turn", "0s #101, 0s #5, " + times(10, 2000, "#%d") + ", 30s #103, 31s #102", 7.0 / 9, 10},
		{"the better of two", times(9, 1000, "#10%d") +
			", 10s #110, 11s #99, 11s #5, 11s #44, 11s #3, 11s #70, 11s #1, 11s #50, 11s #20, 11s #90, 11s #31", 1, 10},
		{"what is static is no page", times(12, 0, "static #%d"), none, 0},
		{"refused ones count", times(12, 0, "refused #%d"), 1, 12},
		{"no request is known", times(12, 0, "view"), none, 0},
		{"one event", "0s #1", none, 1},
	})
}

func TestTemplate(t *testing.T) {
	for _, c := range []struct {
		target, template string
		id               int64
	}{
		{"/jobs/7/detail?menu=a", "/jobs/#/detail", 7}, {"/jobs/7", "/jobs/#", 7},
		{"/jobs/007.html#top", "/jobs/#.html", 7},
		{"/job-17", "/job-#", 17}, {"/api/v2/users/31", "/api/v2/users/#", 31}, {"/7", "/#", 7}, {"7", "#", 7},
		{"/job?id=8", "/job?id=#", 8}, {"/job?menu=a&id=8&x=", "/job?menu=a&id=#&x=", 8}, {"/a%20b/5", "/a%20b/#", 5},
		{"/jobs/7?page=2&x=4", "/jobs/#", 7}, {"/999999999999999999", "/#", 999999999999999999},
		{"/", "", 0}, {"", "", 0}, {"/jobs", "", 0}, {"/v2/users", "", 0}, {"/2003/03", "", 0}, {"/job?a=1&b=2", "", 0},
		{"/1.5", "", 0},
		{"/jobs?page=2", "", 0}, {"/jobs/Page/2", "", 0}, {"/jobs/page-2.html", "", 0}, {"/news/year/2003", "", 0},
		{"/app.js?_=123", "", 0},
		{"/99999999999999999999", "", 0}, {"/job7", "", 0}, {"/7up", "", 0}, {"/%37", "", 0}, {"/é7", "", 0},
	} {
		template, id, ok := web.Template(c.target)
		if ok != (c.template != "") || ok && (template != c.template || id != c.id) {
			t.Errorf("%s is %s, %d, %v; want %s, %d", c.target, template, id, ok, c.template, c.id)
		}
	}
}

func FuzzTemplate(f *testing.F) {
	for _, target := range []string{"/jobs/7/detail?menu=a", "/job?id=8#x", "/1/2", "/page/3", "#", "??1"} {
		f.Add(target)
	}
	f.Fuzz(func(t *testing.T, target string) {
		if template, id, ok := web.Template(target); ok && (id < 0 || len(template) > len(target)) {
			t.Errorf("%q is %q, %d", target, template, id)
		}
	})
}
