package clickhouse

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"spoor/analysis"
	"spoor/store/model"
	"spoor/store/server"
)

// from is the table of events with what is true of all that count.
func (k *Case) from(ctx context.Context) (string, error) {
	counted, err := k.counted(ctx)
	return " FROM " + k.c.place.events + counted, err
}

// counted is what is true of all events that count: what was withdrawn does not.
func (k *Case) counted(ctx context.Context) (string, error) {
	where := " WHERE 1"
	if k.c.place.columns != nil {
		return where + k.c.place.countable(), nil
	}
	withdrawn, err := k.countWithdrawn(ctx)
	if err != nil || withdrawn == 0 {
		return where, err
	}
	return where + " AND (unfinished = 0 OR (source, line) GLOBAL NOT IN (SELECT source, line FROM withdrawn))", nil
}

func (p *Place) inWindow(w analysis.Window) string {
	if w == (analysis.Window{}) {
		return ""
	}
	return fmt.Sprintf(" AND %s BETWEEN fromUnixTimestamp64Milli(toInt64(%d), 'UTC') AND "+
		"fromUnixTimestamp64Milli(toInt64(%d), 'UTC')",
		p.time("ts"), w.From, w.To)
}

// events are the columns of the events in the order in which they are asked for.
type events struct {
	texts   [9]coded
	numbers [6]int64s
	results []result
	block   server.Block
}

// eventColumns are the columns of events; in short see [model.Selection].
func (p *Place) eventColumns(short bool) string {
	var columns []string
	for _, own := range []string{"user", "action", "target", "menu", "kind", "outcome", "ip", "agent"} {
		columns = append(columns, p.codedText(own)+" AS c_"+own)
	}
	if short {
		columns = append(columns, "toUInt8("+p.text("referrer")+" != '') AS c_referred")
	} else {
		columns = append(columns, p.text("referrer")+" AS c_referrer")
	}
	columns = append(columns, p.time("ts")+" AS c_ts")
	for _, own := range []string{"click", "status", "source"} {
		columns = append(columns, p.number(own)+" AS c_"+own)
	}
	columns = append(columns, p.lineOrOrder()+" AS c_line")
	if !short {
		columns = append(columns, p.number("bytes")+" AS c_bytes")
	}
	return strings.Join(columns, ", ")
}

// lineOrOrder is the line of an event. Where another program wrote the event, and no line is known, it is a negative
// number that follows from what the other columns of events say: those of a user at the same moment have to come in the
// same order each time they are read.
func (p *Place) lineOrOrder() string {
	order := "-1 - toInt64(bitShiftRight(cityHash64(c_action, c_target, c_menu, c_kind, c_outcome, c_ip, c_agent, " +
		"c_click, c_status, " + p.text("referrer") + " != ''), 1))"
	switch {
	case p.columns == nil:
		return "if(source = 0, " + order + ", toInt64(line))"
	case p.columns["line"] != "":
		return p.number("line")
	}
	return order
}

// spareEvents are columns that nobody reads into just now: those that have been read into have room for a block.
var spareEvents = sync.Pool{New: func() any { return &events{} }}

func newEvents(short bool) *events {
	e := spareEvents.Get().(*events)
	e.results = e.results[:0]
	for i := range e.texts[:8] {
		e.results = append(e.results, &e.texts[i])
	}
	if short {
		e.results = append(e.results, &e.numbers[5])
	} else {
		e.results = append(e.results, &e.texts[8])
	}
	for i := range e.numbers[:5] {
		e.results = append(e.results, &e.numbers[i])
	}
	if !short {
		e.results = append(e.results, &e.numbers[5])
	}
	return e
}

// told is the block that was read last.
func (e *events) told(rows int, short bool) *server.Block {
	b, text := &e.block, func(i int) server.Texts { return e.texts[i].column() }
	*b = server.Block{
		Rows: rows, User: text(0), Action: text(1), Target: text(2), Menu: text(3), Kind: text(4), Outcome: text(5),
		Address: text(6), Agent: text(7),
		Time: e.numbers[0], Click: e.numbers[1], Status: e.numbers[2], Source: e.numbers[3], Line: e.numbers[4],
	}
	if short {
		b.Referred = e.numbers[5]
	} else {
		b.Referrer, b.Bytes = text(8), e.numbers[5]
	}
	return b
}

// chosen is the condition of the events of a selection, with its parameters.
func (p *Place) chosen(which model.Selection) (condition string, parameters args) {
	condition, parameters = p.inWindow(which.Window), args{}
	if which.Until != 0 {
		condition += fmt.Sprintf(" AND %s <= fromUnixTimestamp64Milli(toInt64(%d), 'UTC')", p.time("inserted"),
			which.Until)
	}
	switch {
	case which.User != "":
		parameters["user"] = which.User
		condition += " AND " + p.text("user") + " = {user:String}"
		if p.columns == nil {
			condition += " AND bucket = cityHash64({user:String}) % 1024"
		}
	case len(which.Users) > 0 && p.columns == nil:
		condition += " AND (bucket, user) IN (SELECT cityHash64(u) % 1024, u FROM (SELECT arrayJoin(" +
			list(which.Users) + ") AS u))"
	case len(which.Users) > 0:
		condition += " AND " + p.text("user") + " IN (SELECT arrayJoin(" + list(which.Users) + "))"
	case which.Buckets != [2]int{}:
		condition += fmt.Sprintf(" AND %s BETWEEN %d AND %d", p.bucket(), which.Buckets[0], which.Buckets[1]-1)
		if which.Slice != [2]int{} {
			condition += fmt.Sprintf(" AND intDiv(cityHash64(%s), 1024) %% %d = %d", p.text("user"), which.Slice[1],
				which.Slice[0])
		}
	}
	return condition, parameters
}

// streaming are the settings of a query for events. Blocks and buffers that stay in the processor's caches, here as on
// the server, take a third less of its time than the usual ones. As many queries as here are processors run at a time,
// so each has one thread.
var streaming = map[string]string{
	"max_threads": "1", "max_block_size": "8192", "max_read_buffer_size": "131072",
	"http_zlib_compression_level": "1", // of any compression
}

// Events tells events in any order: to put them in order costs less here than on the server, which would merge whole
// rows.
func (e engine) Events(ctx context.Context, which model.Selection, do func(*server.Block) error) error {
	counted, err := e.counted(ctx)
	if err != nil {
		return err
	}
	condition, parameters := e.c.place.chosen(which)
	r := newEvents(which.Short)
	defer spareEvents.Put(r)
	for _, c := range e.readers(which) {
		query := "SELECT " + c.place.eventColumns(which.Short) + " FROM " + c.place.events + counted + condition
		err := c.query(ctx, query, parameters, streaming, r.results,
			func(rows int) error { return do(r.told(rows, which.Short)) })
		if err != nil {
			return err
		}
	}
	return nil
}

// readers are the clients that events are read through, one after the other. Those who read different parts of the
// users at the same time begin with different ones.
func (e engine) readers(which model.Selection) []*client {
	if len(e.shards) == 0 || which.User != "" || len(which.Users) > 0 {
		return []*client{e.c}
	}
	first := which.Buckets[0] * len(e.shards) / server.Buckets
	return slices.Concat(e.shards[first:], e.shards[:first])
}

// Requests tells each distinct request of what has come in since an extent once.
func (e engine) Requests(ctx context.Context, since server.Extent, do func(*model.Record) error) error {
	from, err := e.fromSince(ctx, since)
	if err != nil {
		return err
	}
	p := e.c.place
	query := fmt.Sprintf("SELECT DISTINCT %s AS c_action, %s AS c_target, %s AS c_menu, %s AS c_kind, %s AS "+
		"c_outcome, toString(%s) AS c_click",
		p.text("action"), p.text("target"), p.text("menu"), p.text("kind"), p.text("outcome"), p.whole("click"))
	return e.c.rows(ctx, query+from, nil, 6, func(row []string) error {
		return do(&model.Record{Action: []byte(row[0]), Target: []byte(row[1]), Menu: []byte(row[2]),
			Kind: []byte(row[3]), Outcome: []byte(row[4]),
			Click: uint8(integer(row[5]))})
	})
}

// fromSince is from, for what has come in since an extent; the zero Extent lies before everything.
func (e engine) fromSince(ctx context.Context, since server.Extent) (string, error) {
	from, err := e.from(ctx)
	if since != (server.Extent{}) {
		from += " AND " + e.c.place.after(since)
	}
	return from, err
}

// Referrers tells each distinct referrer of what has come in since an extent once.
func (e engine) Referrers(ctx context.Context, since server.Extent, do func(url []byte) error) error {
	from, err := e.fromSince(ctx, since)
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
