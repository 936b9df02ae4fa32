package server

import (
	"bytes"

	"spoor/analysis/web"
	"spoor/store/model"
)

// Texts are a column of texts.
type Texts struct {
	All  []byte   // one after the other
	Ends []int    // where each of them ends
	Of   []uint32 // which of them each event has; nil: each event has its own
}

// At is the text of an event, which stays as it is until the next block.
func (t *Texts) At(row int) []byte {
	if t.Of != nil {
		row = int(t.Of[row])
	}
	begin := 0
	if row > 0 {
		begin = t.Ends[row-1]
	}
	return t.All[begin:t.Ends[row]]
}

// Same reports whether two events have the same text.
func (t *Texts) Same(a, b int) bool {
	if t.Of != nil {
		return t.Of[a] == t.Of[b]
	}
	return bytes.Equal(t.At(a), t.At(b))
}

// Block holds events as an engine tells them: in columns, in any order.
type Block struct {
	Rows                 int
	User                 Texts
	Action, Target, Menu Texts
	Kind, Outcome        Texts
	Address, Agent       Texts
	Referrer             Texts   // empty: none. Not told in short
	Referred             []int64 // whether there is one. Told in short only
	Time                 []int64 // UTC milliseconds
	Click, Status        []int64
	Source, Line         []int64 // a negative line is none: it only tells which event of the same moment comes first
	Bytes                []int64 // -1: not known. Not told in short
}

// blockNumbers numbers the events of a block, one after the other. What is as in the event before is not looked up
// again.
type blockNumbers struct {
	*model.Numbering
	b      *Block
	how    model.Ending
	client int32
}

// event is not ok where the numbering is frozen and something has no number.
func (n *blockNumbers) event(row int) (e web.Event, ok bool) {
	b := n.b
	click := model.ClickKind(min(b.Click[row], int64(model.ItemClick)))
	if row == 0 || !b.Kind.Same(row-1, row) || !b.Outcome.Same(row-1, row) {
		n.how = model.ParseEnding(string(b.Kind.At(row)), string(b.Outcome.At(row)))
	}
	if n.Frozen && !n.knows(row, click) {
		n.client = 0
		return e, false
	}
	request := n.NumberRequest(b.Action.At(row), b.Target.At(row), b.Menu.At(row), click, n.how)
	if n.Firsts != nil {
		n.NoteFirst(request, model.RecordPlace{Source: b.Source[row], Line: b.Line[row]})
	}
	if n.client == 0 || !b.Address.Same(row-1, row) || !b.Agent.Same(row-1, row) {
		n.client = n.NumberClient(b.Address.At(row), b.Agent.At(row))
	}
	var referrer int32
	if b.Referred != nil {
		referrer = int32(b.Referred[row])
	} else {
		referrer = n.Dictionaries.Referrer(b.Referrer.At(row))
	}
	if n.Tables != nil {
		n.TellReferrer(referrer)
	}
	return n.Pages.Event(b.Time[row], int64(request), int64(n.client), b.Status[row], int64(referrer)), true
}

func (n *blockNumbers) knows(row int, click model.ClickKind) bool {
	d, b := n.Dictionaries, n.b
	if d.Requests.Find(d.RequestKey(b.Action.At(row), b.Target.At(row), b.Menu.At(row), click, n.how)) == 0 {
		return false
	}
	if referrer := b.Referrer.At(row); len(referrer) > 0 && d.Referrers.Find(referrer) == 0 {
		return false
	}
	agent := d.Agents.Find(b.Agent.At(row))
	return n.Pages.Finder != nil || agent != 0 && d.Clients.Find(d.ClientKey(b.Address.At(row), agent)) != 0
}
