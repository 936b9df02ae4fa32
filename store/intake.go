package store

import (
	"context"
	"slices"
)

// Incoming is one event on its way into the case. Its slices are only read during [Intake.Add].
type Incoming struct {
	Time     int64  // UTC milliseconds
	User     []byte // never empty
	Address  []byte
	Agent    []byte
	Action   []byte // GET, or a click event's name
	Target   []byte // a URL, or a click event's item
	Referrer []byte // empty: none
	Menu     []byte // click events only
	Click    bool
	HasItem  bool  // a click event that names an item
	Status   int   // 0: unknown
	Bytes    int64 // -1: unknown
	Source   int
	Line     int64 // from 1
}

// Intake gathers the events of a load into runs. It is used by one goroutine; [Case.AppendRun] may write the runs it has
// cut at the same time.
type Intake struct {
	dictionaries *dictionaries
	numbering    *idRemaps
	rows         []row
	unfinished   []row
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
	err = c.snapshot(ctx, func(db querier) error {
		var sources int
		if err := db.QueryRowContext(ctx, "SELECT coalesce(max(id), 0) FROM source").Scan(&sources); err != nil {
			return explain(err)
		}
		d, err := loadDictionaries(ctx, db)
		i = &Intake{dictionaries: d, numbering: newIDRemaps(d, sources)}
		return err
	})
	return i, err
}

// Add takes one event.
func (i *Intake) Add(e *Incoming) { i.rows = append(i.rows, i.row(e)) }

// AddUnfinished takes the event of a source's unfinished line.
func (i *Intake) AddUnfinished(e *Incoming) { i.unfinished = append(i.unfinished, i.row(e)) }

// TakeBack forgets the unfinished event of a source, if it is not in a run yet.
func (i *Intake) TakeBack(source int) {
	i.unfinished = slices.DeleteFunc(i.unfinished, func(r row) bool { return int(r.source) == source })
}

func (i *Intake) row(e *Incoming) row {
	click := noClick
	switch {
	case e.HasItem:
		click = itemClick
	case e.Click:
		click = bareClick
	}
	d := i.dictionaries
	return row{
		time: e.Time, bytes: e.Bytes, line: e.Line, status: int16(e.Status), source: int32(e.Source),
		user:     numberText(d.users, e.User),
		request:  d.request(e.Action, e.Target, e.Menu, click),
		client:   d.client(e.Address, e.Agent),
		referrer: d.referrer(e.Referrer),
	}
}

// Cut ends the run: it holds all events since the last cut and every text that is new with them.
func (i *Intake) Cut() *Run {
	d := i.dictionaries
	run := &Run{rows: i.rows, unfinished: i.unfinished, knownUsers: d.users.count(), numbering: i.numbering}
	i.rows, i.unfinished = make([]row, 0, len(i.rows)), nil
	run.users, run.firstUser = d.users.takeAdded()
	run.agents, run.firstAgent = d.agents.takeAdded()
	run.clients, run.firstClient = d.clients.takeAdded()
	run.requests, run.firstRequest = d.requests.takeAdded()
	run.referrers, run.firstReferrer = d.referrers.takeAdded()
	return run
}
