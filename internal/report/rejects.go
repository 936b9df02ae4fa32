package report

import "spoor/store"

// Rejects lists lines that are no events, and why.
func Rejects(rejects []store.Reject) *Table {
	return list("rejects", []field[store.Reject]{
		{Column{Name: "source"}, func(r store.Reject) Cell { return r.Path }},
		{Column{Name: "line", Right: true}, func(r store.Reject) Cell { return r.Line }},
		{Column{Name: "offset", Right: true, FileOnly: true}, func(r store.Reject) Cell { return r.Offset }},
		{Column{Name: "reason"}, func(r store.Reject) Cell { return r.Reason }},
		{Column{Name: "text"}, func(r store.Reject) Cell { return string(r.Text) }},
	}, rejects)
}
