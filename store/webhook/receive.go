package webhook

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"spoor/store"
)

// answerTimeout is how long a request may take from its head until what it brought is on disk; what takes longer is
// not stored. It leaves time to send the answer.
const answerTimeout = 15 * time.Second

// Why a request is refused, in more places than one.
const (
	reasonHost     = "the server is not called by this Host (see --host)"
	reasonFailures = "too many failed authentications from this address"
	reasonUnknown  = "not authenticated"
	reasonMetrics  = "beyond this machine the metrics need --metrics-secret-file or --metrics-listen"
	reasonRate     = "more events a second than are taken here (see --rate)"
	reasonType     = "the Content-Type must be application/json, text/plain or application/x-ndjson"
)

// refusal is an answer other than yes.
type refusal struct {
	status int
	retry  int // seconds; 0: do not
	reason string

	challenge string // of Slack, which is answered by itself
}

func refuse(status int, reason string) *refusal { return &refusal{status: status, reason: reason} }

// retryLater is an answer to somebody who may come again after some seconds.
func retryLater(status, seconds int, reason string) *refusal {
	return &refusal{status: status, retry: seconds, reason: reason}
}

// receive answers a delivery.
func (r *Receiver) receive(w http.ResponseWriter, request *http.Request) {
	began := r.options.Now()
	status, answer := http.StatusOK, map[string]any{}
	receipt, reasons, refused := r.take(w, request)
	switch {
	case refused != nil && refused.challenge != "":
		answer["challenge"] = refused.challenge
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
		if receipt.Differs {
			answer["reasons"] = []string{"the id was used before for other content, which is what is kept"}
		}
	default:
		answer["stored"], answer["rejected"] = receipt.Events, receipt.Rejects
		if receipt.Duplicates > 0 {
			answer["duplicates"] = receipt.Duplicates
		}
		if len(reasons) > 0 {
			answer["reasons"] = reasons
		}
		if receipt.Events == 0 {
			status = http.StatusAccepted
		}
	}
	r.metrics.answered(status, r.options.Now().Sub(began))
	reply(w, status, answer)
}

// take checks a request, what is cheap to check first, and stores it.
func (r *Receiver) take(w http.ResponseWriter, request *http.Request) (store.Receipt, []string, *refusal) {
	deadline := time.Now().Add(r.timeouts.answer)
	endpoint, refused := r.checkHead(request)
	if refused != nil {
		return store.Receipt{}, nil, refused
	}
	share := r.memory.share()
	defer share.release()
	body, refused := r.readBody(w, request, share)
	if refused != nil {
		return store.Receipt{}, nil, refused
	}
	id, refused := r.authenticate(request, body)
	if refused != nil {
		return store.Receipt{}, nil, refused
	}
	if isForm(request.Header) {
		message, ok := formMessage(body.plain)
		if !ok {
			return store.Receipt{}, nil, refuse(http.StatusBadRequest, "the body is no form, though its Content-Type says so")
		}
		body.plain = message
	}
	if text, ok := challenge(body.plain); ok && r.options.Scheme == Slack {
		return store.Receipt{}, nil, &refusal{challenge: text}
	}
	delivery, refused := r.read(request, body.plain)
	if refused != nil {
		return store.Receipt{}, nil, refused
	}
	delivery.Endpoint, delivery.ID = endpoint, id
	sender := endpoint + " " + r.addressOf(request)
	if wait := r.rates.take(sender, len(delivery.Entries), r.options.Now()); wait > 0 {
		seconds := int(math.Ceil(wait.Seconds()))
		return store.Receipt{}, nil, retryLater(http.StatusTooManyRequests, seconds, reasonRate)
	}
	receipt, err := r.queue.store(delivery, int64(len(body.plain)), deadline)
	if err != nil {
		return store.Receipt{}, nil, r.failed(err)
	}
	return receipt, reasonsOf(delivery, receipt), nil
}

// checkHead checks all that can be told without the body.
func (r *Receiver) checkHead(request *http.Request) (endpoint string, refused *refusal) {
	endpoint = "webhook"
	name := request.PathValue("name")
	if name != "" {
		endpoint += ":" + name
	}
	switch {
	case r.options.Public && !r.isOurs(request):
		return "", refuse(http.StatusForbidden, reasonHost)
	case name != "" && !r.hasEndpoint(name) || strings.HasSuffix(request.URL.Path, "/"):
		return "", refuse(http.StatusNotFound, "no such endpoint (see --endpoint)")
	case request.Method != http.MethodPost:
		return "", refuse(http.StatusMethodNotAllowed, "only POST is taken here")
	case r.isLeaving():
		return "", retryLater(http.StatusServiceUnavailable, 10, errStopped.Error())
	case fromBrowser(request):
		return "", refuse(http.StatusForbidden, "requests of web pages are refused")
	case r.failures.tooMany(r.addressOf(request), r.options.Now()):
		return "", retryLater(http.StatusTooManyRequests, 1, reasonFailures)
	}
	return endpoint, r.checkContent(request)
}

// fromBrowser reports whether a web page has sent the request: senders have no such headers.
func fromBrowser(request *http.Request) bool {
	return len(request.Header.Values("Origin"))+len(request.Header.Values("Sec-Fetch-Site")) > 0
}

// checkContent checks what the head says of the body.
func (r *Receiver) checkContent(request *http.Request) *refusal {
	kind, _, err := mime.ParseMediaType(request.Header.Get("Content-Type"))
	encodings := request.Header.Values("Content-Encoding")
	identity := len(encodings) == 0 || len(encodings) == 1 && strings.EqualFold(encodings[0], "identity")
	switch {
	case err != nil || !isJSON(kind) && (kind != formType || !r.options.Scheme.sendsForms()):
		return refuse(http.StatusUnsupportedMediaType, reasonType)
	case !identity && !isCompressed(request) || len(encodings) > 1:
		return refuse(http.StatusUnsupportedMediaType, "the body must be compressed by gzip, or not at all")
	case request.ContentLength > r.options.MaxBody:
		return r.tooLarge()
	}
	return nil
}

// isJSON reports whether a media type is one of JSON, or text, as which some senders send it.
func isJSON(kind string) bool {
	switch kind {
	case "application/json", "text/plain",
		"application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines":
		return true
	}
	return strings.HasPrefix(kind, "application/") && strings.HasSuffix(kind, "+json")
}

// authenticate finds out whether the sender knows a secret. The id names the delivery, where the sender does.
//
// Of a compressed body either is signed: what is sent, or what was there before a program on its way compressed it.
func (r *Receiver) authenticate(request *http.Request, body payload) (id string, refused *refusal) {
	id, ok := r.verifier.verify(request.Header, body.sent)
	if !ok && isCompressed(request) {
		id, ok = r.verifier.verify(request.Header, body.plain)
	}
	if !ok {
		r.failures.add(r.addressOf(request), r.options.Now())
		return "", refuse(http.StatusUnauthorized, reasonUnknown)
	}
	key, sound := r.options.Scheme.idempotencyKey(request.Header)
	if !sound {
		return "", refuse(http.StatusBadRequest, "there may be one Idempotency-Key, of letters, digits, - and _, at most 255")
	}
	if key != "" {
		id = key
	}
	return id, nil
}

// read makes a delivery of a body, if it holds as many messages as it may.
func (r *Receiver) read(request *http.Request, body []byte) (store.Delivery, *refusal) {
	delivery, ok := r.reader.read(request.Header, body)
	if !ok {
		return delivery, refuse(http.StatusRequestEntityTooLarge, fmt.Sprintf(
			"the body has more than %d events (see --max-events); send them in parts", r.options.MaxEvents))
	}
	if len(delivery.Entries) == 0 {
		return delivery, refuse(http.StatusBadRequest,
			"the body has no event; send a JSON object, an array of them, or one a line")
	}
	r.metrics.received.Add(len(delivery.Entries))
	r.metrics.bytes.Add(len(body))
	return delivery, nil
}

// failed turns a failure to store into an answer. After one that says that the disk can't be trusted the receiver
// takes no more.
func (r *Receiver) failed(err error) *refusal {
	switch {
	case errors.Is(err, errBusy):
		return retryLater(http.StatusServiceUnavailable, 5, err.Error())
	case errors.Is(err, errStopped):
		return retryLater(http.StatusServiceUnavailable, 10, err.Error())
	case store.IsDiskFull(err):
		return retryLater(http.StatusServiceUnavailable, 60, "the disk is full")
	case store.IsContent(err):
		return refuse(http.StatusBadRequest, "the case can't hold what is in the body")
	case store.IsDamage(err):
		r.Leave()
		select {
		case r.broken <- err:
		default:
		}
		return retryLater(http.StatusServiceUnavailable, 60, "the case can't be written")
	}
	return retryLater(http.StatusServiceUnavailable, 5, "the case can't be written for now")
}

// reasonsOf are why messages of a delivery were rejected, the first few of them.
func reasonsOf(d store.Delivery, receipt store.Receipt) (reasons []string) {
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
