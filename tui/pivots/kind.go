package pivots

import (
	"slices"

	"spoor/internal/report"
	"spoor/store/model"
	"spoor/tui/userlist"
)

// pivotKind is a way to turn the case round: by item, or by address.
type pivotKind struct {
	title, link string
	one, all    string // what is listed, for people
	scope       func(key string) *userlist.Scope
	none        string // said where there is nothing to list
	order       string // that it opens in
	columns     []pivotColumn
	key         func(p *model.Pivots, i int) string
	visits      func(p *model.Pivots, i int) []model.Visit
	length      func(p *model.Pivots) int
	table       func(v *pivotView, rows []int32) *report.Table // as a file holds it
}

// pivotColumn is one thing to know of an item or address. Either text or number is set.
type pivotColumn struct {
	name, title string
	width, rank int
	stretch     bool // takes the room that is left
	optional    bool // shown only where it says anything
	time        bool // the number is a time, UTC milliseconds
	alarming    bool // what is more than nothing needs a look
	text        func(v *pivotView, i int) string
	number      func(v *pivotView, i int) int64
}

// The columns that all kinds share.
var (
	visitorColumns = []pivotColumn{
		{name: "users", title: "users", width: 6,
			number: func(v *pivotView, i int) int64 { return int64(v.visitors[i].Users) }},
		{name: "flagged", title: "flagged", width: 7, alarming: true,
			number: func(v *pivotView, i int) int64 { return int64(v.visitors[i].Flagged) }},
		{name: "robots", title: "robots", width: 6, rank: 5,
			number: func(v *pivotView, i int) int64 { return int64(v.visitors[i].Robots) }},
	}
	itemPivot = pivotKind{
		title: "Items", link: "items", one: "item", all: "items", scope: userlist.OfItem, none: "nobody looked at an item",
		order:  "views",
		key:    func(p *model.Pivots, i int) string { return p.Items[i].Name },
		visits: func(p *model.Pivots, i int) []model.Visit { return p.Items[i].Visits },
		length: func(p *model.Pivots) int { return len(p.Items) },
		table:  itemTable,
		columns: slices.Concat([]pivotColumn{
			{name: "item", title: "item", width: 12, text: func(v *pivotView, i int) string { return v.Items[i].Name }},
			{name: "views", title: "views", width: 7,
				number: func(v *pivotView, i int) int64 { return int64(v.Items[i].Views) }},
		}, visitorColumns, []pivotColumn{
			{name: "summary", title: "summary", width: 7, rank: 3, optional: true,
				number: func(v *pivotView, i int) int64 { return int64(v.Items[i].Summaries) }},
			{name: "detail", title: "detail", width: 7, rank: 4, optional: true,
				number: func(v *pivotView, i int) int64 { return int64(v.Items[i].Details) }},
			{name: "last", title: "last", width: 6, rank: 6, time: true,
				number: func(v *pivotView, i int) int64 { return v.Items[i].Last }},
			{name: "menu", title: "menu", width: 10, rank: 2, optional: true,
				text: func(v *pivotView, i int) string { return v.Items[i].Menu }},
			{name: "title", title: "title", width: 16, rank: 1, optional: true, stretch: true,
				text: func(v *pivotView, i int) string { return v.Items[i].Title }},
		}),
	}
	addressPivot = pivotKind{
		title: "Addresses", link: "addresses", one: "address", all: "addresses", scope: userlist.OfAddress,
		none: "no event tells the address that it came from", order: "users",
		key:    func(p *model.Pivots, i int) string { return p.Addresses[i].Name },
		visits: func(p *model.Pivots, i int) []model.Visit { return p.Addresses[i].Visits },
		length: func(p *model.Pivots) int { return len(p.Addresses) },
		table:  addressTable,
		columns: slices.Concat([]pivotColumn{
			{name: "address", title: "address", width: 15,
				text: func(v *pivotView, i int) string { return v.Addresses[i].Name }},
			{name: "events", title: "events", width: 9, rank: 1,
				number: func(v *pivotView, i int) int64 { return int64(v.Addresses[i].Events) }},
		}, visitorColumns, []pivotColumn{
			{name: "sessions", title: "sess", width: 7, rank: 3,
				number: func(v *pivotView, i int) int64 { return int64(v.Addresses[i].Sessions) }},
			{name: "agents", title: "agents", width: 6, rank: 4,
				number: func(v *pivotView, i int) int64 { return int64(v.Addresses[i].Agents) }},
			{name: "refused", title: "4xx", width: 6, rank: 2,
				number: func(v *pivotView, i int) int64 { return int64(v.Addresses[i].Refused) }},
			{name: "last", title: "last", width: 6, rank: 6, time: true,
				number: func(v *pivotView, i int) int64 { return v.Addresses[i].Last }},
		}),
	}
)

// Links are the places where items and addresses are listed.
var Links = []string{itemPivot.link, addressPivot.link}

// column finds a column by name, nil for a name that is none.
func (k *pivotKind) column(name string) *pivotColumn {
	for i := range k.columns {
		if k.columns[i].name == name {
			return &k.columns[i]
		}
	}
	return nil
}
