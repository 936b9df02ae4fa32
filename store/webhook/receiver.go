package webhook

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"

	"spoor/store"
	"spoor/store/logline"
)

// DefaultRate is how many events a second an endpoint takes, and DefaultMaxBody how many bytes a body may have.
const (
	DefaultRate    = 200
	DefaultMaxBody = 1 << 20
	// MostBody is the largest body that anybody sends: GitHub's limit is 25 MB.
	MostBody = 26 << 20
)

// bodyBytes bounds the memory for bodies of whoever has not been authenticated yet.
const bodyBytes = 256 << 20

// Options say what a receiver takes.
type Options struct {
	Scheme  Scheme
	Secrets [][]byte
	Rate    float64 // events a second for each endpoint, twice as many at once; 0: any number
	MaxBody int64   // bytes
	Lines   logline.Options
	// TimeOfReceipt makes events of messages that name no time, dated by when they came. Those of GitHub are in any case.
	TimeOfReceipt bool
	Now           func() time.Time  // nil: the clock
	Warn          func(text string) // told what an operator should know; nil: nobody is
}

// Receiver is the HTTP side of a case. Close must be called when no request is being served any more.
type Receiver struct {
	options  Options
	verifier verifier
	reader   *reader
	bodies   *semaphore.Weighted // bytes of bodies that are being read
	into     tail
	queue    *queue
	failures failures
	rates    rates
	figures  *figures
	mux      *http.ServeMux

	state    sync.Mutex
	leaving  bool
	patience time.Duration // for requests that are being served at the end
	broken   chan error    // gets the error after which nothing can be trusted
}

// tail is what a receiver stores into: a [store.Tail].
type tail interface {
	Append(ctx context.Context, deliveries []store.Delivery) ([]store.Receipt, error)
	Checkpoint(ctx context.Context) error
	WAL() int64
}

// New makes a receiver that stores into a tail.
func New(into tail, o Options) (*Receiver, error) {
	if proofs[o.Scheme] == nil {
		return nil, fmt.Errorf("there is no authentication %q; there are standard, github, hmac and bearer", o.Scheme)
	}
	if o.Scheme != NoAuth && len(o.Secrets) == 0 {
		return nil, errors.New("there is no secret to authenticate senders with")
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Warn == nil {
		o.Warn = func(string) {}
	}
	reader, err := newReader(&o)
	if err != nil {
		return nil, err
	}
	r := &Receiver{
		options: o, verifier: verifier{o.Scheme, o.Secrets, o.Now}, reader: reader, bodies: semaphore.NewWeighted(bodyBytes),
		into: into, rates: rates{perSecond: o.Rate},
		mux: http.NewServeMux(), patience: leaveTimeout, broken: make(chan error, 1),
	}
	r.queue = newQueue(r.append)
	r.figures = newFigures(r.queue, into)
	r.mux.HandleFunc("/webhook", r.receive)
	r.mux.HandleFunc("/webhook/{name}", r.receive)
	r.mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { reply(w, http.StatusOK, map[string]any{"ok": true}) })
	r.mux.HandleFunc("GET /readyz", r.ready)
	r.mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		r.figures.set.WritePrometheus(w)
	})
	r.mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		r.figures.refused.Add(1)
		reply(w, http.StatusNotFound, map[string]any{"error": "there is nothing here; events go to POST /webhook or /webhook/NAME"})
	})
	return r, nil
}

// ServeHTTP answers a request.
func (r *Receiver) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	r.mux.ServeHTTP(w, request)
}

// Counts are what the receiver has done so far.
func (r *Receiver) Counts() Counts { return r.figures.counts() }

// Leave makes the receiver refuse what is new; what it has taken it still stores.
func (r *Receiver) Leave() {
	r.state.Lock()
	defer r.state.Unlock()
	r.leaving = true
}

// Close stores everything that was taken, and ends.
func (r *Receiver) Close() {
	r.Leave()
	r.queue.stop()
}

func (r *Receiver) isLeaving() bool {
	r.state.Lock()
	defer r.state.Unlock()
	return r.leaving
}

func (r *Receiver) ready(w http.ResponseWriter, _ *http.Request) {
	if r.isLeaving() {
		reply(w, http.StatusServiceUnavailable, map[string]any{"error": "stopping"})
		return
	}
	reply(w, http.StatusOK, map[string]any{"ready": true})
}

// refusal is an answer other than yes.
type refusal struct {
	status int
	retry  int // seconds; 0: do not
	reason string
}

// receive answers a delivery.
func (r *Receiver) receive(w http.ResponseWriter, request *http.Request) {
	began := r.options.Now()
	status, answer := http.StatusOK, map[string]any{}
	receipt, reasons, refused := r.take(w, request)
	switch {
	case refused != nil:
		status, answer["error"] = refused.status, refused.reason
		if refused.retry > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(refused.retry))
		}
		if status == http.StatusMethodNotAllowed {
			w.Header().Set("Allow", http.MethodPost)
		}
		w.Header().Set("Connection", "close") // the body may not have been read
	case receipt.Duplicate:
		answer["duplicate"] = true
	default:
		answer["stored"], answer["rejected"] = receipt.Events, receipt.Rejects
		if len(reasons) > 0 {
			answer["reasons"] = reasons
		}
		if receipt.Events == 0 {
			status = http.StatusAccepted
		}
	}
	r.figures.answered(status, r.options.Now().Sub(began))
	reply(w, status, answer)
}

// endpointName is what may follow /webhook/.
var endpointName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`) })

// take checks a request, what is cheap to check first, and stores it.
func (r *Receiver) take(w http.ResponseWriter, request *http.Request) (store.Receipt, []string, *refusal) {
	endpoint, refused := r.checkHead(request)
	if refused != nil {
		return store.Receipt{}, nil, refused
	}
	body, refused := r.body(w, request)
	if refused != nil {
		return store.Receipt{}, nil, refused
	}
	now := r.options.Now()
	id, ok := r.verifier.verify(request.Header, body)
	if !ok {
		r.failures.add(addressOf(request), now)
		return store.Receipt{}, nil, &refusal{status: http.StatusUnauthorized, reason: "not authenticated"}
	}
	if key, sound := r.options.Scheme.idempotencyKey(request.Header); !sound {
		return store.Receipt{}, nil, &refusal{status: http.StatusBadRequest, reason: "there may be one Idempotency-Key, of letters, digits, - and _, at most 255"}
	} else if key != "" {
		id = key
	}
	delivery := r.reader.read(request.Header, body)
	delivery.Endpoint, delivery.ID = endpoint, id
	if len(delivery.Entries) == 0 {
		return store.Receipt{}, nil, &refusal{status: http.StatusBadRequest, reason: "the body has no event; send a JSON object, an array of them, or one a line"}
	}
	r.figures.received.Add(len(delivery.Entries))
	r.figures.bytes.Add(len(body))
	if !r.rates.allow(endpoint, len(delivery.Entries), now) {
		return store.Receipt{}, nil, &refusal{http.StatusTooManyRequests, 1, "more events a second than this endpoint takes (see --rate)"}
	}
	receipt, err := r.queue.store(request.Context(), delivery, int64(len(body)))
	if err != nil {
		return store.Receipt{}, nil, r.failed(err)
	}
	return receipt, reasonsOf(delivery, receipt), nil
}

// append stores deliveries and counts what has become of them, whether their senders still wait for it or not.
func (r *Receiver) append(ctx context.Context, deliveries []store.Delivery) ([]store.Receipt, error) {
	receipts, err := r.into.Append(ctx, deliveries)
	for i := range receipts {
		r.count(&deliveries[i], receipts[i])
	}
	return receipts, err
}

// count counts what has become of a delivery.
func (r *Receiver) count(d *store.Delivery, receipt store.Receipt) {
	if receipt.Duplicate {
		r.figures.duplicates.Inc()
		return
	}
	r.figures.stored.Add(receipt.Events)
	for i := range d.Entries {
		switch {
		case receipt.Reused:
			r.figures.reject(store.ReasonReused)
		case d.Entries[i].Event == nil:
			r.figures.reject(d.Entries[i].Reason)
		}
	}
}

// checkHead checks all that can be told without the body.
func (r *Receiver) checkHead(request *http.Request) (endpoint string, refused *refusal) {
	endpoint = "webhook"
	if name := request.PathValue("name"); name != "" {
		if !endpointName().MatchString(name) {
			return "", &refusal{status: http.StatusNotFound, reason: "the name of an endpoint has letters, digits, - and _, at most 64"}
		}
		endpoint += ":" + name
	}
	kind, _, err := mime.ParseMediaType(request.Header.Get("Content-Type"))
	switch {
	case request.Method != http.MethodPost:
		return "", &refusal{status: http.StatusMethodNotAllowed, reason: "only POST is taken here"}
	case r.isLeaving():
		return "", &refusal{http.StatusServiceUnavailable, 10, errStopped.Error()}
	case err != nil || kind != "application/json" && kind != "application/x-ndjson" && kind != "application/jsonl":
		return "", &refusal{status: http.StatusUnsupportedMediaType, reason: "the Content-Type must be application/json or application/x-ndjson"}
	case !strings.EqualFold(request.Header.Get("Content-Encoding"), "identity") && len(request.Header.Values("Content-Encoding")) > 0:
		return "", &refusal{status: http.StatusUnsupportedMediaType, reason: "the body must not be compressed"}
	case len(request.Header.Values("Origin"))+len(request.Header.Values("Sec-Fetch-Site")) > 0: // browsers send them, senders don't
		return "", &refusal{status: http.StatusForbidden, reason: "requests of web pages are refused"}
	case r.failures.tooMany(addressOf(request), r.options.Now()):
		return "", &refusal{http.StatusTooManyRequests, 1, "too many failed authentications from this address"}
	case request.ContentLength > r.options.MaxBody:
		return "", r.tooLarge()
	}
	return endpoint, nil
}

func (r *Receiver) tooLarge() *refusal {
	return &refusal{status: http.StatusRequestEntityTooLarge, reason: fmt.Sprintf("the body has more than %d bytes (see --max-body)", r.options.MaxBody)}
}

func (r *Receiver) body(w http.ResponseWriter, request *http.Request) ([]byte, *refusal) {
	size := request.ContentLength
	if size < 0 {
		size = r.options.MaxBody
	}
	if !r.bodies.TryAcquire(size) {
		return nil, &refusal{http.StatusServiceUnavailable, 5, errBusy.Error()}
	}
	defer r.bodies.Release(size)
	body, err := io.ReadAll(http.MaxBytesReader(w, request.Body, r.options.MaxBody))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, r.tooLarge()
	case errors.Is(err, os.ErrDeadlineExceeded):
		r.failures.add(addressOf(request), r.options.Now())
		return nil, &refusal{status: http.StatusRequestTimeout, reason: "the body came too slowly"}
	case err != nil:
		return nil, &refusal{status: http.StatusBadRequest, reason: "the body could not be read"}
	}
	return body, nil
}

// failed turns a failure to store into an answer. After one that says that the disk can't be trusted the receiver takes no more.
func (r *Receiver) failed(err error) *refusal {
	switch {
	case errors.Is(err, errStopped):
		return &refusal{http.StatusServiceUnavailable, 10, err.Error()}
	case store.IsDiskFull(err):
		return &refusal{http.StatusServiceUnavailable, 60, "the disk is full"}
	case store.IsContent(err):
		return &refusal{status: http.StatusBadRequest, reason: "the case can't hold what is in the body"}
	case store.IsDamage(err):
		r.Leave()
		select {
		case r.broken <- err:
		default:
		}
		return &refusal{http.StatusServiceUnavailable, 60, "the case can't be written"}
	}
	return &refusal{http.StatusServiceUnavailable, 5, errBusy.Error()}
}

// reasonsOf are why messages of a delivery were rejected, the first few of them.
func reasonsOf(d store.Delivery, receipt store.Receipt) (reasons []string) {
	if receipt.Reused {
		return []string{store.ReasonReused}
	}
	for i := range d.Entries {
		if d.Entries[i].Event == nil && !receipt.Duplicate && len(reasons) < 5 {
			reasons = append(reasons, fmt.Sprintf("message %d: %s", i+1, d.Entries[i].Reason))
		}
	}
	return reasons
}

func reply(w http.ResponseWriter, status int, answer map[string]any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(answer) // who does not wait for the answer gets none
}
