package model

import (
	"spoor/analysis"
	"spoor/store/logline"
)

// Record is an event with its texts, as an engine that is not the case file tells it.
type Record struct {
	User                 []byte
	Time                 int64 // UTC milliseconds
	Action, Target, Menu []byte
	Click                uint8 // 0: a request of a URL; 1: a click event; 2: one that names the item in Target
	Kind, Outcome        []byte
	Address, Agent       []byte
	Referrer             []byte // empty: none
	Status, Source, Line int64
	Bytes                int64 // -1: not known
}

// NewRecord is the record of an event of a log, with its texts as a case keeps them.
func NewRecord(source int, line int64, e *logline.Event) Record {
	r := Record{
		User: storable(e.Key), Time: e.Time, Action: storable(e.Action), Target: storable(e.Target), Menu: storable(e.Menu),
		Address: storable(e.Client), Agent: storable(e.Agent), Referrer: storable(e.Referrer),
		Status: int64(e.Status), Source: int64(source), Line: line, Bytes: e.Bytes, Click: uint8(clickOf(e)),
	}
	if e.Kind != logline.UnknownKind {
		r.Kind = []byte(e.Kind.String())
	}
	if e.Outcome != logline.UnknownOutcome {
		r.Outcome = []byte(e.Outcome.String())
	}
	if r.Click == uint8(NoClick) {
		r.Menu = nil
	}
	return r
}

// Selection says which events are asked for: all, unless something in it says otherwise.
type Selection struct {
	User    string          // of one user
	Buckets [2]int          // of the users in the buckets from the first to before the second; both 0: of all
	Slice   [2]int          // of those users in one part of so many: its index, and their count; both 0: of all
	Users   []string        // of these users
	Window  analysis.Window // in this time, both ends included; the zero Window is all of it
	Until   int64           // that had come in by then, UTC milliseconds; 0: all
	Short   bool            // without what metrics don't follow from: URLs of referrers, bytes
}

// clickOf tells whether an event is a click, and one that names its item.
func clickOf(e *logline.Event) ClickKind {
	switch {
	case e.Click && len(e.Item) > 0:
		return ItemClick
	case e.Click:
		return bareClick
	}
	return NoClick
}
