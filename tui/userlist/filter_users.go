package userlist

import (
	"context"
	"errors"
	"fmt"
	"time"

	"spoor/analysis"
	"spoor/internal/engine"
	"spoor/store"
	"spoor/store/model"
	"spoor/tui/find"
	"spoor/tui/term"
)

// FilterError is what is wrong with a filter: at which column, counted from 1 in characters.
type FilterError struct {
	Column int
	Text   string
}

// Error says at which column what is wrong.
func (e *FilterError) Error() string { return fmt.Sprintf("column %d: %s", e.Column, e.Text) }

// Events is a case that tells what only its events do.
type Events interface {
	Sources(ctx context.Context) ([]store.Source, error)
	Pivots(ctx context.Context, window analysis.Window, timeout time.Duration,
		progress model.Progress) (*model.Pivots, error)
	UsersWith(ctx context.Context, window analysis.Window, conditions []string,
		progress model.Progress) (users []model.UserSet, err error)
}

// FilterUsers gives the rows of the users that a filter takes, as it is typed on the screen of users, ranked. What is
// wrong with the filter is a [*FilterError]. What only the events tell is read from the case.
func FilterUsers(ctx context.Context, c Events, j *engine.Judgement, text string,
	zone *time.Location) ([]int32, error) {
	f, err := Parse(text, term.Clock{Zone: zone}, j.Now.Set.MeasureOptions.Own)
	var wrong *find.Error
	if errors.As(err, &wrong) {
		return nil, &FilterError{Column: wrong.From + 1, Text: wrong.Why}
	}
	from := Judged{Judgement: j}
	if from.Sources, err = c.Sources(ctx); err != nil {
		return nil, err
	}
	if f.WantsPivots() {
		if from.Pivots, err = c.Pivots(ctx, j.Matrix.Window, j.Matrix.Timeout, nil); err != nil {
			return nil, err
		}
	}
	if asked := f.Conditions(); len(asked) > 0 {
		found, err := c.UsersWith(ctx, j.Matrix.Window, asked, nil)
		if err != nil {
			return nil, err
		}
		from.Matched = &Matches{}
		for i, condition := range asked {
			(*from.Matched)[condition] = found[i]
		}
	}
	list, err := from.Arrange(ctx, Arrangement{Order: "score", Filter: f, Keep: -1})
	return list.Rows, err
}
