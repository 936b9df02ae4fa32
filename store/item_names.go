package store

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"slices"
	"strings"

	"spoor/analysis/web"
	"spoor/store/model"
	"spoor/store/sqlite"
)

// itemRows are the rows of item behind a number, without those whose names are long.
func itemRows(n *model.ItemNames, number int) sqlite.Rows {
	var ids []int32
	for id := int32(number) + 1; int(id) <= len(n.Short); id++ {
		if _, isLong := n.FindLong(id); !isLong {
			ids = append(ids, id)
		}
	}
	name := func(i int, to sqlite.Values) { to.Text(n.Short[ids[i]-1]) }
	return sqlite.Rows{Into: "item (id, name)", Like: createItem, Count: len(ids), Put: name,
		Key: func(i int) int64 { return int64(ids[i]) }}
}

// longAtOnce is how many long names are in memory at a time.
const longAtOnce = 256

// eachLongItem reads the long names of items once more, of those after a number, in the order of the numbers and some
// at a time.
func eachLongItem(ctx context.Context, db sqlite.Querier, n *model.ItemNames, site *web.Site, number int,
	take func(items []int32, names []string) error) error {
	first, _ := n.FindLong(int32(number) + 1)
	for long := range slices.Chunk(n.Long[first:], longAtOnce) {
		var items, requests []int32
		for _, of := range long {
			items, requests = append(items, of.Item), append(requests, of.Request)
		}
		list, err := json.Marshal(requests)
		if err != nil {
			return err
		}
		var names []string
		from := "FROM json_each(?) n CROSS JOIN request r ON r.id = n.value"
		err = sqlite.Batch(ctx, db, []string{"r.target", "r.click"}, from, []any{string(list)}, func(v []driver.Value) error {
			names = append(names, strings.Clone(model.ItemName(site, v[0].(string), model.ClickKind(v[1].(int64)))))
			return nil
		})
		if err != nil {
			return err
		}
		if len(names) != len(items) {
			return model.ErrAltered
		}
		if err := take(items, names); err != nil {
			return err
		}
	}
	return nil
}

// allItems are the names of all items, by number; the number 0 is none.
func allItems(ctx context.Context, db sqlite.Querier, n *model.ItemNames, site *web.Site) ([]string, error) {
	all := append(make([]string, 1, len(n.Short)+1), n.Short...)
	return all, eachLongItem(ctx, db, n, site, 0, func(items []int32, names []string) error {
		for i, item := range items {
			all[item] = names[i]
		}
		return nil
	})
}

// saveLongItems writes the rows of item behind a number whose names are long.
func saveLongItems(ctx context.Context, transaction *sqlite.Tx, n *model.ItemNames, site *web.Site, number int) error {
	return eachLongItem(ctx, transaction, n, site, number, func(items []int32, names []string) error {
		return sqlite.InsertFew(ctx, transaction, sqlite.Rows{
			Into: "item (id, name)", Count: len(items), Put: func(i int, to sqlite.Values) {
				to.Integer(int64(items[i]))
				to.Text(names[i])
			},
		})
	})
}
