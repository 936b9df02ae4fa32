package store

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"

	"spoor/analysis"
	"spoor/analysis/web"
	"spoor/store/model"
	"spoor/store/sqlite"
)

// measureColumn is a column of user_metric: how a measure goes into the case, and how it comes back, to several rows at
// a time.
type measureColumn struct {
	name, kind string
	put        func(m *analysis.Matrix, row int, to sqlite.Values)
	set        func(m *analysis.Matrix, first int, of metricValues)
}

// measureColumns are all columns after the user. The rules follow from the analysis, so that a new rule is stored
// without a word here; the requirements follow from the site.
func measureColumns(background analysis.Capabilities) []measureColumn {
	return slices.Concat(plainColumns, requirementColumns(background.Requirements), ruleColumns())
}

// MeasureVersion changes with the rules.
func MeasureVersion() string {
	var names string
	for _, column := range measureColumns(analysis.Capabilities{}) {
		names += column.name + " "
	}
	return model.Brief(names)
}

var plainColumns = []measureColumn{
	integer("events", func(f *analysis.Stats) *int32 { return &f.Events }),
	integer("robot_events", func(f *analysis.Stats) *int32 { return &f.RobotEvents }),
	integer("sessions", func(f *analysis.Stats) *int32 { return &f.Sessions }),
	integer("views", func(f *analysis.Stats) *int32 { return &f.Views }),
	integer("purchases", func(f *analysis.Stats) *int32 { return &f.Purchases }),
	integer("first_half_sessions", func(f *analysis.Stats) *int32 { return &f.FirstHalf }),
	integer("second_half_sessions", func(f *analysis.Stats) *int32 { return &f.SecondHalf }),
	integer("first_ts", func(f *analysis.Stats) *int64 { return &f.First }),
	integer("last_ts", func(f *analysis.Stats) *int64 { return &f.Last }),
	integer("visit_interval_ms", func(f *analysis.Stats) *int64 { return &f.VisitInterval }),
	// eight digits, one for each eighth of the window
	integer("activity", func(f *analysis.Stats) *uint32 { return &f.Activity }),
	{"top_menu_share", "REAL",
		func(m *analysis.Matrix, row int, to sqlite.Values) { putReal(m.Stats[row].TopMenuShare, to) },
		eachRow(func(m *analysis.Matrix, row int, x sqlite.Value) { m.Stats[row].TopMenuShare = x.Real() })},
	integer("joined_ts", func(f *analysis.Stats) *int64 { return &f.Joined }),
	{"by_address", "INTEGER NOT NULL", // 1: the key is an address, as the events had no account
		func(m *analysis.Matrix, row int, to sqlite.Values) { to.Integer(flag(m.Stats[row].Address)) },
		eachRow(func(m *analysis.Matrix, row int, x sqlite.Value) { m.Stats[row].Address = x.Int() != 0 })},
	integer("known_requirements", func(f *analysis.Stats) *uint8 { return &f.Known }),
	integer("both_items", func(f *analysis.Stats) *int32 { return &f.BothItems }),
	integer("both_unmet", func(f *analysis.Stats) *int32 { return &f.BothUnmet }),
	integer("burst_kind", func(f *analysis.Stats) *analysis.BurstKind { return &f.BurstKind }),
	integer("burst_ts", func(f *analysis.Stats) *int64 { return &f.BurstAt }),
	integer("schedule_ms", func(f *analysis.Stats) *int32 { return &f.ScheduleAt }),
	integer("schedule_visits", func(f *analysis.Stats) *int32 { return &f.ScheduleMost }),
}

// requirementColumns are four columns a requirement, by number: a field may be named by anything.
func requirementColumns(requirements []web.Requirement) []measureColumn {
	var columns []measureColumn
	for r := range requirements {
		number := func(name string, field func(*analysis.Mismatch) *int32) measureColumn {
			return measureColumn{fmt.Sprintf("requirement_%d_%s", r+1, name), "INTEGER NOT NULL",
				func(m *analysis.Matrix, row int, to sqlite.Values) { to.Integer(int64(*field(&m.Mismatches[r][row]))) },
				eachRow(func(m *analysis.Matrix, row int, x sqlite.Value) {
					*field(&m.Mismatches[r][row]) = int32(x.Int())
				})}
		}
		columns = append(columns,
			number("items", func(m *analysis.Mismatch) *int32 { return &m.Items }),
			number("unmet", func(m *analysis.Mismatch) *int32 { return &m.Unmet }),
			number("over", func(m *analysis.Mismatch) *int32 { return &m.Over }),
			measureColumn{fmt.Sprintf("requirement_%d_expected", r+1), "REAL NOT NULL",
				func(m *analysis.Matrix, row int, to sqlite.Values) { to.Real(m.Mismatches[r][row].Expected) },
				eachRow(func(m *analysis.Matrix, row int, x sqlite.Value) {
					m.Mismatches[r][row].Expected = x.Real()
				})})
	}
	return columns
}

func ruleColumns() []measureColumn {
	var columns []measureColumn
	for r := range analysis.Rules {
		columns = append(columns, valueColumns(analysis.Rules[r].Name, r)...)
	}
	return columns
}

// valueColumns are two columns of a rule: its value, NULL where it is not evaluable, and on how many observations it
// rests.
func valueColumns(rule string, r int) []measureColumn {
	name := strings.ReplaceAll(rule, "-", "_")
	return []measureColumn{
		{name, "REAL",
			func(m *analysis.Matrix, row int, to sqlite.Values) { putReal(m.X[r][row], to) },
			func(m *analysis.Matrix, first int, of metricValues) {
				for i := range of.len() {
					m.X[r][first+i] = of.at(i).Real()
				}
			}},
		{name + "_n", "INTEGER NOT NULL",
			func(m *analysis.Matrix, row int, to sqlite.Values) { to.Integer(int64(m.N[r][row])) },
			func(m *analysis.Matrix, first int, of metricValues) {
				for i := range of.len() {
					m.N[r][first+i] = int32(of.at(i).Int())
				}
			}},
	}
}

// flag is how yes or no is kept.
func flag(yes bool) int64 {
	if yes {
		return 1
	}
	return 0
}

func integer[Number ~int32 | ~int64 | ~uint32 | ~uint8](name string,
	field func(*analysis.Stats) *Number) measureColumn {
	return measureColumn{name, "INTEGER NOT NULL",
		func(m *analysis.Matrix, row int, to sqlite.Values) { to.Integer(int64(*field(&m.Stats[row]))) },
		eachRow(func(m *analysis.Matrix, row int, x sqlite.Value) { *field(&m.Stats[row]) = Number(x.Int()) })}
}

// eachRow sets the values of a column one by one.
func eachRow(set func(m *analysis.Matrix, row int, x sqlite.Value)) func(*analysis.Matrix, int, metricValues) {
	return func(m *analysis.Matrix, first int, of metricValues) {
		for i := range of.len() {
			set(m, first+i, of.at(i))
		}
	}
}

// putReal keeps "not evaluable", which is NaN in the analysis, as NULL.
func putReal(x float64, to sqlite.Values) {
	if math.IsNaN(x) {
		to.Null()
	} else {
		to.Real(x)
	}
}

func measureSchema(columns []measureColumn) string {
	return "DROP TABLE IF EXISTS user_metric;\n" + measureTable(columns) + ";\n"
}

func measureTable(columns []measureColumn) string {
	var b strings.Builder
	b.WriteString("CREATE TABLE user_metric ( -- in the order of the users' keys\n\tuser INTEGER NOT NULL REFERENCES user")
	for _, column := range columns {
		b.WriteString(",\n\t" + column.name + " " + column.kind)
	}
	b.WriteString("\n) STRICT")
	return b.String()
}

// measureRows are so many rows of user_metric; at makes what says in which row of which matrix each is.
func measureRows(count int, columns []measureColumn, at func() func(row int) (*analysis.Matrix, int)) sqlite.Rows {
	into := "user_metric (" + strings.Join(columnNames(columns), ", ") + ")"
	puts := func() func(row int, to sqlite.Values) {
		at := at()
		return func(row int, to sqlite.Values) {
			m, row := at(row)
			to.Integer(int64(m.ID[row]))
			for _, column := range columns {
				column.put(m, row, to)
			}
		}
	}
	return sqlite.Rows{Into: into, Count: count, Like: measureTable(columns), Put: puts(), Puts: puts}
}

func columnNames(columns []measureColumn) []string {
	names := []string{"user"}
	for _, column := range columns {
		names = append(names, column.name)
	}
	return names
}

// Matrix is the metrics of all users. It derives them first if they are missing or follow from something that has
// changed.
func (c *Case) Matrix(ctx context.Context) (*analysis.Matrix, error) { return c.keptMatrix(ctx, nil) }

func (c *Case) keptMatrix(ctx context.Context, progress model.Progress) (*analysis.Matrix, error) {
	var matrix *analysis.Matrix
	err := c.snapshot(ctx, func(db sqlite.Querier) (err error) {
		matrix, err = readMatrix(ctx, db)
		return err
	})
	if err != nil || matrix != nil {
		return matrix, err
	}
	d, err := c.deriveAndKeep(ctx, progress)
	if err != nil {
		return nil, err
	}
	return d.users.matrix(), nil
}

// readMatrix is nil if the metrics are missing or stale.
func readMatrix(ctx context.Context, db sqlite.Querier) (*analysis.Matrix, error) {
	timeout, err := sessionTimeout(ctx, db)
	if err != nil {
		return nil, err
	}
	state, err := derivedFrom(ctx, db)
	if err != nil {
		return nil, err
	}
	if derived, err := setting(ctx, db, model.SettingDerived); err != nil || derived != state {
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
	background, err := caseBackground(ctx, db)
	if err != nil {
		return nil, err
	}
	matrix, err := readMetrics(ctx, db, keys, background)
	if err == nil {
		matrix.Window, matrix.Timeout = window, timeout
	}
	return matrix, err
}

// caseBackground is the background that the metrics were derived with.
func caseBackground(ctx context.Context, db sqlite.Querier) (analysis.Capabilities, error) {
	var background analysis.Capabilities
	text, err := setting(ctx, db, model.SettingBackground)
	if err != nil {
		return background, err
	}
	return background, json.Unmarshal([]byte(text), &background)
}
