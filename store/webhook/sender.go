package webhook

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"iter"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// longestName is how many bytes the name of an event may have to be kept as it is.
const longestName = 255

// part is what one event of a message says.
type part struct {
	text      []byte    // as it was sent
	object    []byte    // the JSON object that it is read from; nil: the text
	extra     []byte    // more members of the object, in JSON
	canonical canonical // counts before whatever the object says

	id      string // by which the sender names the event, in the whole case; empty: it has no such name
	weakID  string // by which it may be named: it is if user, action and time are the same as well
	subject string // the item of an event that names no other
	dated   bool   // by the rules of its sender an event that tells no time is of when it came

	github  string   // the name of GitHub's event; empty: it is none
	parsers *parsers // nil: those of all others
}

// canonical is what an event says, where its sender calls it otherwise than others do or puts it somewhere else, by the
// names that a parser of JSON prefers to all others.
type canonical struct {
	User     string `json:"user,omitempty"`
	Event    string `json:"event,omitempty"`
	Item     string `json:"item,omitempty"`
	Menu     string `json:"menu,omitempty"`
	URL      string `json:"request_uri,omitempty"`
	Time     string `json:"timestamp,omitempty"`
	Address  string `json:"ip,omitempty"`
	Agent    string `json:"agent,omitempty"`
	Referrer string `json:"referrer,omitempty"`
}

// sender is a kind of program that sends events in its own way.
type sender struct {
	fits func(h *head, header http.Header) bool
	read func(message []byte, header http.Header) iter.Seq[part]
}

// senders are those whose way is known; the first that fits counts.
var senders = []sender{cloudEvents, stripe, slack, slackAction, shopify, segment, postHog, ga4, ga4Export}

// head is what tells the kinds apart: what is at the top of a message.
type head struct {
	SpecVersion    value      `json:"specversion"`
	ID             value      `json:"id"`
	Object         value      `json:"object"`
	Type           value      `json:"type"`
	Event          namedEvent `json:"event"`
	EventID        value      `json:"event_id"`
	EventIDCamel   value      `json:"eventId"`
	MessageID      value      `json:"messageId"`
	MessageIDSnake value      `json:"message_id"`
	UserID         value      `json:"userId"`
	AnonymousID    value      `json:"anonymousId"`
	DistinctID     value      `json:"distinct_id"`
	APIKey         value      `json:"api_key"`
	Token          value      `json:"token"`
	ClientID       value      `json:"client_id"`
	AppInstanceID  value      `json:"app_instance_id"`
	UserIDSnake    value      `json:"user_id"`
	EventName      value      `json:"event_name"`
	EventTimestamp value      `json:"event_timestamp"`
	Command        value      `json:"command"`
	TriggerID      value      `json:"trigger_id"`
	Properties     struct {
		DistinctID value `json:"distinct_id"`
	} `json:"properties"`
	Data   value `json:"data"`
	Batch  value `json:"batch"`
	Events value `json:"events"`
}

// parts are the events of a message. Where the sender is of no known kind the message is one.
func parts(message []byte, header http.Header) iter.Seq[part] {
	var h head
	message = bytes.TrimSpace(message)
	if len(message) == 0 || message[0] != '{' || !decode(message, &h) {
		return one(part{text: message})
	}
	if p := h.known(message, header); p != nil {
		return p
	}
	if !h.isBatch() {
		return one(h.plain(message))
	}
	return batch(message, header)
}

// known are the events of a message of a known sender; nil: it is none.
func (h *head) known(message []byte, header http.Header) iter.Seq[part] {
	for _, s := range senders {
		if s.fits(h, header) {
			return s.read(message, header)
		}
	}
	return nil
}

func one(p part) iter.Seq[part] { return func(yield func(part) bool) { yield(p) } }

// plain is a message of a sender of no known kind. It is named by an id that can't be used twice, and else at most by
// its id.
func (h *head) plain(message []byte) part {
	id := first(h.EventID.text, h.EventIDCamel.text, h.MessageID.text, h.MessageIDSnake.text)
	digits := strings.ReplaceAll(id, "-", "")
	if _, err := hex.DecodeString(digits); len(digits) != 32 || err != nil {
		return part{text: message, weakID: id}
	}
	return part{text: message, id: named("uuid", strings.ToLower(digits))}
}

// isBatch reports whether a message is no event and has some in an array that is called batch or events, as many
// senders of analytics put them together.
func (h *head) isBatch() bool {
	return (h.Batch.kind == '[' || h.Events.kind == '[') && h.Event.kind == 0 && h.Type.kind == 0
}

// batch are the events of such a message, each as it would be by itself. There are no batches in batches.
func batch(message []byte, header http.Header) iter.Seq[part] {
	var of struct{ Batch, Events json.RawMessage }
	decode(message, &of)
	events := of.Batch
	if len(events) == 0 || events[0] != '[' {
		events = of.Events
	}
	return func(yield func(part) bool) {
		eachElement(events, func(event []byte) bool {
			var h head
			p := one(part{text: event})
			if decode(event, &h) {
				if p = h.known(event, header); p == nil {
					p = one(h.plain(event))
				}
			}
			for p := range p {
				if !yield(p) {
					return false
				}
			}
			return true
		})
	}
}

// message is the JSON that an event is read from.
func (p *part) message() []byte {
	object := p.object
	if object == nil {
		object = p.text
	}
	if p.canonical == (canonical{}) && p.extra == nil {
		return object
	}
	told, err := json.Marshal(p.canonical)
	if err != nil {
		return object // texts can be written
	}
	return splice(object, p.extra, told[1:len(told)-1])
}

// splice adds members to an object. Of those that have one name a parser takes the last.
func splice(object []byte, members ...[]byte) []byte {
	spliced := bytes.Clone(object[:len(object)-1])
	empty := len(bytes.TrimSpace(spliced)) == 1
	for _, more := range members {
		if len(more) == 0 {
			continue
		}
		if !empty {
			spliced = append(spliced, ',')
		}
		spliced, empty = append(spliced, more...), false
	}
	return append(spliced, '}')
}

// named makes the name of an event of what names it at its sender. If one of the parts is missing it has none.
func named(kind string, parts ...string) string {
	if slices.Contains(parts, "") {
		return ""
	}
	text, err := json.Marshal(parts) // so that no two lists make the same name
	if err != nil {
		return ""
	}
	if len(text) > longestName {
		sum := sha256.Sum256(text)
		text = []byte("sha256:" + hex.EncodeToString(sum[:]))
	}
	return kind + " " + string(text)
}

// first is the first text that says something.
func first(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

// decode reads what is asked for of an object. What is of another type than expected says nothing.
func decode(object []byte, into any) bool {
	err := json.Unmarshal(object, into)
	var mistyped *json.UnmarshalTypeError
	return err == nil || errors.As(err, &mistyped) && len(object) > 0 && object[0] == '{'
}

// value is what some JSON says: the text of a string or a number.
type value struct {
	kind byte // its first byte
	text string
}

// UnmarshalJSON reads any value.
func (v *value) UnmarshalJSON(text []byte) error {
	v.kind, v.text = text[0], ""
	switch c := text[0]; {
	case c == '"' && bytes.IndexByte(text, '\\') < 0 && utf8.Valid(text):
		v.text = string(text[1 : len(text)-1])
	case c == '"':
		return json.Unmarshal(text, &v.text)
	case c == '-' || c-'0' <= 9:
		v.text = number(string(text))
	}
	return nil
}

// namedEvent is the name of an event, or an event of PostHog.
type namedEvent struct {
	value
	DistinctID string
}

// UnmarshalJSON reads either.
func (e *namedEvent) UnmarshalJSON(text []byte) error {
	var inner struct {
		DistinctID value `json:"distinct_id"`
	}
	if text[0] == '{' {
		decode(text, &inner)
	}
	e.DistinctID = inner.DistinctID.text
	return e.value.UnmarshalJSON(text)
}

// number writes whole numbers without a point, so that 7.0 is 7.
func number(text string) string {
	if f, err := strconv.ParseFloat(text, 64); err == nil && strings.ContainsAny(text, ".eE") {
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	return text
}

// firstOf is the first element of an array. Nothing is kept of the others, however many there are.
type firstOf[Element any] struct{ Element Element }

// UnmarshalJSON reads an array; anything else says nothing.
func (f *firstOf[Element]) UnmarshalJSON(text []byte) (err error) {
	if text[0] == '[' {
		eachElement(text, func(element []byte) bool {
			_ = decode(element, &f.Element)
			return false
		})
	}
	return nil
}
