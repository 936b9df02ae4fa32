package store

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"spoor/analysis"
	"spoor/analysis/stats"
	"spoor/analysis/web"
	"spoor/store/model"
	"spoor/store/sqlite"
)

// neighbourSchema keeps who came from the addresses that several users share, so that those whom a user meets there are
// found without reading all events.
const neighbourSchema = `
DROP TABLE IF EXISTS address_user;
CREATE TABLE address_user ( -- of the addresses that several users came from, when the metrics were derived
	address INTEGER NOT NULL REFERENCES client, -- the first client with it
	user    INTEGER NOT NULL REFERENCES user,
	PRIMARY KEY (address, user)
) STRICT, WITHOUT ROWID;`

// neighbourRows are the rows of address_user.
func neighbourRows(clients *model.Clients, shared []analysis.AddressUser) sqlite.Rows {
	first := make([]int32, len(clients.Names)) // by address: its first client
	for client, address := range slices.Backward(clients.Addresses) {
		first[address] = int32(client)
	}
	return sqlite.Rows{Into: "address_user (address, user)", Count: len(shared), Put: func(i int, to sqlite.Values) {
		to.Integer(int64(first[shared[i].Address]))
		to.Integer(int64(shared[i].User))
	}}
}

// isDerived reports whether what the case keeps follows from the case as it is.
func isDerived(ctx context.Context, db sqlite.Querier) (bool, error) {
	state, err := derivedFrom(ctx, db)
	if err != nil {
		return false, err
	}
	derived, err := setting(ctx, db, model.SettingDerived)
	return derived == state, err
}

// At most so many stretches of events, and addresses, are looked up one by one. Beyond that reading all events is
// faster.
const (
	neighbourRanges    = 2000
	neighbourAddresses = 200
)

// readNeighbours finds whom a user met at the addresses that the user came from, as the users were measured. It is nil
// where those are so many that all events might as well be read, and where what the case keeps is out of date.
func readNeighbours(ctx context.Context, db sqlite.Querier, user analysis.UserNumber, track *model.Track,
	users *analysis.Matrix) (*model.Meeting, error) {
	if derived, err := isDerived(ctx, db); err != nil || !derived {
		return nil, err
	}
	n := neighbours{db: db, window: users.Window, keys: map[analysis.UserNumber]string{user: track.Key}}
	if few, err := n.findClients(ctx, track); err != nil || !few {
		return nil, err
	}
	if err := n.findUsers(ctx); err != nil {
		return nil, err
	}
	timeout, err := sessionTimeout(ctx, db)
	if err != nil {
		return nil, err
	}
	index := analysis.NewAddressIndex(users.Measuring.Of(timeout), n.byClient, nil)
	if known, err := n.add(ctx, index, users); err != nil || !known {
		return nil, err
	}
	return model.NewMeeting(index, func(address int32) string { return n.names[address] },
		func(user analysis.UserNumber) string { return n.keys[user] }), nil
}

// neighbours are the users who came from some addresses.
type neighbours struct {
	db       sqlite.Querier
	window   analysis.Window
	clients  []int64                        // with these addresses, rising
	byClient []int32                        // the number of an address, by client; 0 for others
	names    []string                       // of addresses, by number
	keys     map[analysis.UserNumber]string // of the users
}

// findClients finds all clients with an address of the track, if these are few.
func (n *neighbours) findClients(ctx context.Context, track *model.Track) (few bool, err error) {
	addresses := map[string]int32{}
	for i := range track.Events {
		if address := track.Events[i].Client.Address; address != "" {
			addresses[address] = 0
		}
	}
	if len(addresses) == 0 || len(addresses) > neighbourAddresses {
		return len(addresses) == 0, nil
	}
	var args []any
	for address := range addresses {
		args = append(args, address)
	}
	n.names = make([]string, 1)
	from := "FROM client WHERE ip IN (?" + strings.Repeat(", ?", len(args)-1) + ") ORDER BY id"
	return true, sqlite.Batch(ctx, n.db, []string{"id", "ip"}, from, args, func(v []driver.Value) error {
		client, address := v[0].(int64), v[1].(string)
		if addresses[address] == 0 {
			addresses[strings.Clone(address)] = int32(len(n.names))
			n.names = append(n.names, strings.Clone(address))
		}
		stats.Put(&n.byClient, int32(client), addresses[address])
		n.clients = append(n.clients, client)
		return nil
	})
}

// findUsers finds everybody who came from the addresses.
func (n *neighbours) findUsers(ctx context.Context) error {
	const from = "FROM address_user a JOIN user u ON u.id = a.user WHERE a.address IN (SELECT value FROM json_each(?))"
	clients := []any{asJSON(n.clients)}
	return sqlite.Batch(ctx, n.db, []string{"u.id", "u.key"}, from, clients, func(v []driver.Value) error {
		n.keys[analysis.UserNumber(v[0].(int64))] = strings.Clone(v[1].(string))
		return nil
	})
}

// add adds to an index what the users did at the addresses; known is false where that is not worth it.
func (n *neighbours) add(ctx context.Context, index *analysis.AddressIndex,
	users *analysis.Matrix) (known bool, err error) {
	var ranges [][2]int64
	numbers := slices.Sorted(maps.Keys(n.keys))
	for _, user := range numbers {
		runs, err := userRuns(ctx, n.db, user)
		if err != nil {
			return false, err
		}
		if ranges = append(ranges, runs...); len(ranges) > neighbourRanges {
			return false, nil
		}
	}
	site, err := caseSite(ctx, n.db)
	if err != nil {
		return false, err
	}
	reader, of := newTrackReader(site), map[analysis.UserNumber][]web.Event{}
	columns := append(slices.Clone(trackColumns), "e.user")
	read := func(from string, args ...any) error {
		return sqlite.Batch(ctx, n.db, columns, from, args, func(v []driver.Value) error {
			event, err := reader.event(v)
			user := analysis.UserNumber(v[len(trackColumns)].(int64))
			of[user] = append(of[user], event.Event)
			return err
		})
	}
	if err := read(neighbourEvents, asJSON(ranges), asJSON(n.clients)); err != nil {
		return false, err
	}
	if err := read(neighbourTail, asJSON(numbers), asJSON(n.clients)); err != nil {
		return false, err
	}
	for _, user := range numbers {
		model.SortByTime(of[user])
		row, measured := users.Row(n.keys[user]) // who is not has come since
		if events := model.Within(n.window, of[user]); measured && len(events) > 0 {
			index.Add(user, events, &analysis.Measures{Stats: analysis.Stats{Address: users.Stats[row].Address}})
		}
	}
	return true, nil
}

// The events of some stretches by some clients, and those that have no run yet by some users and clients.
const (
	neighbourEvents = `FROM json_each(?) s CROSS JOIN event` + trackTables + `
		WHERE e.rowid BETWEEN json_extract(s.value, '$[0]') AND json_extract(s.value, '$[1]')
			AND e.client IN (SELECT value FROM json_each(?))`
	neighbourTail = `FROM tail` + trackTables + `
		WHERE e.user IN (SELECT value FROM json_each(?)) AND e.client IN (SELECT value FROM json_each(?))`
)

// asJSON is a list of numbers or texts for json_each.
func asJSON(list any) string {
	text, err := json.Marshal(list)
	if err != nil {
		panic(err) // these can always be written
	}
	return string(text)
}
