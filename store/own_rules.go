package store

import (
	"context"
	"database/sql/driver"
	"fmt"
	"runtime"
	"strings"
	"time"

	"spoor/analysis"
	"spoor/analysis/predicate"
	"spoor/analysis/web"
	"spoor/store/model"
	"spoor/store/sqlite"
)

// withOwn measures the users of a matrix by rules of one's own, in the matrix's window and by its session timeout. Of
// before, which may be nil, it takes the values of those who have done nothing since, unless they follow from anything
// that has changed.
func withOwn(ctx context.Context, db sqlite.Querier, matrix, before *analysis.Matrix, own analysis.OwnRules,
	progress model.Progress) (*analysis.Matrix, error) {
	scan, err := newOwnScan(ctx, db, own)
	if err != nil {
		return nil, err
	}
	columns := make([][]analysis.Value, len(own.List()))
	for i := range columns {
		columns[i] = make([]analysis.Value, matrix.Len())
	}
	from, err := ownFrom(ctx, db, matrix.Timeout, scan.embedded)
	if err != nil {
		return nil, err
	}
	if before != nil && before.OwnFrom == from {
		scan.reader.keepOnly(keepOwn(columns, before, matrix, len(scan.reader.counts)))
	}
	rows := rowsOf(matrix, scan.reader)
	put := func(user int, values []analysis.Value) {
		if row := rows[user]; row >= 0 {
			for i, v := range values {
				columns[i][row] = v
			}
		}
	}
	err = scan.each(ctx, matrix.Timeout, func(m *analysis.OwnMeasurer, k *userChunk) {
		measureOwn(m, k, matrix.Window, put)
	}, progress)
	if err != nil {
		return nil, err
	}
	matrix = matrix.WithOwn(own, columns)
	matrix.OwnFrom = from
	return matrix, nil
}

// ownFrom says what values of rules of one's own follow from beside the events of a user: settings, profiles and the
// catalogue, the time zone, when sessions end, and what is embedded, which the events of all users together tell.
func ownFrom(ctx context.Context, db sqlite.Querier, timeout time.Duration, found []web.Embedded) (string, error) {
	zone, err := caseZone(ctx, db)
	if err != nil {
		return "", err
	}
	at, err := readWatermark(ctx, db)
	from := fmt.Sprint(at.Settings, zone, timeout)
	for _, e := range model.SortedByTemplate(found) {
		from += " " + e.Template
	}
	return model.Brief(from), err
}

// rowsOf are the rows of users by their numbers, −1 for one who has none.
func rowsOf(matrix *analysis.Matrix, reader *eventReader) []int32 {
	rows := make([]int32, len(reader.counts))
	for i := range rows {
		rows[i] = -1
	}
	for row, user := range matrix.ID {
		if int(user) < len(rows) {
			rows[user] = int32(row)
		}
	}
	return rows
}

// ownScan is one reading of all events by rules of one's own.
type ownScan struct {
	reader   *eventReader
	tables   *analysis.OwnTables
	numbers  analysis.OwnNumbers
	embedded []web.Embedded
}

func newOwnScan(ctx context.Context, db sqlite.Querier, own analysis.OwnRules) (*ownScan, error) {
	site, err := caseSite(ctx, db)
	if err != nil {
		return nil, err
	}
	p, err := placeRequests(ctx, db, site, nil)
	if err != nil {
		return nil, err
	}
	zone, err := caseZone(ctx, db)
	if err != nil {
		return nil, err
	}
	s := &ownScan{tables: analysis.NewOwnTables(own, zone), embedded: p.Embedded.Found}
	for _, tell := range []struct {
		part predicate.Part
		read func(context.Context, sqlite.Querier, *model.Pages) error
	}{
		{predicate.Request, s.tellRequests}, {predicate.Client, s.tellClients}, {predicate.Referrer, s.tellReferrers},
		{predicate.Source, s.tellSources}, {predicate.User, s.tellUsers},
	} {
		if s.tables.Wants(tell.part) {
			if err := tell.read(ctx, db, p); err != nil {
				return nil, err
			}
		}
	}
	s.numbers = analysis.OwnNumbers{Paths: p.Paths, Addresses: p.Addresses, Networks: p.Networks(), Agents: p.Agents}
	if s.reader, err = newEventReader(ctx, db, p); err != nil {
		return nil, err
	}
	s.reader.detail = true
	return s, nil
}

// each gives do all users, chunk by chunk and several chunks at a time, each with a measurer of its own.
func (s *ownScan) each(ctx context.Context, timeout time.Duration, do func(m *analysis.OwnMeasurer, k *userChunk),
	progress model.Progress) error {
	workers := make([]func(*userChunk) error, runtime.GOMAXPROCS(0))
	for i := range workers {
		measurer := analysis.NewOwnMeasurer(s.tables, timeout, s.numbers)
		workers[i] = func(k *userChunk) error { do(measurer, k); return nil }
	}
	return s.reader.shareChunks(ctx, workers, progress)
}

func measureOwn(m *analysis.OwnMeasurer, k *userChunk, window analysis.Window,
	put func(user int, values []analysis.Value)) {
	values := make([]analysis.Value, analysis.MostOwnRules)
	k.eachDetailed(func(user int, events []web.Event, details []analysis.Detail) {
		from, to := model.Span(window, events)
		if from == to {
			return
		}
		put(user, values[:m.Measure(analysis.UserNumber(user), events[from:to], details[from:to], values)])
	})
}

func (s *ownScan) tellRequests(ctx context.Context, db sqlite.Querier, p *model.Pages) error {
	entries, err := readFacts(ctx, db, model.CatalogueTable)
	if err != nil {
		return err
	}
	catalogue := model.FieldsByKey(entries)
	id := int32(0)
	return eachNumbered(ctx, db, "request", []string{"action", "target", "click"}, func(v numberedRow) error {
		if id++; int(id) >= len(p.OfRequest) {
			return sqlite.Damaged("request")
		}
		page := &p.OfRequest[id]
		click := model.ClickKind(v[2].Int())
		e := analysis.NewRequestPart(strings.Clone(v[0].Text()), strings.Clone(v[1].Text()), click != model.NoClick)
		e.Level = model.LevelNames[page.Level]
		if page.Item != web.None {
			e.Item = strings.Clone(model.ItemName(p.Site, v[1].Text(), click))
			e.Catalogue = catalogue[e.Item]
		}
		if page.Menu != web.None {
			e.Menu = p.Menus.Added[page.Menu-1]
		}
		s.tables.Tell(predicate.Request, id, &e)
		return nil
	})
}

func (s *ownScan) tellClients(ctx context.Context, db sqlite.Querier, p *model.Pages) error {
	agents, err := agentNames(ctx, db)
	if err != nil {
		return err
	}
	for client := 1; client < len(p.Agents); client++ {
		e := analysis.NewClientPart(p.Names[p.Addresses[client]], agents[p.Agents[client]])
		s.tables.Tell(predicate.Client, int32(client), &e)
	}
	return nil
}

func (s *ownScan) tellReferrers(ctx context.Context, db sqlite.Querier, _ *model.Pages) error {
	s.tables.Tell(predicate.Referrer, 0, &predicate.Event{})
	id := int32(0)
	return eachNumbered(ctx, db, "referrer", []string{"url"}, func(v numberedRow) error {
		id++
		s.tables.Tell(predicate.Referrer, id, &predicate.Event{Referrer: strings.Clone(v[0].Text())})
		return nil
	})
}

func (s *ownScan) tellSources(ctx context.Context, db sqlite.Querier, _ *model.Pages) error {
	return sqlite.Batch(ctx, db, []string{"id", "path"}, "FROM source", nil, func(v []driver.Value) error {
		s.tables.Tell(predicate.Source, int32(v[0].(int64)), &predicate.Event{Source: strings.Clone(v[1].(string))})
		return nil
	})
}

func (s *ownScan) tellUsers(ctx context.Context, db sqlite.Querier, _ *model.Pages) error {
	keys, err := userKeys(ctx, db)
	if err != nil {
		return err
	}
	people, err := readFacts(ctx, db, model.ProfileTable)
	if err != nil {
		return err
	}
	profiles := model.FieldsByKey(people)
	for user := 1; user < len(keys); user++ {
		s.tables.Tell(predicate.User, int32(user), &predicate.Event{User: keys[user], Profile: profiles[keys[user]]})
	}
	return nil
}

// matrixWithOwn is MatrixWith for rules of one's own, beside what the built-in ones measure.
func (c *Case) matrixWithOwn(ctx context.Context, how analysis.MeasureOptions, window analysis.Window,
	progress model.Progress) (*analysis.Matrix, error) {
	builtIn := how
	builtIn.Own = analysis.OwnRules{}
	since, err := c.Watermark(ctx)
	if err != nil {
		return nil, err
	}
	matrix, err := c.MatrixWith(ctx, builtIn, window, progress)
	if err != nil {
		return nil, err
	}
	usual, state, kept := false, "", (*analysis.Matrix)(nil)
	err = c.snapshot(ctx, func(db sqlite.Querier) error {
		if usual, err = isUsual(ctx, db, builtIn, window); err != nil {
			return err
		}
		if usual {
			if kept, err = readOwn(ctx, db, matrix, how.Own); err != nil || kept != nil {
				return err
			}
			if state, err = ownState(ctx, db, how.Own); err != nil {
				return err
			}
			now, err := readWatermark(ctx, db)
			if usual = now == since; err != nil { // else there may be events that the matrix does not have
				return err
			}
		}
		matrix, err = withOwn(ctx, db, matrix, nil, how.Own, progress)
		return err
	})
	if kept != nil {
		matrix = kept
	}
	if err == nil && kept == nil && usual && !c.readOnly {
		err = c.keepOwnMetrics(ctx, matrix, state)
	}
	return matrix, err
}

// keepOwn takes over the values of users who have done nothing since a matrix before, and says by number who has.
func keepOwn(columns [][]analysis.Value, before, matrix *analysis.Matrix, users int) (touched []bool) {
	touched = make([]bool, users)
	for row, user := range matrix.ID {
		was, found := before.Row(matrix.Key[row])
		if !found || before.Stats[was].Events != matrix.Stats[row].Events {
			touched[user] = true
			continue
		}
		for i := range columns {
			r := analysis.RuleCount + i
			columns[i][row] = analysis.Value{X: before.X[r][was], N: before.N[r][was]}
		}
	}
	return touched
}

// refreshOwn is Refresh of a matrix with rules of one's own.
func (c *Case) refreshOwn(ctx context.Context, before *analysis.Matrix,
	since Watermark) (*analysis.Matrix, Watermark, error) {
	own := before.Measuring.Own
	matrix, now, err := c.Refresh(ctx, before.WithOwn(analysis.OwnRules{}, nil), since)
	if err != nil || now == since {
		return before, now, err
	}
	err = c.snapshot(ctx, func(db sqlite.Querier) error {
		matrix, err = withOwn(ctx, db, matrix, before, own, nil)
		return err
	})
	return matrix, now, err
}

// MeasureOwn measures the users of a matrix by rules of one's own, and keeps nothing.
func (c *Case) MeasureOwn(ctx context.Context, users *analysis.Matrix, own analysis.OwnRules,
	progress model.Progress) (matrix *analysis.Matrix, err error) {
	err = c.snapshot(ctx, func(db sqlite.Querier) error {
		matrix, err = withOwn(ctx, db, users, nil, own, progress)
		return err
	})
	return matrix, err
}
