package userlist

import (
	"strings"
	"time"

	"spoor/internal/engine"
	"spoor/internal/report"
	"spoor/store/model"
	"spoor/tui/term"
)

// Scope is an item or an address, to whose users a list is narrowed.
type Scope struct {
	Place  string // where all of its kind are listed
	One    string // what it is, for people
	Counts string // what its visits count
	Key    string
	// visits are those of its users, and what it is in a line, which may quote the catalogue.
	visits func(p *model.Pivots) (visits []model.Visit, about string)
}

// OfItem narrows a list to those who looked at an item.
func OfItem(key string) *Scope {
	return &Scope{Place: "items", One: "item", Counts: "view", Key: key,
		visits: func(p *model.Pivots) ([]model.Visit, string) {
			i := itemNamed(p, key)
			if i < 0 {
				return nil, ""
			}
			return p.Items[i].Visits, strings.Trim(p.Items[i].Title+" · "+p.Items[i].Menu, " ·")
		}}
}

// itemNamed is the number of the item of just that name, -1 if there is none.
func itemNamed(p *model.Pivots, name string) int {
	for i := range p.Items {
		if p.Items[i].Name == name {
			return i
		}
	}
	return -1
}

// OfAddress narrows a list to those who came from an address.
func OfAddress(key string) *Scope {
	return &Scope{Place: "addresses", One: "address", Counts: "event", Key: key,
		visits: func(p *model.Pivots) ([]model.Visit, string) {
			for i := range p.Addresses {
				if a := &p.Addresses[i]; a.Name == key {
					return a.Visits, term.Plural(a.Sessions, "session") + " · " + term.Plural(a.Agents, "agent") + " · " +
						term.Count(a.Refused) + " answered 4xx"
				}
			}
			return nil, ""
		}}
}

// ByHere sorts the users of an item or address by how much they had to do with it.
var ByHere = Ordering{Name: "here", Help: "the most views of the item, or events from the address, first",
	key: func(j Judged, row int32) float64 { return float64(j.here[row].Count) }}

// Visitors are the users of an item or address, and what they had to do with it.
type Visitors struct {
	Here    map[int32]model.Visit // by row; nil where there is no item or address
	About   string                // of the item or address; it may quote the catalogue
	Events  int                   // or views
	Flagged int
}

// visitors finds them, with their rows by score.
func (m *Scope) visitors(j Judged) (v Visitors, rows []int32) {
	var visits []model.Visit
	v.Here = map[int32]model.Visit{}
	visits, v.About = m.visits(j.Pivots)
	for _, row := range j.Now.Order {
		visit, there := model.VisitOf(visits, j.Matrix, row)
		if !there {
			continue
		}
		rows = append(rows, row)
		v.Here[row] = visit
		v.Events += int(visit.Count)
		if j.Now.Flagged[row] {
			v.Flagged++
		}
	}
	return v, rows
}

// Table is the list as a file holds it.
func (m *Scope) Table(j Judged, here map[int32]model.Visit, rows []int32, zone *time.Location) *report.Table {
	visitors := make([]engine.Visitor, len(rows))
	for i, row := range rows {
		visitors[i] = engine.Visitor{Row: row, Visit: here[row]}
	}
	return report.Visitors(j.Judgement, "users of "+m.Key, m.Counts, visitors, zone)
}
