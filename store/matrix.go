package store

import (
	"context"
	"database/sql/driver"
	"fmt"
	"math"
	"strings"

	"modernc.org/sqlite/vtab"

	"spoor/analysis"
)

// measureColumn is a column of user_metric: how a measure goes into the case, and how it comes back.
type measureColumn struct {
	name, kind string
	get        func(m *analysis.Matrix, row int) vtab.Value
	set        func(v *analysis.Measures, value driver.Value)
}

// measureColumns are all columns after the user. The rules follow from the analysis, so that a new rule is stored without
// a word here.
var measureColumns = append([]measureColumn{
	count("events", func(m *analysis.Matrix) []int32 { return m.Events }, func(v *analysis.Measures) *int32 { return &v.Events }),
	count("robot_events", func(m *analysis.Matrix) []int32 { return m.RobotEvents }, func(v *analysis.Measures) *int32 { return &v.RobotEvents }),
	count("sessions", func(m *analysis.Matrix) []int32 { return m.Sessions }, func(v *analysis.Measures) *int32 { return &v.Sessions }),
	count("views", func(m *analysis.Matrix) []int32 { return m.Views }, func(v *analysis.Measures) *int32 { return &v.Views }),
	count("purchases", func(m *analysis.Matrix) []int32 { return m.Purchases }, func(v *analysis.Measures) *int32 { return &v.Purchases }),
	count("first_half_sessions", func(m *analysis.Matrix) []int32 { return m.FirstHalf }, func(v *analysis.Measures) *int32 { return &v.FirstHalf }),
	count("second_half_sessions", func(m *analysis.Matrix) []int32 { return m.SecondHalf }, func(v *analysis.Measures) *int32 { return &v.SecondHalf }),
	instant("first_ts", func(m *analysis.Matrix) []int64 { return m.First }, func(v *analysis.Measures) *int64 { return &v.First }),
	instant("last_ts", func(m *analysis.Matrix) []int64 { return m.Last }, func(v *analysis.Measures) *int64 { return &v.Last }),
	instant("visit_interval_ms", func(m *analysis.Matrix) []int64 { return m.VisitInterval }, func(v *analysis.Measures) *int64 { return &v.VisitInterval }),
	{"activity", "INTEGER NOT NULL", // eight digits, one for each eighth of the window
		func(m *analysis.Matrix, row int) vtab.Value { return int64(m.Activity[row]) },
		func(v *analysis.Measures, value driver.Value) { v.Activity = uint32(value.(int64)) }},
	real("top_menu_share", func(m *analysis.Matrix) []float64 { return m.TopMenuShare }, func(v *analysis.Measures) *float64 { return &v.TopMenuShare }),
}, ruleColumns()...)

// ruleColumns are two columns a rule: its value, NULL where it is not evaluable, and on how many observations it rests.
func ruleColumns() []measureColumn {
	var columns []measureColumn
	for r := range analysis.Rules {
		name := strings.ReplaceAll(analysis.Rules[r].Name, "-", "_")
		columns = append(columns,
			real(name, func(m *analysis.Matrix) []float64 { return m.X[r] }, func(v *analysis.Measures) *float64 { return &v.Values[r].X }),
			count(name+"_n", func(m *analysis.Matrix) []int32 { return m.N[r] }, func(v *analysis.Measures) *int32 { return &v.Values[r].N }))
	}
	return columns
}

func count(name string, column func(*analysis.Matrix) []int32, field func(*analysis.Measures) *int32) measureColumn {
	return measureColumn{name, "INTEGER NOT NULL",
		func(m *analysis.Matrix, row int) vtab.Value { return int64(column(m)[row]) },
		func(v *analysis.Measures, value driver.Value) { *field(v) = int32(value.(int64)) }}
}

func instant(name string, column func(*analysis.Matrix) []int64, field func(*analysis.Measures) *int64) measureColumn {
	return measureColumn{name, "INTEGER NOT NULL",
		func(m *analysis.Matrix, row int) vtab.Value { return column(m)[row] },
		func(v *analysis.Measures, value driver.Value) { *field(v) = value.(int64) }}
}

// real keeps "not evaluable", which is NaN in the analysis, as NULL.
func real(name string, column func(*analysis.Matrix) []float64, field func(*analysis.Measures) *float64) measureColumn {
	return measureColumn{name, "REAL",
		func(m *analysis.Matrix, row int) vtab.Value {
			if x := column(m)[row]; !math.IsNaN(x) {
				return x
			}
			return nil
		},
		func(v *analysis.Measures, value driver.Value) {
			*field(v) = math.NaN()
			if x, ok := value.(float64); ok {
				*field(v) = x
			}
		}}
}

func measureSchema() string {
	var b strings.Builder
	b.WriteString("DROP TABLE IF EXISTS user_metric;\nCREATE TABLE user_metric ( -- in the order of the users' keys\n\tuser INTEGER NOT NULL REFERENCES user")
	for _, column := range measureColumns {
		b.WriteString(",\n\t" + column.name + " " + column.kind)
	}
	b.WriteString("\n) STRICT;\n")
	return b.String()
}

func measureRows(m *analysis.Matrix) rows {
	names := []string{"user"}
	for _, column := range measureColumns {
		names = append(names, column.name)
	}
	return rows{"user_metric (" + strings.Join(names, ", ") + ")", len(names), m.Len(), func(row, column int) vtab.Value {
		if column == 0 {
			return int64(m.ID[row])
		}
		return measureColumns[column-1].get(m, row)
	}}
}

// Matrix is the metrics of all users. It derives them first if they are missing or follow from something that has changed.
func (c *Case) Matrix(ctx context.Context) (*analysis.Matrix, error) {
	var matrix *analysis.Matrix
	err := c.snapshot(ctx, func(db querier) (err error) {
		matrix, err = readMatrix(ctx, db)
		return err
	})
	if err != nil || matrix != nil {
		return matrix, err
	}
	return c.Derive(ctx, nil)
}

// readMatrix is nil if the metrics are missing or stale.
func readMatrix(ctx context.Context, db querier) (*analysis.Matrix, error) {
	timeout, err := sessionTimeout(ctx, db)
	if err != nil {
		return nil, err
	}
	state, err := derivedFrom(ctx, db, timeout)
	if err != nil {
		return nil, err
	}
	if derived, err := setting(ctx, db, settingDerived); err != nil || derived != state {
		return nil, err
	}
	window, err := caseWindow(ctx, db)
	if err != nil {
		return nil, err
	}
	keys, err := userKeys(ctx, db)
	if err != nil {
		return nil, err
	}
	matrix := analysis.NewMatrix(len(keys))
	matrix.Window, matrix.Timeout = window, timeout
	columns := []string{"user"}
	for _, column := range measureColumns {
		columns = append(columns, column.name)
	}
	err = collect(ctx, db, columns, "FROM user_metric NOT INDEXED", nil, func(values []driver.Value) error {
		user := values[0].(int64)
		if last := matrix.Len() - 1; user < 1 || user >= int64(len(keys)) || last >= 0 && keys[user] <= matrix.Key[last] {
			return fmt.Errorf("the metrics of user %d are not where they belong: %w", user, errAltered)
		}
		var row analysis.Measures
		for i, value := range values[1:] {
			measureColumns[i].set(&row, value)
		}
		matrix.Append(int32(user), keys[user], row)
		return nil
	})
	return matrix, err
}
