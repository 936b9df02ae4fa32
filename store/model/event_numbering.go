package model

import "spoor/store/logline"

const (
	// numberedTogether is how many events are numbered at a time: they and what is looked up for them stay in the
	// processor's cache.
	numberedTogether = 64
	// textTogether is how many bytes of texts are, but for those of the last event.
	textTogether = 64 << 10
)

// Numbers are those of the texts of an event; the referrer's is 0 where it has none.
type Numbers struct{ User, Request, Client, Referrer int32 }

// EventNumbering numbers the texts of events, some events at a time, since to look one up is mostly waiting for memory.
// It is not for use by more than one goroutine at a time.
type EventNumbering struct {
	dictionaries *Dictionaries
	recent       recentUsers

	texts   []byte // of the events, which outlive the parser's
	events  [numberedTogether]waitingEvent
	numbers [numberedTogether]Numbers
	count   int

	// Scratch, for some of the events: which they are, what is looked for, and what was found.
	which  []int32
	keys   [numberedTogether][]byte
	looks  [numberedTogether]lookup
	found  [numberedTogether]int32
	agents [numberedTogether]int32
}

// waitingEvent is an event whose numbers are not known yet.
type waitingEvent struct {
	request  []byte // the key, which ends with action, target and menu
	referrer []byte
	user     []byte // key, address and agent of one whose numbers are not known and not waited for by another event

	action, target, menu int32 // lengths of texts
	key, address         int32
	click                ClickKind
	how                  Ending

	remembered *recentUser // is to be told the numbers; nil: nobody is
	same       int32       // 1 + the event of which user and client are the same; 0: none of those that wait
}

// NewEventNumbering numbers events by dictionaries, to which nothing else may be added while events wait.
func NewEventNumbering(d *Dictionaries) *EventNumbering {
	return &EventNumbering{dictionaries: d, which: make([]int32, 0, numberedTogether)}
}

// Count is how many events wait for their numbers.
func (n *EventNumbering) Count() int { return n.count }

// Add has an event wait for its numbers, and reports whether there is no room for more of them. It keeps nothing of the
// event's memory.
func (n *EventNumbering) Add(e *logline.Event) (full bool) {
	w := &n.events[n.count]
	w.click, w.how = clickOf(e), Ending{Kind: e.Kind, Outcome: e.Outcome}
	w.action, w.target, w.menu = int32(len(e.Action)), int32(len(e.Target)), int32(len(e.Menu))
	from := len(n.texts)
	n.texts = appendRequestKey(n.texts, e.Action, e.Target, e.Menu, w.click, w.how)
	w.request = n.texts[from:]
	from = len(n.texts)
	n.texts = append(n.texts, e.Referrer...)
	w.referrer = n.texts[from:]
	n.addUser(w, e)
	n.count++
	return n.count == numberedTogether || len(n.texts) >= textTogether
}

func (n *EventNumbering) addUser(w *waitingEvent, e *logline.Event) {
	v := n.recent.slot(e)
	w.remembered, w.user, w.same = nil, nil, v.event
	if v.is(e) {
		n.numbers[n.count].User, n.numbers[n.count].Client = v.user, v.client
		return
	}
	from := len(n.texts)
	n.texts = append(append(append(n.texts, e.Key...), e.Client...), e.Agent...)
	w.user, w.key, w.address, w.same = n.texts[from:], int32(len(e.Key)), int32(len(e.Client)), 0
	if v.remember(e, n.count) {
		w.remembered = v
	}
}

// parts are the texts of the user and the client.
func (w *waitingEvent) parts() (key, address, agent []byte) {
	return w.user[:w.key], w.user[w.key : w.key+w.address], w.user[w.key+w.address:]
}

// Number gives the events that wait their numbers, in the order in which they were added. They are good until the next
// one is added.
func (n *EventNumbering) Number() []Numbers {
	events := n.events[:n.count]
	n.numberUsers(events)
	n.numberRequests(events)
	n.numberReferrers(events)
	n.texts, n.count = n.texts[:0], 0
	return n.numbers[:len(events)]
}

// number looks for the keys of the events that were chosen. What is not there is added.
func (n *EventNumbering) number(t *internTable, add func(k int) int32) (found []int32) {
	count := len(n.which)
	t.numberAll(n.keys[:count], n.looks[:count], n.found[:count], add)
	return n.found[:count]
}

func (n *EventNumbering) numberUsers(events []waitingEvent) {
	n.which = n.which[:0]
	for i := range events {
		if events[i].user != nil {
			n.which = append(n.which, int32(i))
		}
	}
	d := n.dictionaries
	for k, i := range n.which {
		n.keys[k], _, _ = events[i].parts()
	}
	for k, user := range n.number(&d.Users.internTable, func(k int) int32 { return addText(d.Users, n.keys[k]) }) {
		n.numbers[n.which[k]].User = user
	}
	for k, i := range n.which {
		_, _, n.keys[k] = events[i].parts()
	}
	copy(n.agents[:], n.number(&d.Agents.internTable, func(k int) int32 { return addText(d.Agents, n.keys[k]) }))
	n.numberClients(events)
	for i := range events {
		number, w := &n.numbers[i], &events[i]
		if w.same != 0 {
			number.User, number.Client = n.numbers[w.same-1].User, n.numbers[w.same-1].Client
		}
		if v := w.remembered; v != nil { // of two in one place the one who is there comes last
			v.user, v.client, v.event = number.User, number.Client, 0
		}
	}
}

// numberClients numbers the clients of the events that were chosen, whose agents are known.
func (n *EventNumbering) numberClients(events []waitingEvent) {
	for k, i := range n.which {
		_, address, _ := events[i].parts()
		from := len(n.texts)
		n.texts = appendClientKey(n.texts, address, n.agents[k])
		n.keys[k] = n.texts[from:]
	}
	d := n.dictionaries
	for k, client := range n.number(&d.Clients.internTable, func(k int) int32 {
		_, address, _ := events[n.which[k]].parts()
		return d.addClient(n.keys[k], address, n.agents[k])
	}) {
		n.numbers[n.which[k]].Client = client
	}
}

func (n *EventNumbering) numberRequests(events []waitingEvent) {
	n.which = n.which[:0]
	for i := range events {
		n.which, n.keys[i] = append(n.which, int32(i)), events[i].request
	}
	for i, request := range n.number(&n.dictionaries.Requests.internTable, func(i int) int32 {
		return n.addRequest(&events[i])
	}) {
		n.numbers[i].Request = request
	}
}

func (n *EventNumbering) addRequest(w *waitingEvent) int32 {
	texts := w.request[len(w.request)-int(w.action+w.target+w.menu):]
	action, target, menu := texts[:w.action], texts[w.action:w.action+w.target], texts[w.action+w.target:]
	return n.dictionaries.addRequest(w.request, action, target, menu, w.click, w.how)
}

func (n *EventNumbering) numberReferrers(events []waitingEvent) {
	n.which = n.which[:0]
	for i := range events {
		n.numbers[i].Referrer = 0
		if len(events[i].referrer) > 0 {
			n.keys[len(n.which)] = events[i].referrer
			n.which = append(n.which, int32(i))
		}
	}
	d := n.dictionaries.Referrers
	for k, referrer := range n.number(&d.internTable, func(k int) int32 { return addText(d, n.keys[k]) }) {
		n.numbers[n.which[k]].Referrer = referrer
	}
}
