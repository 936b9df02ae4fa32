package store

import (
	"context"
	"slices"

	"spoor/internal/hugepage"
	"spoor/store/logline"
	"spoor/store/model"
	"spoor/store/sqlite"
)

// Intake gathers the events of a load into runs. It is used by one goroutine; [Case.AppendRun] may write the runs it
// has cut at the same time.
type Intake struct {
	dictionaries *model.Dictionaries
	recent       model.RecentUsers
	waiting      *waitingRows
	numberings   []*model.EventNumbering // which all rows go through, in this order
	numbered     numberedRows
	beside       *besideIntake // numbers rows; nil: nobody does, while there are few
	spare        spareRows
	numbering    *idRemaps
	unfinished   []row

	records *recordIntake // that takes the events instead; nil: none does
}

// row is an event as the table event holds it.
type row struct {
	time, bytes, line               int64
	user, request, client, referrer int32
	source                          int32
	status                          int16
}

// NewIntake reads the dictionaries of the case, so that known texts keep their numbers.
func (c *Case) NewIntake(ctx context.Context) (i *Intake, err error) {
	err = c.snapshot(ctx, func(db sqlite.Querier) error {
		var sources int
		if err := db.QueryRowContext(ctx, "SELECT coalesce(max(id), 0) FROM source").Scan(&sources); err != nil {
			return sqlite.Explain(err)
		}
		d, err := loadDictionaries(ctx, db)
		i = newIntake(d)
		i.numbering = newIDRemaps(d, sources)
		return err
	})
	return i, err
}

func newIntake(d *model.Dictionaries) *Intake {
	return &Intake{
		dictionaries: d, waiting: newWaitingRows(), numberings: numberings(d), spare: make(spareRows, mostSpare),
	}
}

// Add takes the event of a line of a source; lines count from 1. It keeps nothing of the event's memory.
func (i *Intake) Add(source int, line int64, e *logline.Event) {
	if i.records != nil {
		i.records.add(source, line, e, false)
		return
	}
	i.waiting.rows = append(i.waiting.rows, rowOf(source, line, e))
	if i.waiting.texts.Add(e, &i.recent) {
		i.passOn(i.waiting)
		i.waiting = i.spare.take()
	}
}

// AddUnfinished takes the event of a source's unfinished line.
func (i *Intake) AddUnfinished(source int, line int64, e *logline.Event) {
	if i.records != nil {
		i.records.add(source, line, e, true)
		return
	}
	i.settle()
	i.waiting.rows = append(i.waiting.rows, rowOf(source, line, e))
	i.waiting.texts.Add(e, &i.recent)
	i.number(i.waiting)
	i.unfinished = append(i.unfinished, i.waiting.rows...)
	i.waiting.clear()
}

// TakeBack forgets the unfinished event of a source, if it is not in a run yet.
func (i *Intake) TakeBack(source int) {
	if i.records != nil {
		i.records.takeBack(source)
		return
	}
	i.unfinished = slices.DeleteFunc(i.unfinished, func(r row) bool { return int(r.source) == source })
}

// rowOf is a row without the numbers of its texts.
func rowOf(source int, line int64, e *logline.Event) row {
	return row{time: e.Time, bytes: e.Bytes, line: line, status: int16(e.Status), source: int32(source)}
}

// add gives the row the numbers of some of its columns; those of the others are 0, here or there.
func (r *row) add(n model.Numbers) {
	r.user, r.request, r.client, r.referrer = r.user+n.User, r.request+n.Request, r.client+n.Client, r.referrer+n.Referrer
}

// Cut ends the run: it holds all events since the last cut and every text that is new with them.
func (i *Intake) Cut() *Run {
	if i.records != nil {
		return i.records.cut()
	}
	i.settle()
	d := i.dictionaries
	run := &Run{rows: i.numbered.rows, unfinished: i.unfinished, numbering: i.numbering}
	room := len(run.rows) + len(run.rows)/8 // the next run is hardly larger
	i.numbered.rows, i.unfinished = hugepage.Make[row](room)[:0], nil
	run.users, run.firstUser = d.Users.TakeAdded()
	run.agents, run.firstAgent = d.Agents.TakeAdded()
	run.clients, run.firstClient = d.Clients.TakeAdded()
	run.requests, run.firstRequest = d.Requests.TakeAdded()
	run.referrers, run.firstReferrer = d.Referrers.TakeAdded()
	return run
}
