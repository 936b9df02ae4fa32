package webhook

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"regexp"
	"slices"
	"sync"
	"time"

	"spoor/store"
	"spoor/store/logline"
)

// What a receiver takes, unless it is told otherwise.
const (
	DefaultRate      = 200     // events a second of one sender
	DefaultMaxBody   = 1 << 20 // bytes
	DefaultMaxEvents = 1000    // in one body

	// TotalShare is how many times the rate of one sender all of them together may have.
	TotalShare = 5
	// MostBody is the largest body that anybody sends: GitHub's limit is 25 MB.
	MostBody = 26 << 20
	// MostEvents is the largest number of events that a body can be allowed to have.
	MostEvents = 10_000
)

// Options say what a receiver takes, and of whom.
type Options struct {
	Scheme    Scheme
	Secrets   [][]byte
	Endpoints []string // what may follow /webhook/

	Rate      float64 // events a second of one sender, twice as many at once; 0: any number
	RateTotal float64 // events a second of all senders together; 0: [TotalShare] times Rate
	MaxBody   int64   // bytes, compressed and decompressed; 0: DefaultMaxBody
	MaxEvents int     // events and rejects of one body; 0: DefaultMaxEvents

	Public         bool           // it listens beyond this machine
	Hosts          []string       // by which it may be addressed, beside its addresses and the names in its certificates
	TrustedProxies []netip.Prefix // whose word about the client is taken
	Certificates   []tls.Certificate
	MetricsSecrets [][]byte // bearer tokens for /metrics; none: whoever reaches it may read it, unless it is public
	MetricsApart   bool     // /metrics has a listener of its own

	Lines logline.Options
	// TimeOfReceipt makes events of messages that name no time, dated by when they came. Those of GitHub are in any case.
	TimeOfReceipt bool
	Now           func() time.Time  // nil: the clock
	Warn          func(text string) // is told what an operator should know; may be nil
}

// Receiver is the HTTP side of a case. Close must be called when no request is being served any more.
type Receiver struct {
	options  Options
	verifier verifier
	reader   *reader
	memory   *memory
	into     Tail
	queue    *queue
	failures *failures
	rates    *rates
	metrics  *metrics
	mux      *http.ServeMux

	warnOfIDs sync.Once // about ids that come with other content

	state    sync.Mutex
	leaving  bool
	away     time.Time // when the case could not be written last, unless it could since
	timeouts timeouts
	broken   chan error // gets the error after which nothing can be trusted
}

// Tail is what a receiver stores into, as [store.Tail] does.
type Tail interface {
	Append(ctx context.Context, deliveries []store.Delivery) ([]store.Receipt, error)
	Checkpoint(ctx context.Context) (held int64, err error)
	WAL() int64
}

// New makes a receiver that stores into a tail.
func New(into Tail, o Options) (*Receiver, error) {
	if err := o.complete(); err != nil {
		return nil, err
	}
	reader, err := newReader(&o)
	if err != nil {
		return nil, err
	}
	r := &Receiver{
		options: o, verifier: verifier{scheme: o.Scheme, secrets: o.Secrets, now: o.Now}, reader: reader, memory: newMemory(),
		into: into, failures: newFailures(), rates: newRates(o.Rate, o.RateTotal),
		mux: http.NewServeMux(), timeouts: usualTimeouts, broken: make(chan error, 1),
	}
	r.queue = newQueue(r.append)
	r.metrics = newMetrics(r.queue, into)
	r.mux.HandleFunc("/webhook", r.receive)
	r.mux.HandleFunc("/webhook/{name}", r.receive)
	r.mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		reply(w, http.StatusOK, map[string]any{"ok": true})
	})
	r.mux.HandleFunc("GET /readyz", r.ready)
	if !o.MetricsApart {
		r.mux.HandleFunc("GET /metrics", r.showMetrics(o.Public))
	}
	r.mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		r.metrics.refused.Add(1)
		reply(w, http.StatusNotFound, map[string]any{"error": "there is nothing here; events go to POST /webhook"})
	})
	return r, nil
}

// endpointName is what may follow /webhook/.
var endpointName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`) })

// complete checks the options and fills in what is not said.
func (o *Options) complete() error {
	if proofs[o.Scheme] == nil {
		return fmt.Errorf("unknown authentication %q; choose one of %s", o.Scheme, SchemeNames())
	}
	if o.Scheme != NoAuth && len(o.Secrets) == 0 {
		return errors.New("there is no secret to authenticate senders with")
	}
	for _, name := range o.Endpoints {
		if !endpointName().MatchString(name) {
			return fmt.Errorf("%q can't name an endpoint; use letters, digits, - and _, at most 64", name)
		}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Warn == nil {
		o.Warn = func(string) {}
	}
	if o.RateTotal == 0 {
		o.RateTotal = TotalShare * o.Rate
	}
	if o.MaxBody == 0 {
		o.MaxBody = DefaultMaxBody
	}
	if o.MaxEvents == 0 {
		o.MaxEvents = DefaultMaxEvents
	}
	return nil
}

// ServeHTTP answers a request.
func (r *Receiver) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	r.mux.ServeHTTP(w, request)
}

// Counts are what the receiver has done so far.
func (r *Receiver) Counts() Counts { return r.metrics.counts() }

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
	if r.isAway() {
		reply(w, http.StatusServiceUnavailable, map[string]any{"error": "the case can't be written for now"})
		return
	}
	reply(w, http.StatusOK, map[string]any{"ready": true})
}

// tryAgain is how long after a failure to store a receiver is not ready. Then it is, for without deliveries it could
// not find out that it can store again.
const tryAgain = 10 * time.Second

func (r *Receiver) isAway() bool {
	r.state.Lock()
	defer r.state.Unlock()
	return r.options.Now().Sub(r.away) < tryAgain
}

// noteStoring keeps whether the case can be written, and tells the operator when that changes.
func (r *Receiver) noteStoring(err error) {
	isAway := errors.Is(err, store.ErrAway)
	r.state.Lock()
	was := !r.away.IsZero()
	switch {
	case isAway:
		r.away = r.options.Now()
	case err == nil:
		r.away = time.Time{}
	}
	r.state.Unlock()
	switch {
	case isAway && !was:
		r.options.Warn(err.Error() + "; senders are told to try again")
	case err == nil && was:
		r.options.Warn("events can be stored again")
	}
}

// append stores deliveries and counts what has become of them, whether their senders still wait for it or not.
func (r *Receiver) append(ctx context.Context, deliveries []store.Delivery) ([]store.Receipt, error) {
	receipts, err := r.into.Append(ctx, deliveries)
	r.noteStoring(err)
	for i := range receipts {
		r.metrics.count(&deliveries[i], receipts[i])
		if receipts[i].Differs {
			r.warnOfIDs.Do(func() {
				r.options.Warn("a sender has used the id of a delivery again, with other content: only the first is kept")
			})
		}
	}
	return receipts, err
}

// hasEndpoint reports whether an endpoint was named when the server started.
func (r *Receiver) hasEndpoint(name string) bool { return slices.Contains(r.options.Endpoints, name) }
