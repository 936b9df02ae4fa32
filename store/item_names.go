package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"slices"
	"strings"

	"spoor/analysis"
	"spoor/store/sqlite"
)

// itemNames numbers items by their names. A name that is long is not kept, since strangers can send megabytes of them: the first request
// that has it tells it again.
type itemNames struct {
	internTable
	short []string        // by number - 1; empty where the name is long
	long  []requestOfItem // in the order of the numbers, and so of the requests
}

type requestOfItem struct{ item, request int32 }

func newItemNames() *itemNames { return &itemNames{internTable: newInternTable()} }

// of numbers the item that a request names; the text may be SQLite's memory.
func (n *itemNames) of(request int32, name string) int32 {
	if id := n.find([]byte(name)); id != 0 {
		return id
	}
	id := n.add([]byte(name))
	if len(name) <= longestText {
		n.short = append(n.short, strings.Clone(name))
		return id
	}
	n.short, n.long = append(n.short, ""), append(n.long, requestOfItem{id, request})
	return id
}

// after are the rows of item behind a number, without those whose names are long.
func (n *itemNames) after(number int) sqlite.Rows {
	var ids []int32
	for id := int32(number) + 1; int(id) <= len(n.short); id++ {
		if _, isLong := n.findLong(id); !isLong {
			ids = append(ids, id)
		}
	}
	return sqlite.Rows{Into: "item (id, name)", Count: len(ids), Put: func(i int, to sqlite.Values) {
		to.Integer(int64(ids[i]))
		to.Text(n.short[ids[i]-1])
	}}
}

// findLong is the place among the long names of the first that is not before an item, and whether it is that item's.
func (n *itemNames) findLong(item int32) (place int, isLong bool) {
	return slices.BinarySearchFunc(n.long, item, func(of requestOfItem, item int32) int { return int(of.item - item) })
}

// longAtOnce is how many long names are in memory at a time.
const longAtOnce = 256

// eachLong tells the long names of items again, of those behind a number, in the order of the numbers and some at a time.
func (n *itemNames) eachLong(ctx context.Context, db sqlite.Querier, site *analysis.Site, number int, take func(items []int32, names []string) error) error {
	first, _ := n.findLong(int32(number) + 1)
	for long := range slices.Chunk(n.long[first:], longAtOnce) {
		var items, requests []int32
		for _, of := range long {
			items, requests = append(items, of.item), append(requests, of.request)
		}
		list, err := json.Marshal(requests)
		if err != nil {
			return err
		}
		var names []string
		from := "FROM json_each(?) n CROSS JOIN request r ON r.id = n.value"
		err = sqlite.Batch(ctx, db, []string{"r.target", "r.click"}, from, []any{string(list)}, func(v []driver.Value) error {
			names = append(names, strings.Clone(itemName(site, v[0].(string), clickKind(v[1].(int64)))))
			return nil
		})
		if err != nil {
			return err
		}
		if len(names) != len(items) {
			return errAltered
		}
		if err := take(items, names); err != nil {
			return err
		}
	}
	return nil
}

// all are the names of all items, by number; the number 0 is none.
func (n *itemNames) all(ctx context.Context, db sqlite.Querier, site *analysis.Site) ([]string, error) {
	all := append(make([]string, 1, len(n.short)+1), n.short...)
	return all, n.eachLong(ctx, db, site, 0, func(items []int32, names []string) error {
		for i, item := range items {
			all[item] = names[i]
		}
		return nil
	})
}

// itemName is the item that a request names, which must name one.
func itemName(site *analysis.Site, target string, click clickKind) string {
	if click == noClick {
		return site.Place(target).Item
	}
	return target
}

// saveLong writes the rows of item behind a number whose names are long.
func (n *itemNames) saveLong(ctx context.Context, transaction *sql.Tx, site *analysis.Site, number int) error {
	return n.eachLong(ctx, transaction, site, number, func(items []int32, names []string) error {
		return sqlite.InsertFew(ctx, transaction, sqlite.Rows{Into: "item (id, name)", Count: len(items), Put: func(i int, to sqlite.Values) {
			to.Integer(int64(items[i]))
			to.Text(names[i])
		}})
	})
}
