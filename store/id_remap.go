package store

import (
	"context"
	"maps"
	"slices"

	"spoor/store/model"
	"spoor/store/sqlite"
)

// idRemaps turns the numbers that an intake gives to texts and sources into those of the case. They are the same until
// another process adds to the case between two runs of a load; from then on what is new with a run gets its number in
// the transaction that commits it. So a load never has to begin again, however busy the case is.
type idRemaps struct {
	users, agents, referrers, clients, requests idRemap

	known   int         // sources up to this number were in the case when the intake was made
	sources map[int]int // the numbers in the case of those that came with it
}

// idRemap is the numbering of one table.
type idRemap struct {
	last    int32            // number in the case, as far as it was looked at
	same    int32            // up to this one the intake's numbers are those of the case
	real    []int32          // the numbers in the case of the intake's behind it
	foreign map[string]int32 // what other processes have numbered since; nil: nothing
}

func newIDRemaps(d *model.Dictionaries, sources int) *idRemaps {
	from := func(known int) idRemap { return idRemap{last: int32(known), same: int32(known)} }
	return &idRemaps{
		users: from(d.Users.Count()), agents: from(d.Agents.Count()), referrers: from(d.Referrers.Count()),
		clients: from(d.Clients.Count()), requests: from(d.Requests.Count()), known: sources,
	}
}

// of is the number in the case. 0, which stands for no text, stays 0.
func (t *idRemap) of(number int32) int32 {
	if number <= t.same {
		return number
	}
	return t.real[number-t.same-1]
}

// learn reads what other processes have numbered since the last look.
func (t *idRemap) learn(ctx context.Context, db sqlite.Querier, table numberedTable) error {
	return table.each(ctx, db, &model.Dictionaries{}, int(t.last), func(key []byte) {
		if t.foreign == nil {
			t.foreign = map[string]int32{}
		}
		t.last++
		t.foreign[string(key)] = t.last
	})
}

// numberAdded gives the entries of a run their numbers. It returns those that the case does not have yet, and the
// number of the first.
func numberAdded[Entry any](t *idRemap, entries []Entry, key func(Entry) []byte) (added []Entry, first int) {
	first = int(t.last) + 1
	if t.foreign == nil {
		t.last += int32(len(entries))
		t.same = t.last
		return entries, first
	}
	for _, entry := range entries {
		real, known := t.foreign[string(key(entry))]
		if !known {
			t.last++
			real = t.last
			added = append(added, entry)
		}
		t.real = append(t.real, real)
	}
	return added, first
}

// numbered is the run with the numbers of the case. The run itself stays as it is, so that it can be appended again if
// its commit fails; after the commit its numbering must be settled.
func (r *Run) numbered(ctx context.Context, db sqlite.Querier) (*Run, error) {
	if r.numbering == nil { // made from the case as it is in this transaction
		return r, nil
	}
	next, run := *r.numbering, *r
	run.numbering = &next
	for _, look := range []struct {
		at    *idRemap
		table numberedTable
	}{
		{&next.users, userTable}, {&next.agents, agentTable}, {&next.referrers, referrerTable}, {&next.clients, clientTable},
		{&next.requests, requestTable},
	} {
		if err := look.at.learn(ctx, db, look.table); err != nil {
			return nil, err
		}
	}
	run.numberTexts()
	return &run, run.numberSources(ctx, db)
}

// settle keeps the numbers of a run that is on disk.
func (r *Run) settle(numbered *Run) {
	if r.numbering != nil {
		*r.numbering = *numbered.numbering
	}
}

func (r *Run) numberTexts() {
	n, keys := r.numbering, &model.Dictionaries{}
	text := func(text string) []byte { return []byte(text) }
	r.users, r.firstUser = numberAdded(&n.users, r.users, text)
	r.agents, r.firstAgent = numberAdded(&n.agents, r.agents, text)
	r.referrers, r.firstReferrer = numberAdded(&n.referrers, r.referrers, text)
	if len(n.agents.real) > 0 {
		clients := make([]model.ClientEntry, len(r.clients))
		for i, client := range r.clients {
			clients[i] = model.ClientEntry{Address: client.Address, Agent: n.agents.of(client.Agent)}
		}
		r.clients = clients
	}
	r.clients, r.firstClient = numberAdded(&n.clients, r.clients, func(c model.ClientEntry) []byte {
		return keys.ClientKey([]byte(c.Address), c.Agent)
	})
	r.requests, r.firstRequest = numberAdded(&n.requests, r.requests, func(q model.RequestEntry) []byte {
		return keys.RequestKey([]byte(q.Action), []byte(q.Target), []byte(q.Menu), q.Click, q.Ending)
	})
}

// numberSources gives the run's sources their numbers, and then all rows theirs.
func (r *Run) numberSources(ctx context.Context, db sqlite.Querier) error {
	n := r.numbering
	if err := n.addSources(ctx, db, r.Sources); err != nil {
		return err
	}
	sources := make([]Source, len(r.Sources))
	for i, source := range r.Sources {
		if source.ID = n.source(source.ID); source.Unfinished != nil {
			unfinished := *source.Unfinished
			unfinished.Before.ID = source.ID
			source.Unfinished = &unfinished
		}
		sources[i] = source
	}
	r.Sources = sources
	if !n.moved() {
		return nil
	}
	r.rows, r.unfinished = n.rows(r.rows), n.rows(r.unfinished)
	r.Rejects, r.Marks, r.Finished = slices.Clone(r.Rejects), slices.Clone(r.Marks), slices.Clone(r.Finished)
	for i := range r.Rejects {
		r.Rejects[i].Source = n.source(r.Rejects[i].Source)
	}
	for i := range r.Marks {
		r.Marks[i].Source = n.source(r.Marks[i].Source)
	}
	for i := range r.Finished {
		r.Finished[i] = n.source(r.Finished[i])
	}
	return nil
}

// addSources gives the sources that come first with a run their numbers: their own, unless those have been given to
// others.
func (n *idRemaps) addSources(ctx context.Context, db sqlite.Querier, sources []Source) error {
	var first []int
	for _, source := range sources {
		if _, added := n.sources[source.ID]; !added && source.ID > n.known {
			first = append(first, source.ID)
		}
	}
	if len(first) == 0 {
		return nil
	}
	taken, last, err := sourcesFrom(ctx, db, slices.Min(first))
	if err != nil {
		return err
	}
	n.sources = maps.Clone(n.sources)
	if n.sources == nil {
		n.sources = map[int]int{}
	}
	for _, id := range first {
		if _, again := n.sources[id]; again { // another log of the run goes on with it
			continue
		}
		given := id
		if taken[id] {
			given = last + 1
		}
		taken[given], last = true, max(last, given)
		n.sources[id] = given
	}
	return nil
}

// sourcesFrom are the numbers of sources that a case has from one on, and the last of them.
func sourcesFrom(ctx context.Context, db sqlite.Querier, from int) (taken map[int]bool, last int, err error) {
	rows, err := db.QueryContext(ctx, "SELECT id FROM source WHERE id >= ? ORDER BY id", from)
	if err != nil {
		return nil, 0, sqlite.Explain(err)
	}
	defer rows.Close()
	taken = map[int]bool{}
	for rows.Next() {
		if err := rows.Scan(&last); err != nil {
			return nil, 0, sqlite.Explain(err)
		}
		taken[last] = true
	}
	return taken, last, sqlite.Explain(rows.Err())
}

// source is the number of a source in the case.
func (n *idRemaps) source(id int) int {
	if given, added := n.sources[id]; added {
		return given
	}
	return id
}

// moved reports whether any number in the case is not the intake's.
func (n *idRemaps) moved() bool {
	for id, given := range n.sources {
		if id != given {
			return true
		}
	}
	return len(n.users.real)+len(n.agents.real)+len(n.referrers.real)+len(n.clients.real)+len(n.requests.real) > 0
}

// rows are events with the numbers of the case.
func (n *idRemaps) rows(events []row) []row {
	events = slices.Clone(events)
	for i := range events {
		e := &events[i]
		e.user, e.request = n.users.of(e.user), n.requests.of(e.request)
		e.client, e.referrer = n.clients.of(e.client), n.referrers.of(e.referrer)
		e.source = int32(n.source(int(e.source)))
	}
	return events
}
