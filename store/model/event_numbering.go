package model

// numberedTogether is how many events are numbered at a time: they and what is looked up for them stay in the
// processor's cache.
const numberedTogether = 64

// Numbers are those of the texts of an event; the referrer's is 0 where it has none.
type Numbers struct{ User, Request, Client, Referrer int32 }

// Columns are numbers of an event that follow from texts of their own.
type Columns uint8

const (
	UserColumns    Columns = 1 << iota // Numbers.User and Numbers.Client
	RequestColumn                      // Numbers.Request
	ReferrerColumn                     // Numbers.Referrer

	AllColumns = UserColumns | RequestColumn | ReferrerColumn
)

// EventNumbering numbers the texts of events, some events at a time, since to look one up is mostly waiting for memory.
// It is not for use by more than one goroutine at a time; several can use the same dictionaries at a time, if they
// number different columns.
type EventNumbering struct {
	dictionaries *Dictionaries
	columns      Columns
	recent       [1 << recentBits]struct{ user, client int32 } // the numbers of the recent users

	// Scratch, for some of the events: their numbers, which they are, what is looked for, and what was found.
	numbers    [numberedTogether]Numbers
	which      []int32
	keys       [numberedTogether][]byte
	clientKeys []byte
	looks      [numberedTogether]lookup
	found      [numberedTogether]int32
	agents     [numberedTogether]int32
}

// NewEventNumbering numbers these columns of events by dictionaries.
func NewEventNumbering(d *Dictionaries, columns Columns) *EventNumbering {
	return &EventNumbering{dictionaries: d, columns: columns, which: make([]int32, 0, numberedTogether)}
}

// Number gives events their numbers, in the order in which they were added. take is told which the first of some events
// is; the numbers of columns that are not numbered are 0.
func (n *EventNumbering) Number(t *EventTexts, take func(first int, numbers []Numbers)) {
	for first := 0; first < len(t.events); first += numberedTogether {
		events := t.events[first:min(first+numberedTogether, len(t.events))]
		if n.columns&UserColumns != 0 {
			n.numberUsers(events)
		}
		if n.columns&RequestColumn != 0 {
			n.numberRequests(events)
		}
		if n.columns&ReferrerColumn != 0 {
			n.numberReferrers(events)
		}
		take(first, n.numbers[:len(events)])
	}
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
		if w.place == noPlace {
			continue
		}
		of := &n.recent[w.place]
		if w.user == nil {
			number.User, number.Client = of.user, of.client
		} else {
			of.user, of.client = number.User, number.Client
		}
	}
}

// numberClients numbers the clients of the events that were chosen, whose agents are known.
func (n *EventNumbering) numberClients(events []waitingEvent) {
	n.clientKeys = n.clientKeys[:0]
	for k, i := range n.which {
		_, address, _ := events[i].parts()
		from := len(n.clientKeys)
		n.clientKeys = appendClientKey(n.clientKeys, address, n.agents[k])
		n.keys[k] = n.clientKeys[from:]
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
