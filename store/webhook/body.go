package webhook

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"os"
	"sync"
	"time"

	"spoor/store"
	"spoor/store/logline"
)

// format is what all messages are written in.
const format = "json"

// keptOfReject is how much of a rejected message is kept, in bytes.
const keptOfReject = 64 << 10

// longestValue is how many bytes a text of an event may have.
const longestValue = 8 << 10

// Why a message is rejected that can be read.
const (
	reasonFuture = "bad timestamp: more than a day in the future"
	reasonLong   = "value too long: a text of the event has more than 8 KiB"
)

// body reads the body of a request.
func (r *Receiver) body(ctx context.Context, w http.ResponseWriter, request *http.Request, share *share) ([]byte, *refusal) {
	limited := http.MaxBytesReader(w, request.Body, r.options.MaxBody)
	body, err := share.readAll(ctx, limited, request.ContentLength, r.options.MaxBody, readWeight)
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, r.tooLarge()
	case errors.Is(err, errNoMemory):
		return nil, &refusal{http.StatusServiceUnavailable, 5, errBusy.Error()}
	case errors.Is(err, os.ErrDeadlineExceeded):
		r.failures.add(r.addressOf(request), r.options.Now())
		return nil, &refusal{status: http.StatusRequestTimeout, reason: "the body came too slowly"}
	case err != nil:
		return nil, &refusal{status: http.StatusBadRequest, reason: "the body could not be read"}
	}
	return body, nil
}

func (r *Receiver) tooLarge() *refusal {
	return &refusal{
		status: http.StatusRequestEntityTooLarge, reason: fmt.Sprintf("the body has more than %d bytes (see --max-body)", r.options.MaxBody),
	}
}

// reader makes deliveries of bodies.
type reader struct {
	now     func() time.Time
	most    int // messages of a body
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
	r, lines := &reader{now: o.Now, most: o.MaxEvents}, o.Lines
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

// read makes a delivery of a body: one JSON object, an array of them, or one a line. It gives up when there are too many.
func (r *reader) read(header http.Header, body []byte) (d store.Delivery, ok bool) {
	d = store.Delivery{Format: format, Digest: sha256.Sum256(body)}
	parsers, github := r.parsersFor(header)
	parser := parsers.Get().(*logline.Parser)
	defer parsers.Put(parser)
	latest := r.now().Add(24 * time.Hour).UnixMilli()
	var e logline.Event
	for message := range messages(body) {
		entry := store.Entry{Text: message[:min(len(message), keptOfReject)]}
		switch reason := parser.Parse(message, &e); {
		case reason == logline.Blank:
			continue
		case reason.Rejects():
			entry.Reason = reason.String()
		case e.Time > latest:
			entry.Reason = reasonFuture
		case longest(&e) > longestValue:
			entry.Reason = reasonLong
		default:
			entry.Event = incoming(&e)
			if github != "" {
				nameGitHub(entry.Event, github)
			}
			d.ZoneAssumed = d.ZoneAssumed || e.ZoneAssumed
		}
		if len(d.Entries) == r.most {
			return d, false
		}
		d.Entries = append(d.Entries, entry)
	}
	return d, true
}

// messages cuts a body into its messages, one after the other, without copying. Where it is neither one JSON value nor an array
// each line is a message, so that a broken one among them leaves the others whole.
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

// incoming copies an event out of the memory of the parser.
func incoming(e *logline.Event) *store.Incoming {
	return &store.Incoming{
		Time: e.Time, User: bytes.Clone(e.Key), Address: bytes.Clone(e.Client), Agent: bytes.Clone(e.Agent), Action: bytes.Clone(e.Action),
		Target: bytes.Clone(e.Target), Referrer: bytes.Clone(e.Referrer), Menu: bytes.Clone(e.Menu), Click: e.Click,
		HasItem: e.Click && len(e.Item) > 0, Status: int(e.Status), Bytes: e.Bytes,
	}
}
