package pivots

import (
	"slices"
	"strings"
	"testing"
	"time"

	"spoor/tui/internal/fakecase"
	"spoor/tui/term"
	"spoor/tui/userlist"
)

// TestPivotsAreSortedByEveryColumn goes through the columns and back, and looks at the order.
func TestPivotsAreSortedByEveryColumn(t *testing.T) {
	c := fakecase.New()
	_, of := c.Judged(t)
	pivots, err := c.Pivots(t.Context(), fakecase.March, 30*time.Minute, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []*pivotKind{&itemPivot, &addressPivot} {
		for i := range kind.columns {
			for _, reverse := range []bool{false, true} {
				c := &kind.columns[i]
				list, err := kind.arrange(t.Context(), userlist.Judged{Judgement: of, Pivots: pivots}, nil, term.Clock{},
					pivotOrder{column: c.name, reverse: reverse})
				if err != nil || len(list.rows) != kind.length(pivots) {
					t.Fatalf("%d %s of %d are listed: %v", len(list.rows), kind.all, kind.length(pivots), err)
				}
				sorted := slices.IsSortedFunc(list.rows, func(x, y int32) int {
					order := 0
					if c.text != nil {
						order = strings.Compare(c.text(list.view, int(x)), c.text(list.view, int(y)))
					} else {
						order = int(c.number(list.view, int(y)) - c.number(list.view, int(x)))
					}
					if reverse {
						order = -order
					}
					if order == 0 {
						return int(x - y)
					}
					return order
				})
				if !sorted {
					t.Errorf("%s by %s, reverse %v: out of order", kind.all, c.name, reverse)
				}
			}
		}
	}
}
