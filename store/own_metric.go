package store

import (
	"context"
	"fmt"
	"math"
	"strings"

	"spoor/analysis"
	"spoor/store/model"
	"spoor/store/sqlite"
)

// What rules of one's own measured last is kept beside the metrics of the built-in ones: for v_user, and so that who
// asks again by the same rules need not wait.

// settingOwn says what own_metric was made from.
const settingOwn = "own_metrics"

// ownColumns are two columns a rule of one's own, as those of the built-in ones.
func ownColumns(own analysis.OwnRules) []measureColumn {
	var columns []measureColumn
	for i, rule := range own.List() {
		columns = append(columns, valueColumns("own_"+rule.Name, analysis.RuleCount+i)...)
	}
	return columns
}

// ownState names what own_metric follows from.
func ownState(ctx context.Context, db sqlite.Querier, own analysis.OwnRules) (string, error) {
	state, err := derivedFrom(ctx, db)
	if err != nil {
		return "", err
	}
	zone, err := caseZone(ctx, db)
	return model.Brief(fmt.Sprintf("%s zone=%s rules=%#v", state, zone, own.List())), err
}

// readOwn is the matrix with what is kept of rules of one's own; nil if that is not what these rules measure now.
func readOwn(ctx context.Context, db sqlite.Querier, matrix *analysis.Matrix,
	own analysis.OwnRules) (*analysis.Matrix, error) {
	state, err := ownState(ctx, db, own)
	if err != nil {
		return nil, err
	}
	if kept, err := setting(ctx, db, settingOwn); err != nil || kept != state {
		return nil, err
	}
	rules := len(own.List())
	table, err := sqlite.OpenTable(ctx, db, "own_metric", 1+2*rules)
	if err != nil {
		return nil, err
	}
	columns := make([][]analysis.Value, rules)
	row := 0
	err = table.EachRow(ctx, 1, math.MaxInt64, func(values []sqlite.Value) error {
		if row >= matrix.Len() || values[0].Int() != int64(matrix.ID[row]) {
			return fmt.Errorf("the metrics of user %d are not where they belong: %w", values[0].Int(), model.ErrAltered)
		}
		for i := range columns {
			columns[i] = append(columns[i], analysis.Value{X: values[1+2*i].Real(), N: int32(values[2+2*i].Int())})
		}
		row++
		return nil
	})
	if err != nil || row != matrix.Len() {
		return nil, err
	}
	matrix = matrix.WithOwn(own, columns)
	found, current, err := readEmbedded(ctx, db)
	if err == nil && current {
		matrix.OwnFrom, err = ownFrom(ctx, db, matrix.Timeout, found.Found)
	}
	return matrix, err
}

// keepOwnMetrics keeps what rules of one's own measure in all of the case.
func (c *Case) keepOwnMetrics(ctx context.Context, m *analysis.Matrix, state string) error {
	columns, own := measureColumns(m.Background), ownColumns(m.Measuring.Own)
	table := strings.Replace(measureTable(own), "TABLE user_metric", "TABLE own_metric", 1)
	rows := measureRows(m.Len(), own, func() func(row int) (*analysis.Matrix, int) {
		return func(row int) (*analysis.Matrix, int) { return m, row }
	})
	rows.Into, rows.Like = strings.Replace(rows.Into, "user_metric", "own_metric", 1), table
	return sqlite.Change(ctx, c.writer, func(transaction *sqlite.Tx) error {
		_, err := transaction.ExecContext(ctx, "DROP TABLE IF EXISTS own_metric;\n"+table+";\n"+userView(columns, own))
		if err != nil {
			return sqlite.Explain(err)
		}
		if err := c.insert(ctx, transaction, rows); err != nil {
			return err
		}
		return c.setSetting(ctx, transaction, settingOwn, state)
	})
}
