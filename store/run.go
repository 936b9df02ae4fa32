package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"spoor/analysis/stats"
	"spoor/store/model"
	"spoor/store/sqlite"
)

// Run is a stretch of consecutive lines of a load, with everything that must be committed together: its events, the
// texts that are new with them, its rejects, and how far each source has been read.
type Run struct {
	Sources []Source
	Rejects []Reject
	Marks   []Mark

	Records    []model.Record // the events, where an engine takes them with their texts
	Unfinished []bool         // which of the records are apart from the others

	Finished []int // sources whose unfinished lines go, because what came of them is here

	rows       []row
	unfinished []row // events that are kept apart from the others

	numbering                            *idRemaps // nil: the numbers are those of the case
	users, agents, referrers             []string
	clients                              []model.ClientEntry
	requests                             []model.RequestEntry
	firstUser, firstAgent, firstReferrer int
	firstClient, firstRequest            int
}

// Mark says at which byte of the decompressed source a line begins.
type Mark struct {
	Source       int
	Line, Offset int64
}

// count is how many events the run holds.
func (r *Run) count() int { return len(r.rows) + len(r.unfinished) }

// writeRows writes everything of the run but its sources, as pages.
func (r *Run) writeRows(to *Case) step {
	return func(ctx context.Context, transaction *sqlite.Tx) error { return r.write(ctx, transaction, to.insert) }
}

// write writes everything of the run but its sources, with its events, sorted, behind those of all other runs.
func (r *Run) write(ctx context.Context, transaction *sqlite.Tx, insert sqlite.Inserter) error {
	tables := r.context()
	var last int64
	if err := transaction.QueryRowContext(ctx, "SELECT coalesce(max(last), 0) FROM run").Scan(&last); err != nil {
		return sqlite.Explain(err)
	}
	if len(r.rows) > 0 {
		r.sort()
		var id int64
		err := transaction.QueryRowContext(ctx, "INSERT INTO run (first, last) VALUES (?, ?) RETURNING id",
			last+1, last+int64(len(r.rows))).Scan(&id)
		if err != nil {
			return sqlite.Explain(err)
		}
		tables = append(tables, r.events(), r.places(id, last+1))
	}
	if err := insert(ctx, transaction, tables...); err != nil {
		return err
	}
	return checkLastEvent(ctx, transaction, last+int64(len(r.rows)))
}

// writeSources writes what the run says of its sources.
func (r *Run) writeSources(ctx context.Context, transaction *sqlite.Tx) error {
	return saveSources(ctx, transaction, r.Sources...)
}

// context is everything of the run but its sources and its events.
func (r *Run) context() []sqlite.Rows { return append(r.texts(), r.marks(), r.rejects()) }

// checkLastEvent makes sure that the events lie where user_run says.
func checkLastEvent(ctx context.Context, transaction *sqlite.Tx, want int64) error {
	var last int64
	if err := transaction.QueryRowContext(ctx, "SELECT coalesce(max(rowid), 0) FROM event").Scan(&last); err != nil {
		return sqlite.Explain(err)
	}
	if last != want {
		return fmt.Errorf("the case's events end at %d, its runs at %d: "+
			"something else has written to it; load into a new case", last, want)
	}
	return nil
}

// sort orders the events by user and time, ties in load order. A log holds each user's in time order already but for a
// few.
func (r *Run) sort() {
	r.rows = stats.ByNumber(r.rows, func(e *row) int32 { return e.user })
	byTime := func(a, b row) int { return cmp.Compare(a.time, b.time) }
	for events := range stats.Chunks(r.rows, func(a, b row) bool { return a.user == b.user }) {
		if !slices.IsSortedFunc(events, byTime) {
			slices.SortStableFunc(events, byTime)
		}
	}
}

// events are the rows of event.
func (r *Run) events() sqlite.Rows {
	return sqlite.Rows{Into: "event (" + eventColumns + ")", Count: len(r.rows), Put: r.putEvents(), Puts: r.putEvents,
		Like: createEvent}
}

// tail are the rows of tail, which have a number of their own before the columns of event.
func (r *Run) tail() sqlite.Rows {
	return sqlite.Rows{Into: "tail (" + eventColumns + ")", Count: len(r.rows), Put: r.putEvents()}
}

const (
	eventColumns     = "user, ts, request, client, referrer, status, bytes, source, line"
	eventColumnCount = 9
)

// putEvents gives the values of an event in the order of eventColumns.
func (r *Run) putEvents() func(i int, to sqlite.Values) {
	list := make([]int64, eventColumnCount)
	return func(i int, to sqlite.Values) {
		e := &r.rows[i]
		list[0], list[1], list[2], list[3] = int64(e.user), e.time, int64(e.request), int64(e.client)
		list[4] = missing(e.referrer == 0, int64(e.referrer))
		list[5] = missing(e.status == 0, int64(e.status))
		list[6] = missing(e.bytes < 0, e.bytes)
		list[7], list[8] = int64(e.source), e.line
		to.Integers(list)
	}
}

// missing is a number, or [sqlite.Missing].
func missing(is bool, n int64) int64 {
	if is {
		return sqlite.Missing
	}
	return n
}

const (
	userRunColumns     = "run, user, first, last"
	userRunColumnCount = 4
)

// places says for each user of the run where its events lie; first is the rowid of the run's first event.
func (r *Run) places(run, first int64) sqlite.Rows {
	var begins []int
	for i := range r.rows {
		if i == 0 || r.rows[i].user != r.rows[i-1].user {
			begins = append(begins, i)
		}
	}
	begins = append(begins, len(r.rows))
	put := func(i int, to sqlite.Values) {
		to.Integer(run)
		to.Integer(int64(r.rows[begins[i]].user))
		to.Integer(first + int64(begins[i]))
		to.Integer(first + int64(begins[i+1]) - 1)
	}
	const into = "user_run (" + userRunColumns + ")"
	return sqlite.Rows{Into: into, Count: len(begins) - 1, Put: put, Behind: createUserRun}
}

// texts are the new entries of the dictionaries.
func (r *Run) texts() []sqlite.Rows {
	return []sqlite.Rows{
		plainTexts("user (id, key)", createUser, r.firstUser, r.users),
		plainTexts("agent (id, name)", createAgent, r.firstAgent, r.agents),
		plainTexts("referrer (id, url)", createReferrer, r.firstReferrer, r.referrers),
		{Into: "client (id, ip, agent)", Like: createClient, Key: from(r.firstClient), Count: len(r.clients),
			Put: func(i int, to sqlite.Values) {
				to.Text(r.clients[i].Address)
				to.Integer(int64(r.clients[i].Agent))
			}},
		{Into: "request (id, action, target, click, menu, kind, outcome)", Like: createRequest,
			Key: from(r.firstRequest), Count: len(r.requests), Put: func(i int, to sqlite.Values) {
				e := &r.requests[i]
				to.Text(e.Action)
				to.Text(e.Target)
				to.Integer(int64(e.Click))
				if e.Click == model.NoClick {
					to.Null()
				} else {
					to.Text(e.Menu)
				}
				putEnding(e.Ending, to)
			}},
	}
}

// plainTexts are the rows of a dictionary of plain texts.
func plainTexts(into, like string, first int, texts []string) sqlite.Rows {
	return sqlite.Rows{Into: into, Like: like, Key: from(first), Count: len(texts), Put: func(i int, to sqlite.Values) {
		to.Text(texts[i])
	}}
}

// from numbers rows from a number on.
func from(first int) func(row int) int64 { return func(row int) int64 { return int64(first + row) } }

func (r *Run) marks() sqlite.Rows {
	return sqlite.Rows{Into: "mark (source, line, offset)", Count: len(r.Marks), Put: func(i int, to sqlite.Values) {
		mark := r.Marks[i]
		to.Integer(int64(mark.Source))
		to.Integer(mark.Line)
		to.Integer(mark.Offset)
	}}
}

func (r *Run) rejects() sqlite.Rows {
	return sqlite.Rows{Into: "reject (source, line, offset, reason, text)", Count: len(r.Rejects),
		Put: func(i int, to sqlite.Values) {
			reject := &r.Rejects[i]
			to.Integer(int64(reject.Source))
			to.Integer(reject.Line)
			to.Integer(reject.Offset)
			to.Text(reject.Reason)
			to.Blob(reject.Text)
		}}
}

// unless writes a number, or NULL where it is missing.
func unless(missing bool, n int64, to sqlite.Values) {
	if missing {
		to.Null()
	} else {
		to.Integer(n)
	}
}
