package fakecase

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"spoor/store"
	"spoor/tui/term/termtest"
)

// Rejects is part of a case as the screens ask for it.
func (c *Case) Rejects(context.Context, string, int) ([]store.Reject, error) {
	return []store.Reject{
		{Source: 1, Path: "/srv/logs/access.log", Line: 17, Reason: "no match", Text: []byte("-- MARK --")},
		{Source: 1, Path: "/srv/logs/access.log", Line: 4711, Reason: "bad timestamp",
			Text: []byte("10.0.0.1 - - [31/Feb/2003:99:00:00 +0900] \"GET / HTTP/1.1\" 200 1")},
		{Source: 1, Path: "/srv/logs/access.log", Line: 90210, Reason: "no match",
			Text: []byte("\x1b]0;owned\a\x1b[31mred\r\x00\xff")},
	}, c.Lost
}

// RejectsOf is part of a case as the screens ask for it.
func (c *Case) RejectsOf(ctx context.Context, source, limit int) ([]store.Reject, error) {
	lines, err := c.Rejects(ctx, "", limit)
	return slices.DeleteFunc(lines, func(r store.Reject) bool { return r.Source != source }), err
}

// RejectCounts is part of a case as the screens ask for it.
func (c *Case) RejectCounts(context.Context) ([]store.ReasonCount, error) {
	return []store.ReasonCount{{Reason: "no match", Count: 2}, {Reason: "bad timestamp", Count: 1}}, c.Lost
}

// Verdicts is part of a case as the screens ask for it.
func (c *Case) Verdicts(context.Context) (map[string]store.Verdict, error) {
	verdicts := map[string]store.Verdict{}
	for _, v := range c.Said {
		if verdicts[v.User] = v; v.Label == store.NoVerdict {
			delete(verdicts, v.User)
		}
	}
	return verdicts, c.Lost
}

// About knows something of the scraper and of whoever has a strange name.
func (c *Case) About(_ context.Context, key string, items []string) (store.About, error) {
	about := store.About{Catalogue: map[string]map[string]string{}}
	if !strings.HasPrefix(key, "user") {
		about.Verdicts = append(about.Verdicts,
			store.Verdict{User: key, Label: "watch", Note: "seen as " + key, Author: key, At: Start.UnixMilli()})
		about.Profile = map[string]string{"education": "doctor", "major": "물리학", "name": key}
		for _, item := range items {
			about.Catalogue[item] = map[string]string{"title": "Postdoc for " + key, "education": key}
		}
	}
	for _, v := range c.Said {
		if v.User == key {
			about.Verdicts = append(about.Verdicts, v)
		}
	}
	return about, c.Lost
}

// CheckWritable is part of a case as the screens ask for it.
func (c *Case) CheckWritable() error { return nil }

// LastVerdict is part of a case as the screens ask for it.
func (c *Case) LastVerdict() int64 { return int64(len(c.Said)) }

// AddVerdicts is part of a case as the screens ask for it.
func (c *Case) AddVerdicts(ctx context.Context, given, seen []store.Verdict) (ids []int64, failed error) {
	ids = make([]int64, len(given))
	for i := range given {
		var err error
		ids[i], err = c.AddVerdict(ctx, given[i], seen[i])
		failed = cmp.Or(failed, err)
	}
	return ids, failed
}

// AddVerdict is part of a case as the screens ask for it.
func (c *Case) AddVerdict(ctx context.Context, v, seen store.Verdict) (int64, error) {
	if v.At < Start.UnixMilli() {
		return 0, errors.New("a verdict without its time")
	}
	if c.Lost != nil {
		return 0, c.Lost
	}
	standing, err := c.Verdicts(ctx)
	if err != nil {
		return 0, err
	}
	if now := standing[v.User]; now.ID != seen.ID {
		return 0, &store.VerdictChangedError{Now: now}
	}
	v.ID = int64(len(c.Said)) + 1
	v.At = Start.UnixMilli() + int64(len(c.Said))*60_000 // not the clock's, so that screens can be compared
	c.Said = append(c.Said, v)
	return v.ID, nil
}

// Keep and Kept keep texts with the case.
func (c *Case) Keep(_ context.Context, name, text string) error {
	if c.Store == nil {
		c.Store = map[string]string{}
	}
	c.Store[name] = text
	if text == "" {
		delete(c.Store, name)
	}
	return c.Lost
}

// Kept is part of a case as the screens ask for it.
func (c *Case) Kept(context.Context) (map[string]string, error) { return maps.Clone(c.Store), nil }

// Query answers some queries as SQLite would.
func (c *Case) Query(ctx context.Context, query string, _ store.QueryLimits) (*store.QueryResult, error) {
	switch {
	case strings.HasPrefix(query, "wait"):
		<-ctx.Done()
		return nil, ctx.Err()
	case strings.Contains(query, "nothing"):
		return nil, store.QueryMistake("no such table: nothing")
	case strings.Contains(query, "strange"):
		result := &store.QueryResult{Columns: []string{"\x1b[31mred", "text"}}
		for _, text := range termtest.Strange {
			result.Rows = append(result.Rows, []any{text, []byte(text)})
		}
		return result, c.Lost
	}
	return &store.QueryResult{Columns: []string{"n", "User"}, Rows: [][]any{{int64(12), "scraper"}, {int64(3), "nobody"},
		{nil, "dawdler"}, {1.5, "scraper"}}, Cut: "the first 4 rows"}, c.Lost
}

// QueryTables is part of a case as the screens ask for it.
func (c *Case) QueryTables(context.Context) ([]store.QueryTable, error) {
	return []store.QueryTable{{Name: "v_event", View: true, Columns: []string{"user", "status"}},
		{Name: "event", Columns: []string{"ts"}}}, c.Lost
}
