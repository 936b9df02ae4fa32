package model

import "spoor/store/logline"

const (
	// eventsTogether is how many events wait for somebody else to number them: to wake somebody for fewer costs more than
	// to number them. Where nobody else does they wait in the processor's cache for as many as are numbered at a time.
	eventsTogether = 16 * numberedTogether
	// textsOfEvent is how many bytes of texts there is room for, in the mean of the events.
	textsOfEvent = 256
)

// EventTexts are the texts of events that wait for their numbers. They outlive the parser's.
type EventTexts struct {
	texts  []byte
	events []waitingEvent
}

// waitingEvent is an event whose numbers are not known yet.
type waitingEvent struct {
	request  []byte // the key, which ends with action, target and menu
	referrer []byte
	user     []byte // key, address and agent; nil: they are those of the last event of the same place

	action, target, menu int32 // lengths of texts
	key, address         int32
	place                int32 // among the recent users; noPlace: none
	click                ClickKind
	how                  Ending
}

// noPlace is the place of who is not remembered.
const noPlace = -1

// NewEventTexts makes room for the events that wait, to be numbered beside whoever adds others, or by the same.
func NewEventTexts(beside bool) *EventTexts {
	events := numberedTogether
	if beside {
		events = eventsTogether
	}
	return &EventTexts{make([]byte, 0, textsOfEvent*events), make([]waitingEvent, 0, events)}
}

// Add has an event wait for its numbers, and reports whether there is no room for more of them. It keeps nothing of the
// event's memory. All events that one [EventNumbering] is to number must be numbered in the order in which they were
// added, and be added with the same recent users, or go on with those who have forgotten everybody.
func (t *EventTexts) Add(e *logline.Event, recent *RecentUsers) (full bool) {
	t.events = t.events[:len(t.events)+1]
	w := &t.events[len(t.events)-1]
	w.click, w.how = clickOf(e), Ending{Kind: e.Kind, Outcome: e.Outcome}
	w.action, w.target, w.menu = int32(len(e.Action)), int32(len(e.Target)), int32(len(e.Menu))
	from := len(t.texts)
	t.texts = appendRequestKey(t.texts, e.Action, e.Target, e.Menu, w.click, w.how)
	w.request = t.texts[from:]
	from = len(t.texts)
	t.texts = append(t.texts, e.Referrer...)
	w.referrer = t.texts[from:]
	t.addUser(w, e, recent)
	return len(t.events) == cap(t.events) || len(t.texts) >= textsOfEvent*cap(t.events)
}

func (t *EventTexts) addUser(w *waitingEvent, e *logline.Event, recent *RecentUsers) {
	w.user, w.place = nil, recent.place(e)
	u := &recent[w.place]
	if u.is(e) {
		return
	}
	from := len(t.texts)
	t.texts = append(append(append(t.texts, e.Key...), e.Client...), e.Agent...)
	w.user, w.key, w.address = t.texts[from:], int32(len(e.Key)), int32(len(e.Client))
	if !u.remember(e) {
		w.place = noPlace
	}
}

// Count is how many events there are.
func (t *EventTexts) Count() int { return len(t.events) }

// Clear makes room for other events.
func (t *EventTexts) Clear() { t.texts, t.events = t.texts[:0], t.events[:0] }

// parts are the texts of the user and the client.
func (w *waitingEvent) parts() (key, address, agent []byte) {
	return w.user[:w.key], w.user[w.key : w.key+w.address], w.user[w.key+w.address:]
}
