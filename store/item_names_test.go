package store

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"spoor/analysis"
	"spoor/store/logline"
	"spoor/store/model"
)

// longAndShort are events whose paths are long and short, in no order, and some of them clicks that name the item.
func longAndShort(r *rand.Rand, count, source int) []placed {
	events := make([]placed, count)
	for i := range events {
		path := fmt.Appendf(nil, "/%d/%s", r.IntN(400), strings.Repeat("a", pick(r, []int{1, 100, model.LongestText, 5000})))
		events[i] = placed{Event: logline.Event{
			Key: []byte("zoe"), Time: int64(1000 * i), Action: []byte("GET"), Target: append(path, "?a=b"...),
			Status: 200, Bytes: -1}, Source: source, Line: int64(i + 1)}
		if r.IntN(4) == 0 {
			events[i].Action, events[i].Target, events[i].Item, events[i].Click = []byte("open"), path, path, true
		}
	}
	return events
}

// TestItemsHaveTheirNamesHoweverLong compares the table of items, and the pivots, with the requests that name them.
func TestItemsHaveTheirNamesHoweverLong(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	c := newCase(t)
	appendEvents(t, c, 1, longAndShort(r, 1500, 1), 400)
	matrix, err := c.Matrix(t.Context())
	check(t, err)
	checkItemNames(t, c)
	at, err := c.Watermark(t.Context())
	check(t, err)
	appendToTail(t, c, streamSource(2), longAndShort(r, 300, 2), 50)
	_, _, err = c.Refresh(t.Context(), matrix, at) // adds the pages of what is new
	check(t, err)
	checkItemNames(t, c)
}

func checkItemNames(t *testing.T, c *Case) {
	t.Helper()
	wrong := table(t, c, `SELECT p.request FROM page p JOIN request r ON r.id = p.request LEFT JOIN item i ON i.id = p.item
		WHERE i.name IS NOT replace(r.target, '?a=b', '')`)
	if len(wrong) > 0 {
		t.Errorf("%d requests have items of other names: %q", len(wrong), someOf(wrong))
	}
	if got := table(t, c, "SELECT count(*) FROM item WHERE length(name) > 5000"); got[0] == `"0"` {
		t.Error("no item has a long name")
	}
	window, err := c.Window(t.Context())
	check(t, err)
	pivots, err := c.Pivots(t.Context(), window, analysis.DefaultMeasureOptions().Of(1800e9).Timeout, nil)
	check(t, err)
	var names []string
	for _, item := range pivots.Items {
		names = append(names, fmt.Sprintf("%q", item.Name))
	}
	slices.Sort(names)
	want := table(t, c, "SELECT name FROM item")
	slices.Sort(want)
	if !slices.Equal(names, want) {
		t.Errorf("the pivots have the items\n%.300q\nwant\n%.300q", names, want)
	}
}
