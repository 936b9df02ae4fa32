package clickhouse

import (
	"context"
	"fmt"
	"strings"

	"spoor/analysis"
	"spoor/store/model"
)

// from is the table of events with what is true of all that count: what was withdrawn does not.
func (k *Case) from(ctx context.Context) (string, error) {
	where := " FROM " + k.c.place.events + " WHERE 1"
	if k.c.place.columns != nil {
		return where + k.c.place.countable(), nil
	}
	withdrawn, err := k.c.count(ctx, "withdrawn")
	if err != nil || withdrawn == 0 {
		return where, err
	}
	return where + " AND (unfinished = 0 OR (source, line) GLOBAL NOT IN (SELECT source, line FROM withdrawn))", nil
}

func (p *Place) inWindow(w analysis.Window) string {
	if w == (analysis.Window{}) {
		return ""
	}
	return fmt.Sprintf(" AND %s BETWEEN fromUnixTimestamp64Milli(toInt64(%d), 'UTC') AND fromUnixTimestamp64Milli(toInt64(%d), 'UTC')",
		p.time("ts"), w.From, w.To)
}

// records are the columns of the events in the order in which they are asked for.
type records struct {
	texts   [9]texts
	numbers [6]int64s
	results []result
}

func (p *Place) recordColumns() string {
	var columns []string
	for _, own := range []string{"user", "action", "target", "menu", "kind", "outcome", "ip", "agent", "referrer"} {
		columns = append(columns, p.text(own)+" AS c_"+own)
	}
	columns = append(columns, p.milliseconds("ts")+" AS c_ts")
	for _, own := range []string{"click", "status", "bytes", "source", "line"} {
		columns = append(columns, p.whole(own)+" AS c_"+own)
	}
	return strings.Join(columns, ", ")
}

func newRecords() *records {
	r := &records{}
	for i := range r.texts {
		r.results = append(r.results, &r.texts[i])
	}
	for i := range r.numbers {
		r.results = append(r.results, &r.numbers[i])
	}
	return r
}

func (r *records) record(row int, to *model.Record) {
	text := func(i int) []byte { return r.texts[i].at(row) }
	*to = model.Record{
		User: text(0), Action: text(1), Target: text(2), Menu: text(3), Kind: text(4), Outcome: text(5), Address: text(6), Agent: text(7), Referrer: text(8),
		Time: r.numbers[0][row], Click: uint8(r.numbers[1][row]), Status: r.numbers[2][row], Bytes: r.numbers[3][row],
		Source: r.numbers[4][row], Line: r.numbers[5][row],
	}
}

// chosen is the condition of the events of a selection, with its parameters.
func (p *Place) chosen(which model.Selection) (condition string, parameters args) {
	condition, parameters = p.inWindow(which.Window), args{}
	if which.Until != 0 {
		condition += fmt.Sprintf(" AND %s <= fromUnixTimestamp64Milli(toInt64(%d), 'UTC')", p.time("inserted"), which.Until)
	}
	switch {
	case which.User != "":
		parameters["user"] = which.User
		condition += " AND " + p.text("user") + " = {user:String}"
		if p.columns == nil {
			condition += " AND bucket = cityHash64({user:String}) % 1024"
		}
	case len(which.Users) > 0 && p.columns == nil:
		condition += " AND (bucket, user) IN (SELECT cityHash64(u) % 1024, u FROM (SELECT arrayJoin(" + list(which.Users) + ") AS u))"
	case len(which.Users) > 0:
		condition += " AND " + p.text("user") + " IN (SELECT arrayJoin(" + list(which.Users) + "))"
	case which.Buckets != [2]int{}:
		condition += fmt.Sprintf(" AND %s BETWEEN %d AND %d", p.bucket(), which.Buckets[0], which.Buckets[1]-1)
	}
	return condition, parameters
}

// streaming are the settings of a query for events. Blocks and buffers that stay in the processor's caches, here as on the server, take a third
// less of its time than the usual ones.
var streaming = map[string]string{
	"max_threads": "2", "max_block_size": "8192", "max_read_buffer_size": "131072", "max_query_size": mostQuery,
}

// Records tells the events of each user together, by time, source and line.
func (e engine) Records(ctx context.Context, which model.Selection, do func(*model.Record) error) error {
	from, err := e.from(ctx)
	if err != nil {
		return err
	}
	p := e.c.place
	condition, parameters := p.chosen(which)
	query := "SELECT " + p.recordColumns() + from + condition
	if !which.Unordered {
		query += p.inOrder()
	}
	r := newRecords()
	var record model.Record
	return e.c.query(ctx, query, parameters, streaming, r.results, func(rows int) error {
		for row := range rows {
			r.record(row, &record)
			if err := do(&record); err != nil {
				return err
			}
		}
		return nil
	})
}

// Requests tells each distinct request once.
func (e engine) Requests(ctx context.Context, do func(*model.Record) error) error {
	from, err := e.from(ctx)
	if err != nil {
		return err
	}
	p := e.c.place
	query := fmt.Sprintf("SELECT DISTINCT %s AS c_action, %s AS c_target, %s AS c_menu, %s AS c_kind, %s AS c_outcome, toString(%s) AS c_click",
		p.text("action"), p.text("target"), p.text("menu"), p.text("kind"), p.text("outcome"), p.whole("click"))
	return e.c.rows(ctx, query+from, nil, 6, func(row []string) error {
		return do(&model.Record{Action: []byte(row[0]), Target: []byte(row[1]), Menu: []byte(row[2]), Kind: []byte(row[3]), Outcome: []byte(row[4]),
			Click: uint8(integer(row[5]))})
	})
}

// Referrers tells each distinct referrer once.
func (e engine) Referrers(ctx context.Context, do func(url []byte) error) error {
	from, err := e.from(ctx)
	if err != nil {
		return err
	}
	column := e.c.place.text("referrer")
	return e.c.rows(ctx, "SELECT DISTINCT "+column+" AS c_referrer"+from+" AND "+column+" != ''", nil, 1,
		func(row []string) error { return do([]byte(row[0])) })
}

// mostQuery is how many bytes a query may have, which names users.
const mostQuery = "100000000"

// Users are the keys of those who have events of a selection, in byte order.
func (e engine) Users(ctx context.Context, which model.Selection) ([]string, error) {
	condition, parameters := e.c.place.chosen(which)
	return e.users(ctx, condition, parameters)
}

func (e engine) users(ctx context.Context, condition string, parameters args) (keys []string, err error) {
	from, err := e.from(ctx)
	if err != nil {
		return nil, err
	}
	query := "SELECT DISTINCT " + e.c.place.text("user") + " AS c_user" + from + condition + " ORDER BY c_user"
	err = e.c.rows(ctx, query, parameters, 1, func(row []string) error {
		keys = append(keys, row[0])
		return nil
	})
	return keys, err
}
