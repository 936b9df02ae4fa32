package tui

import (
	"context"
	"errors"
	"fmt"
	"time"

	"spoor/internal/engine"
	"spoor/tui/term"
)

// FilterError is what is wrong with a filter: at which column, counted from 1 in characters.
type FilterError struct {
	Column int
	Text   string
}

func (e *FilterError) Error() string { return fmt.Sprintf("column %d: %s", e.Column, e.Text) }

// FilterUsers gives the rows of the users that a filter takes, as it is typed on the screen of users, ranked. What is wrong with the filter
// is a [*FilterError]. What only the events tell is read from the case.
func FilterUsers(ctx context.Context, c Case, j *engine.Judgement, text string, zone *time.Location) ([]int32, error) {
	f, err := parseFilter(text, term.Clock{Zone: zone}, j.Now.Set.MeasureOptions.Own)
	var wrong *parseError
	if errors.As(err, &wrong) {
		return nil, &FilterError{Column: wrong.From + 1, Text: wrong.Why}
	}
	from := judged{users: j.Matrix, judge: j.Judge, segments: j.Segments, now: j.Now, verdicts: j.Verdicts}
	if from.sources, err = c.Sources(ctx); err != nil {
		return nil, err
	}
	if f.wantsPivots() {
		if from.pivots, err = c.Pivots(ctx, j.Matrix.Window, j.Matrix.Timeout, nil); err != nil {
			return nil, err
		}
	}
	if asked := f.conditions(); len(asked) > 0 {
		found, err := c.UsersWith(ctx, j.Matrix.Window, asked, nil)
		if err != nil {
			return nil, err
		}
		from.matched = &matches{}
		for i, condition := range asked {
			(*from.matched)[condition] = userSet(found[i])
		}
	}
	list, err := from.arrange(ctx, arrangement{order: "score", filter: f, keep: -1})
	return list.rows, err
}
