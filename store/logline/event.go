// Package logline turns one line of a log into one event: what the formats look like, which of them a log is
// written in, and why a line is none. It is pure: no input, no output, no clock.
//
// Lines come from strangers. Fields are handed out as they are written (an escaped quote in an access log stays
// escaped, control bytes and invalid UTF-8 stay), so whoever shows or stores them cleans them.
package logline

// Event is what one line says: who did what, when, from where. The slices point into the line or into the parser's
// own memory, and live until the next Parse; an empty one means that the line does not say (a "-" is such an empty
// one).
type Event struct {
	Time int64 // UTC milliseconds

	Key      []byte // whose the event is, never empty: see UserBy
	User     []byte // account name
	Client   []byte // address or host name
	Agent    []byte // what the client says it is
	Action   []byte // request method, or the name of a click event
	Target   []byte // what was requested (a request of one part is all target, even "-"), or the item of a click event
	Referrer []byte

	Item []byte // click events only: the piece of content
	Menu []byte // click events only: the section of the site, or else the event's name

	Status int32 // HTTP status, 0 if missing
	Bytes  int64 // size of the answer, -1 if missing (or too long for 63 bits)

	// Forwarded is what the client was taken from, if that is a header of the request: whoever sends it can write there
	// what it likes, unless a proxy of the site sets it anew. Empty: the server saw the client itself.
	Forwarded string

	Outcome Outcome // where the format says how it ended
	Kind    Kind    // where the format says what the action is

	Click       bool // a click event, not a request
	ZoneAssumed bool // the time names no zone and was read in the parser's
}

// Clone is the event with texts of its own, which outlive the parser's. They share one piece of memory.
func (e *Event) Clone() *Event {
	own := *e
	texts := [...]*[]byte{
		&own.Key, &own.User, &own.Client, &own.Agent, &own.Action, &own.Target, &own.Referrer, &own.Item, &own.Menu,
	}
	length := 0
	for _, text := range texts {
		length += len(*text)
	}
	memory := make([]byte, 0, length)
	for _, text := range texts {
		from := len(memory)
		memory = append(memory, *text...)
		*text = memory[from:len(memory):len(memory)]
	}
	return &own
}
