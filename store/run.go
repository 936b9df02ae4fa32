package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"modernc.org/sqlite/vtab"
)

// Run is a stretch of consecutive lines of a load, with everything that must be committed together: its events, the texts
// that are new with them, its rejects, and how far each source has been read.
type Run struct {
	Sources []Source
	Rejects []Reject
	Marks   []Mark

	Finished []int // sources whose unfinished lines go, because what came of them is here

	rows       []row
	unfinished []row // events that are kept apart from the others
	knownUsers int   // how many users the case has after this run

	numbering                            *numbering // nil: the numbers are those of the case
	users, agents, referrers             []string
	clients                              []clientEntry
	requests                             []requestEntry
	firstUser, firstAgent, firstReferrer int
	firstClient, firstRequest            int
}

// Mark says at which byte of the decompressed source a line begins.
type Mark struct {
	Source       int
	Line, Offset int64
}

// Events is how many events the run holds.
func (r *Run) Events() int { return len(r.rows) + len(r.unfinished) }

// AppendRun commits a run. Either all of it is on disk afterwards, or nothing. The tail becomes a run before it, so that runs
// are in load order.
func (c *Case) AppendRun(ctx context.Context, run *Run) error {
	return c.appendNumbered(ctx, run, func(transaction *sql.Tx, run *Run) error {
		if err := flushTail(ctx, transaction); err != nil {
			return err
		}
		if err := run.takeBack(ctx, transaction); err != nil {
			return err
		}
		if err := run.writeContext(ctx, transaction, insert); err != nil {
			return err
		}
		if err := run.writeEvents(ctx, transaction); err != nil {
			return err
		}
		return run.writeUnfinished(ctx, transaction)
	})
}

// writeContext writes everything of the run but its events.
func (r *Run) writeContext(ctx context.Context, transaction *sql.Tx, insert inserter) error {
	for _, source := range r.Sources {
		if err := source.save(ctx, transaction); err != nil {
			return err
		}
	}
	for _, table := range append(r.texts(), r.marks(), r.rejects()) {
		if err := insert(ctx, transaction, table); err != nil {
			return err
		}
	}
	return nil
}

// writeEvents writes the events of the run, sorted, behind those of all other runs.
func (r *Run) writeEvents(ctx context.Context, transaction *sql.Tx) error {
	var last int64
	if err := transaction.QueryRowContext(ctx, "SELECT coalesce(max(last), 0) FROM run").Scan(&last); err != nil {
		return explain(err)
	}
	if len(r.rows) > 0 {
		r.sort()
		var id int64
		err := transaction.QueryRowContext(ctx, "INSERT INTO run (first, last) VALUES (?, ?) RETURNING id", last+1, last+int64(len(r.rows))).Scan(&id)
		if err != nil {
			return explain(err)
		}
		for _, table := range []rows{r.events("event"), r.places(id, last+1)} {
			if err := insert(ctx, transaction, table); err != nil {
				return err
			}
		}
	}
	return checkLastEvent(ctx, transaction, last+int64(len(r.rows)))
}

// checkLastEvent makes sure that the events lie where user_run says.
func checkLastEvent(ctx context.Context, transaction *sql.Tx, want int64) error {
	var last int64
	if err := transaction.QueryRowContext(ctx, "SELECT coalesce(max(rowid), 0) FROM event").Scan(&last); err != nil {
		return explain(err)
	}
	if last != want {
		return fmt.Errorf("the case's events end at %d, its runs at %d: something else has written to it; load into a new case", last, want)
	}
	return nil
}

// sort orders the events by user and time, ties in load order: a counting sort by user, then each user's events, which a
// log holds in time order already but for a few.
func (r *Run) sort() {
	ends := make([]int32, r.knownUsers+2) // ends[u+1] becomes where the events of user u begin, then where they end
	for i := range r.rows {
		ends[r.rows[i].user+1]++
	}
	for u := 1; u < len(ends); u++ {
		ends[u] += ends[u-1]
	}
	sorted := make([]row, len(r.rows))
	for i := range r.rows {
		place := &ends[r.rows[i].user]
		sorted[*place] = r.rows[i]
		*place++
	}
	byTime := func(a, b row) int { return cmp.Compare(a.time, b.time) }
	begin := int32(0)
	for _, end := range ends[:r.knownUsers+1] {
		if events := sorted[begin:end]; !slices.IsSortedFunc(events, byTime) {
			slices.SortStableFunc(events, byTime)
		}
		begin = end
	}
	r.rows = sorted
}

// events are the rows for one of the tables that hold events.
func (r *Run) events(table string) rows {
	return rows{table + " (user, ts, request, client, referrer, status, bytes, source, line)", 9, len(r.rows), func(i, column int) vtab.Value {
		e := &r.rows[i]
		switch column {
		case 0:
			return int64(e.user)
		case 1:
			return e.time
		case 2:
			return int64(e.request)
		case 3:
			return int64(e.client)
		case 4:
			return unless(e.referrer == 0, int64(e.referrer))
		case 5:
			return unless(e.status == 0, int64(e.status))
		case 6:
			return unless(e.bytes < 0, e.bytes)
		case 7:
			return int64(e.source)
		default:
			return e.line
		}
	}}
}

// unless is NULL for what is missing.
func unless(missing bool, value int64) vtab.Value {
	if missing {
		return nil
	}
	return value
}

// places says for each user of the run where its events lie; first is the rowid of the run's first event.
func (r *Run) places(run, first int64) rows {
	var begins []int
	for i := range r.rows {
		if i == 0 || r.rows[i].user != r.rows[i-1].user {
			begins = append(begins, i)
		}
	}
	begins = append(begins, len(r.rows))
	return rows{"user_run (run, user, first, last)", 4, len(begins) - 1, func(i, column int) vtab.Value {
		switch column {
		case 0:
			return run
		case 1:
			return int64(r.rows[begins[i]].user)
		case 2:
			return first + int64(begins[i])
		default:
			return first + int64(begins[i+1]) - 1
		}
	}}
}

// texts are the new entries of the dictionaries.
func (r *Run) texts() []rows {
	plain := func(into string, first int, texts []string) rows {
		return rows{into, 2, len(texts), func(i, column int) vtab.Value {
			if column == 0 {
				return int64(first + i)
			}
			return texts[i]
		}}
	}
	return []rows{
		plain("user (id, key)", r.firstUser, r.users),
		plain("agent (id, name)", r.firstAgent, r.agents),
		plain("referrer (id, url)", r.firstReferrer, r.referrers),
		{"client (id, ip, agent)", 3, len(r.clients), func(i, column int) vtab.Value {
			return [...]vtab.Value{int64(r.firstClient + i), r.clients[i].address, int64(r.clients[i].agent)}[column]
		}},
		{"request (id, action, target, click, menu)", 5, len(r.requests), func(i, column int) vtab.Value {
			e := &r.requests[i]
			switch column {
			case 0:
				return int64(r.firstRequest + i)
			case 1:
				return e.action
			case 2:
				return e.target
			case 3:
				return int64(e.click)
			}
			if e.click == noClick {
				return nil
			}
			return e.menu
		}},
	}
}

func (r *Run) marks() rows {
	return rows{"mark (source, line, offset)", 3, len(r.Marks), func(i, column int) vtab.Value {
		mark := r.Marks[i]
		return [...]vtab.Value{int64(mark.Source), mark.Line, mark.Offset}[column]
	}}
}

func (r *Run) rejects() rows {
	return rows{"reject (source, line, offset, reason, text)", 5, len(r.Rejects), func(i, column int) vtab.Value {
		reject := &r.Rejects[i]
		return [...]vtab.Value{int64(reject.Source), reject.Line, reject.Offset, reject.Reason, reject.Text}[column]
	}}
}
