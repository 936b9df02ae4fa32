package store

import (
	"context"

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
	key     func(d *model.Dictionaries, row numberedRow) []byte // by which a dictionary finds a row
}

var (
	userTable     = numberedTable{"user", []string{"key"}, onlyText}
	agentTable    = numberedTable{"agent", []string{"name"}, onlyText}
	referrerTable = numberedTable{"referrer", []string{"url"}, onlyText}
	clientTable   = numberedTable{"client", []string{"ip", "agent"}, func(d *model.Dictionaries, v numberedRow) []byte {
		return d.ClientKey(v[0].Bytes(), int32(v[1].Int()))
	}}
	requestTable = numberedTable{"request", requestColumns, func(d *model.Dictionaries, v numberedRow) []byte {
		ending := model.ParseEnding(v[4].Text(), v[5].Text())
		return d.RequestKey(v[0].Bytes(), v[1].Bytes(), v[2].Bytes(), model.ClickKind(v[3].Int()), ending)
	}}
	requestColumns = []string{"action", "target", "menu", "click", "kind", "outcome"}
)

func onlyText(_ *model.Dictionaries, row numberedRow) []byte { return row[0].Bytes() }

// each hands over the key of every row behind a number, in the order of the numbers. Mostly there is none, which takes
// far less time to see than to find the pages of the table.
func (t numberedTable) each(ctx context.Context, db sqlite.Querier, d *model.Dictionaries, number int,
	take func(key []byte)) error {
	var last int
	if err := db.QueryRowContext(ctx, "SELECT coalesce(max(id), 0) FROM "+t.name).Scan(&last); err != nil {
		return sqlite.Explain(err)
	}
	if last <= number {
		return nil
	}
	reader := sharedReader{db: db}
	return reader.each(ctx, t.name, t.columns, int64(number), func(row numberedRow) error {
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
