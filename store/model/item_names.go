package model

import (
	"slices"

	"spoor/analysis/web"
	"spoor/internal/hugepage"
)

// ItemNames numbers items by their names. A name that is long is not kept, since strangers can send megabytes of them:
// the first request that has it tells it again.
type ItemNames struct {
	internTable
	Short []string        // by number - 1; empty where the name is long
	texts hugepage.Texts  // of them
	Long  []requestOfItem // in the order of the numbers, and so of the requests
}

type requestOfItem struct{ Item, Request int32 }

func newItemNames() *ItemNames { return &ItemNames{internTable: newInternTable()} }

// Of numbers the item that a request names; the text is good only during the call.
func (n *ItemNames) Of(request int32, name string) int32 {
	if id := n.Find([]byte(name)); id != 0 {
		return id
	}
	id := n.add([]byte(name))
	if len(name) <= LongestText {
		n.Short = append(n.Short, n.texts.Keep([]byte(name)))
		return id
	}
	n.Short, n.Long = append(n.Short, ""), append(n.Long, requestOfItem{id, request})
	return id
}

// FindLong is where an item is among those with long names, or where it would be, and whether it is one of them.
func (n *ItemNames) FindLong(item int32) (place int, isLong bool) {
	return slices.BinarySearchFunc(n.Long, item, func(of requestOfItem, item int32) int { return int(of.Item - item) })
}

// ItemName is the item that a request names, which must name one.
func ItemName(site *web.Site, target string, click ClickKind) string {
	if click == NoClick {
		return site.Place(target).Item
	}
	return target
}
