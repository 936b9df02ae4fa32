package webhook

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"iter"
	"net/http"
	"strconv"
	"sync"
	"time"

	"spoor/store"
	"spoor/store/logline"
)

// format is what all messages are written in.
const format = "json"

// longestValue is how many bytes a text of an event may have.
const longestValue = 8 << 10

// reasonLong is why a message is rejected that can be read.
const reasonLong = "value too long: a text of the event has more than 8 KiB"

// reader makes deliveries of bodies.
type reader struct {
	now          func() time.Time
	most         int                 // events and rejects of a body
	received     bool                // events that tell no time are dated by when they come
	plain, dated *parsers            // dated: of events that are of when they come, if they tell no time
	github       map[string]*parsers // nil: the sender is not GitHub
}

// parsers are for messages of one kind; each goroutine needs its own.
type parsers struct{ sync.Pool }

func newParsers(lines logline.Options) (*parsers, error) {
	json, err := logline.Named(format)
	return &parsers{sync.Pool{New: func() any { return logline.NewParser(json, lines) }}}, err
}

func newReader(o *Options) (r *reader, err error) {
	r = &reader{now: o.Now, most: o.MaxEvents, received: o.TimeOfReceipt}
	plain, dated := o.Lines, o.Lines
	dated.Received = o.Now
	if o.TimeOfReceipt {
		plain = dated
	}
	if o.Scheme == GitHub {
		r.github, err = githubParsers(dated)
		return r, err
	}
	if r.plain, err = newParsers(plain); err != nil {
		return nil, err
	}
	r.dated, err = newParsers(dated)
	return r, err
}

// read makes a delivery of a body: one JSON object, an array of them, or one a line. It gives up when there are too
// many.
func (r *reader) read(header http.Header, body []byte) (d store.Delivery, ok bool) {
	d = store.Delivery{Format: format, Digest: sha256.Sum256(body)}
	borrowed := map[*parsers]*logline.Parser{}
	defer func() {
		for parsers, parser := range borrowed {
			parsers.Put(parser)
		}
	}()
	for p := range r.parts(header, body) {
		parsers := r.parsersOf(&p)
		if borrowed[parsers] == nil {
			borrowed[parsers] = parsers.Get().(*logline.Parser)
		}
		entry, ok := r.entry(&p, borrowed[parsers])
		if !ok {
			continue
		}
		if len(d.Entries) == r.most {
			return d, false
		}
		d.ZoneAssumed = d.ZoneAssumed || entry.zoneAssumed
		d.Entries = append(d.Entries, entry.Entry)
	}
	return d, true
}

// parts are the events of a body.
func (r *reader) parts(header http.Header, body []byte) iter.Seq[part] {
	if r.github == nil && isBinary(header) {
		return one(cloudEvent(headerAttributes(header), body))
	}
	of := parts
	if r.github != nil {
		of = r.gitHubParts
	}
	return func(yield func(part) bool) {
		for message := range messages(body) {
			for p := range of(message, header) {
				if !yield(p) {
					return
				}
			}
		}
	}
}

// entry is what becomes of a part.
type entry struct {
	store.Entry
	zoneAssumed bool
}

// parsersOf are those for a part.
func (r *reader) parsersOf(p *part) *parsers {
	switch {
	case p.parsers != nil:
		return p.parsers
	case p.dated:
		return r.dated
	}
	return r.plain
}

// entry reads a part; there is nothing to read in one that is blank.
func (r *reader) entry(p *part, parser *logline.Parser) (made entry, ok bool) {
	made.Text = p.text[:min(len(p.text), store.KeptOfReject)]
	var e logline.Event
	switch reason := parser.Parse(p.message(), &e); {
	case reason == logline.Blank:
		return made, false
	case reason.Rejects():
		made.Reason = reason.String()
	case e.Time > r.now().Add(24*time.Hour).UnixMilli():
		made.Reason = store.ReasonFuture
	case longest(&e) > longestValue:
		made.Reason = reasonLong
	default:
		made.Event, made.zoneAssumed = e.Clone(), e.ZoneAssumed
		r.complete(&made, p)
	}
	return made, true
}

// complete adds to an event what only its sender knows.
func (r *reader) complete(made *entry, p *part) {
	e := made.Event
	if p.github != "" {
		nameGitHub(e, p.github)
	}
	if p.subject != "" && e.Click && len(e.Item) == 0 {
		e.Item, e.Target = []byte(p.subject), []byte(p.subject)
	}
	made.ID = p.id
	if p.weakID != "" && !r.received { // the time is its own
		made.ID = named("event", p.weakID, string(e.Key), string(e.Action), strconv.FormatInt(e.Time, 10))
	}
}

// messages cuts a body into its messages, one after the other, without copying. Where it is neither one JSON value
// nor an array each line is a message, so that a broken one among them leaves the others whole.
func messages(body []byte) iter.Seq[[]byte] {
	body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\uFEFF")))
	switch {
	case !json.Valid(body):
		return bytes.SplitSeq(body, []byte{'\n'})
	case body[0] != '[':
		return func(yield func([]byte) bool) { yield(body) }
	}
	return func(yield func([]byte) bool) { eachElement(body, yield) }
}

// eachElement hands over the elements of an array that is known to be valid JSON.
func eachElement(array []byte, yield func([]byte) bool) {
	depth, begin := 0, 1
	for i := 0; i < len(array); i++ {
		switch array[i] {
		case '"':
			i = endOfString(array, i)
		case '[', '{':
			depth++
		case ']', '}':
			depth--
		}
		if depth == 1 && array[i] == ',' || depth == 0 {
			element := bytes.TrimSpace(array[begin:i])
			begin = i + 1
			if len(element) > 0 && !yield(element) || depth == 0 {
				return
			}
		}
	}
}

// endOfString is where the string ends that begins at a quote.
func endOfString(text []byte, begin int) int {
	for i := begin + 1; ; i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
}

// longest is the length of the longest text of an event.
func longest(e *logline.Event) int {
	return max(len(e.Key), len(e.Client), len(e.Agent), len(e.Action), len(e.Target), len(e.Referrer), len(e.Menu))
}
