package store

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"spoor/analysis"
	"spoor/analysis/web"
	"spoor/store/model"
	"spoor/store/sqlite"
)

// measureColumn is a column of user_metric: how a measure goes into the case, and how it comes back.
type measureColumn struct {
	name, kind string
	put        func(m *analysis.Matrix, row int, to sqlite.Values)
	set        func(m *analysis.Matrix, row int, x sqlite.Value)
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
	integer("events", func(f *analysis.Facts) *int32 { return &f.Events }),
	integer("robot_events", func(f *analysis.Facts) *int32 { return &f.RobotEvents }),
	integer("sessions", func(f *analysis.Facts) *int32 { return &f.Sessions }),
	integer("views", func(f *analysis.Facts) *int32 { return &f.Views }),
	integer("purchases", func(f *analysis.Facts) *int32 { return &f.Purchases }),
	integer("first_half_sessions", func(f *analysis.Facts) *int32 { return &f.FirstHalf }),
	integer("second_half_sessions", func(f *analysis.Facts) *int32 { return &f.SecondHalf }),
	integer("first_ts", func(f *analysis.Facts) *int64 { return &f.First }),
	integer("last_ts", func(f *analysis.Facts) *int64 { return &f.Last }),
	integer("visit_interval_ms", func(f *analysis.Facts) *int64 { return &f.VisitInterval }),
	// eight digits, one for each eighth of the window
	integer("activity", func(f *analysis.Facts) *uint32 { return &f.Activity }),
	float("top_menu_share", func(m *analysis.Matrix, row int) *float64 { return &m.Facts[row].TopMenuShare }),
	integer("joined_ts", func(f *analysis.Facts) *int64 { return &f.Joined }),
	{"by_address", "INTEGER NOT NULL", // 1: the key is an address, as the events had no account
		func(m *analysis.Matrix, row int, to sqlite.Values) { to.Integer(flag(m.Facts[row].Address)) },
		func(m *analysis.Matrix, row int, x sqlite.Value) { m.Facts[row].Address = x.Int() != 0 }},
	integer("known_requirements", func(f *analysis.Facts) *uint8 { return &f.Known }),
	integer("both_items", func(f *analysis.Facts) *int32 { return &f.BothItems }),
	integer("both_unmet", func(f *analysis.Facts) *int32 { return &f.BothUnmet }),
	integer("burst_kind", func(f *analysis.Facts) *analysis.BurstKind { return &f.BurstKind }),
	integer("burst_ts", func(f *analysis.Facts) *int64 { return &f.BurstAt }),
	integer("schedule_ms", func(f *analysis.Facts) *int32 { return &f.ScheduleAt }),
	integer("schedule_visits", func(f *analysis.Facts) *int32 { return &f.ScheduleMost }),
}

// requirementColumns are four columns a requirement, by number: a field may be named by anything.
func requirementColumns(requirements []web.Requirement) []measureColumn {
	var columns []measureColumn
	for r := range requirements {
		number := func(name string, field func(*analysis.Mismatch) *int32) measureColumn {
			return measureColumn{fmt.Sprintf("requirement_%d_%s", r+1, name), "INTEGER NOT NULL",
				func(m *analysis.Matrix, row int, to sqlite.Values) { to.Integer(int64(*field(&m.Mismatches[r][row]))) },
				func(m *analysis.Matrix, row int, x sqlite.Value) { *field(&m.Mismatches[r][row]) = int32(x.Int()) }}
		}
		columns = append(columns,
			number("items", func(m *analysis.Mismatch) *int32 { return &m.Items }),
			number("unmet", func(m *analysis.Mismatch) *int32 { return &m.Unmet }),
			number("over", func(m *analysis.Mismatch) *int32 { return &m.Over }),
			measureColumn{fmt.Sprintf("requirement_%d_expected", r+1), "REAL NOT NULL",
				func(m *analysis.Matrix, row int, to sqlite.Values) { to.Real(m.Mismatches[r][row].Expected) },
				func(m *analysis.Matrix, row int, x sqlite.Value) { m.Mismatches[r][row].Expected = x.Real() }})
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
		float(name, func(m *analysis.Matrix, row int) *float64 { return &m.X[r][row] }),
		{name + "_n", "INTEGER NOT NULL",
			func(m *analysis.Matrix, row int, to sqlite.Values) { to.Integer(int64(m.N[r][row])) },
			func(m *analysis.Matrix, row int, x sqlite.Value) { m.N[r][row] = int32(x.Int()) }},
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
	field func(*analysis.Facts) *Number) measureColumn {
	return measureColumn{name, "INTEGER NOT NULL",
		func(m *analysis.Matrix, row int, to sqlite.Values) { to.Integer(int64(*field(&m.Facts[row]))) },
		func(m *analysis.Matrix, row int, x sqlite.Value) { *field(&m.Facts[row]) = Number(x.Int()) }}
}

// float keeps "not evaluable", which is NaN in the analysis, as NULL.
func float(name string, field func(m *analysis.Matrix, row int) *float64) measureColumn {
	return measureColumn{name, "REAL",
		func(m *analysis.Matrix, row int, to sqlite.Values) {
			if x := *field(m, row); math.IsNaN(x) {
				to.Null()
			} else {
				to.Real(x)
			}
		},
		func(m *analysis.Matrix, row int, x sqlite.Value) { *field(m, row) = x.Real() }}
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

func measureRows(m *analysis.Matrix, columns []measureColumn) sqlite.Rows {
	into := "user_metric (" + strings.Join(columnNames(columns), ", ") + ")"
	return sqlite.Rows{Into: into, Count: m.Len(), Like: measureTable(columns), Put: func(row int, to sqlite.Values) {
		to.Integer(int64(m.ID[row]))
		for _, column := range columns {
			column.put(m, row, to)
		}
	}}
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

func (c *Case) keptMatrix(ctx context.Context, progress func(done, total int64)) (*analysis.Matrix, error) {
	var matrix *analysis.Matrix
	err := c.snapshot(ctx, func(db sqlite.Querier) (err error) {
		matrix, err = readMatrix(ctx, db)
		return err
	})
	if err != nil || matrix != nil {
		return matrix, err
	}
	return c.Derive(ctx, progress)
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

// readMetrics reads user_metric, whose rows are in the order of the users' keys and counted from 1: while stretches of
// it are fetched others are read out of their pages, by as many goroutines as there are processors.
func readMetrics(ctx context.Context, db sqlite.Querier, keys []string,
	background analysis.Capabilities) (*analysis.Matrix, error) {
	columns := measureColumns(background)
	table, err := sqlite.OpenTable(ctx, db, "user_metric", len(columns)+1)
	if err != nil {
		return nil, err
	}
	var users int
	if err := db.QueryRowContext(ctx, "SELECT coalesce(max(rowid), 0) FROM user_metric").Scan(&users); err != nil {
		return nil, sqlite.Explain(err)
	}
	if users >= len(keys) {
		return nil, sqlite.Damaged("user_metric")
	}
	readers := runtime.GOMAXPROCS(0)
	r := &metricReader{
		keys: keys, columns: columns, matrix: analysis.NewRows(users, background),
		used: make(chan *sqlite.Stretch, readers),
	}
	stretches := make(chan metricStretch)
	group, running := errgroup.WithContext(ctx)
	group.Go(func() error {
		defer close(stretches)
		return r.fetch(running, table, stretches)
	})
	for range readers {
		group.Go(func() error { return r.read(stretches) })
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	if row, ok := r.matrix.InOrder(); !ok {
		return nil, misplaced(int64(r.matrix.ID[row]))
	}
	return r.matrix, nil
}

// metricReader fills a matrix in from user_metric.
type metricReader struct {
	keys    []string
	columns []measureColumn
	matrix  *analysis.Matrix
	used    chan *sqlite.Stretch // whose memory may be used again
}

// metricStretch is rows of user_metric; first is the number of the row of the matrix that its first one belongs to.
type metricStretch struct {
	first int
	rows  *sqlite.Stretch
}

// metricRows is how many rows are fetched at a time.
const metricRows = 4096

func (r *metricReader) fetch(ctx context.Context, table *sqlite.Table, to chan<- metricStretch) error {
	for first := 0; first < r.matrix.Len(); first += metricRows {
		var used *sqlite.Stretch
		select {
		case used = <-r.used:
		default:
		}
		rows, err := table.Fetch(ctx, int64(first+1), int64(first+metricRows), used)
		if err != nil {
			return err
		}
		select {
		case to <- metricStretch{first, rows}:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// read fills in the rows of stretches until there are no more. A row that is missing leaves one behind it without a
// user.
func (r *metricReader) read(stretches <-chan metricStretch) error {
	for stretch := range stretches {
		row := stretch.first
		err := stretch.rows.EachRow(func(values []sqlite.Value) error {
			user := values[0].Int()
			if user < 1 || user >= int64(len(r.keys)) {
				return misplaced(user)
			}
			r.matrix.ID[row], r.matrix.Key[row] = analysis.UserNumber(user), r.keys[user]
			for i, value := range values[1:] {
				r.columns[i].set(r.matrix, row, value)
			}
			row++
			return nil
		})
		if err != nil {
			return err
		}
		select {
		case r.used <- stretch.rows:
		default:
		}
	}
	return nil
}

func misplaced(user int64) error {
	return fmt.Errorf("the metrics of user %d are not where they belong: %w", user, model.ErrAltered)
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
