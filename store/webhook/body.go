package webhook

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"net/http"
	"sync"
	"time"

	"spoor/store"
	"spoor/store/logline"
)

// format is what all messages are written in.
const format = "json"

// keptOfReject is how much of a rejected message is kept, in bytes.
const keptOfReject = 64 << 10

const reasonFuture = "bad timestamp: more than a day in the future"

// reader makes deliveries of bodies.
type reader struct {
	now     func() time.Time
	parsers *parsers
	github  map[string]*parsers // nil: the sender is not GitHub
}

// parsers are for messages of one kind; each goroutine needs its own.
type parsers struct{ sync.Pool }

func newParsers(lines logline.Options) (*parsers, error) {
	json, err := logline.Named(format)
	return &parsers{sync.Pool{New: func() any { return logline.NewParser(json, lines) }}}, err
}

func newReader(o *Options) (*reader, error) {
	r, lines := &reader{now: o.Now}, o.Lines
	if o.TimeOfReceipt || o.Scheme == GitHub {
		lines.Received = o.Now
	}
	var err error
	if o.Scheme == GitHub {
		r.github, err = githubParsers(lines)
		return r, err
	}
	r.parsers, err = newParsers(lines)
	return r, err
}

// parsersFor are those for the messages of a request; github is the name of GitHub's event, or empty.
func (r *reader) parsersFor(header http.Header) (p *parsers, github string) {
	if r.github == nil {
		return r.parsers, ""
	}
	github = githubEvent(header)
	if p = r.github[github]; p == nil {
		p = r.github[""]
	}
	return p, github
}

// read makes a delivery of a body: one JSON object, an array of them, or one a line.
func (r *reader) read(header http.Header, body []byte) store.Delivery {
	d := store.Delivery{Format: format, Digest: sha256.Sum256(body)}
	parsers, github := r.parsersFor(header)
	parser := parsers.Get().(*logline.Parser)
	defer parsers.Put(parser)
	latest := r.now().Add(24 * time.Hour).UnixMilli()
	var e logline.Event
	for _, message := range messages(body) {
		entry := store.Entry{Text: message[:min(len(message), keptOfReject)]}
		switch reason := parser.Parse(message, &e); {
		case reason == logline.Blank:
			continue
		case reason.Rejects():
			entry.Reason = reason.String()
		case e.Time > latest:
			entry.Reason = reasonFuture
		default:
			entry.Event = incoming(&e)
			if github != "" {
				nameGitHub(entry.Event, github)
			}
			d.ZoneAssumed = d.ZoneAssumed || e.ZoneAssumed
		}
		d.Entries = append(d.Entries, entry)
	}
	return d
}

// messages cuts a body into its messages. Where it is neither one JSON value nor an array each line is a message, so that a broken one
// among them leaves the others whole.
func messages(body []byte) [][]byte {
	body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\uFEFF")))
	if !json.Valid(body) {
		return bytes.Split(body, []byte{'\n'})
	}
	if body[0] != '[' {
		return [][]byte{body}
	}
	var array []json.RawMessage
	if err := json.Unmarshal(body, &array); err != nil {
		return [][]byte{body}
	}
	list := make([][]byte, len(array))
	for i := range array {
		list[i] = array[i]
	}
	return list
}

// incoming copies an event out of the memory of the parser.
func incoming(e *logline.Event) *store.Incoming {
	return &store.Incoming{
		Time: e.Time, User: bytes.Clone(e.Key), Address: bytes.Clone(e.Client), Agent: bytes.Clone(e.Agent), Action: bytes.Clone(e.Action),
		Target: bytes.Clone(e.Target), Referrer: bytes.Clone(e.Referrer), Menu: bytes.Clone(e.Menu), Click: e.Click,
		HasItem: e.Click && len(e.Item) > 0, Status: int(e.Status), Bytes: e.Bytes,
	}
}
