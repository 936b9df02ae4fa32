package store

import (
	"context"
	"database/sql/driver"

	"spoor/store/model"
	"spoor/store/sqlite"
)

// loadDictionaries reads what the case knows already.
func loadDictionaries(ctx context.Context, db sqlite.Querier) (*model.Dictionaries, error) {
	d := model.NewDictionaries()
	return d, catchUp(ctx, db, d)
}

// numberedTable is a table of the case that numbers texts.
type numberedTable struct {
	name    string
	columns []string
	key     func(d *model.Dictionaries, row []driver.Value) []byte // by which a dictionary finds a row
}

var (
	userTable     = numberedTable{"user", []string{"key"}, onlyText}
	agentTable    = numberedTable{"agent", []string{"name"}, onlyText}
	referrerTable = numberedTable{"referrer", []string{"url"}, onlyText}
	clientTable   = numberedTable{"client", []string{"ip", "agent"}, func(d *model.Dictionaries, v []driver.Value) []byte {
		return d.ClientKey([]byte(v[0].(string)), int32(v[1].(int64)))
	}}
	requestTable = numberedTable{"request", requestColumns, func(d *model.Dictionaries, v []driver.Value) []byte {
		action, target, menu := []byte(v[0].(string)), []byte(v[1].(string)), []byte(v[2].(string))
		ending := model.ParseEnding(v[4].(string), v[5].(string))
		return d.RequestKey(action, target, menu, model.ClickKind(v[3].(int64)), ending)
	}}
	requestColumns = []string{
		"action", "target", "coalesce(menu, '')", "click", "coalesce(kind, '')", "coalesce(outcome, '')",
	}
)

func onlyText(_ *model.Dictionaries, row []driver.Value) []byte { return []byte(row[0].(string)) }

// each hands over the key of every row behind a number, in the order of the numbers.
func (t numberedTable) each(ctx context.Context, db sqlite.Querier, d *model.Dictionaries, number int,
	take func(key []byte)) error {
	return batchNumberedAfter(ctx, db, t.columns, t.name, int64(number), func(row []driver.Value) error {
		take(t.key(d, row))
		return nil
	})
}

// catchUp reads what the case has learned since, from whoever else writes to it.
func catchUp(ctx context.Context, db sqlite.Querier, d *model.Dictionaries) error {
	for _, known := range []struct {
		table    numberedTable
		count    int
		remember func(key []byte)
	}{
		{userTable, d.Users.Count(), d.Users.Remember}, {agentTable, d.Agents.Count(), d.Agents.Remember},
		{referrerTable, d.Referrers.Count(), d.Referrers.Remember}, {clientTable, d.Clients.Count(), d.Clients.Remember},
		{requestTable, d.Requests.Count(), d.Requests.Remember},
	} {
		if err := known.table.each(ctx, db, d, known.count, known.remember); err != nil {
			return err
		}
	}
	return nil
}
