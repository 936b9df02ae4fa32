package webhook

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
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
	parsers sync.Pool
}

func newReader(lines logline.Options, now func() time.Time) (*reader, error) {
	json, err := logline.Named(format)
	if err != nil {
		return nil, err
	}
	return &reader{now: now, parsers: sync.Pool{New: func() any { return logline.NewParser(json, lines) }}}, nil
}

// read makes a delivery of a body: one JSON object, an array of them, or one a line.
func (r *reader) read(endpoint, id string, body []byte) store.Delivery {
	d := store.Delivery{Endpoint: endpoint, Format: format, ID: id, Digest: sha256.Sum256(body)}
	parser := r.parsers.Get().(*logline.Parser)
	defer r.parsers.Put(parser)
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
