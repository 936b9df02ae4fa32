package webhook

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"spoor/store"
)

func TestBodies(t *testing.T) {
	c := newCase(t)
	r := newReceiver(t, c, func(o *Options) { o.Endpoints = []string{"shop"} })
	other := func(product string) string { return strings.Replace(purchase, "67890", product, 1) }
	for _, test := range []struct{ path, body, want string }{
		{"/webhook", purchase, `200 {"rejected":0,"stored":1}`},
		{"/webhook", purchase, `200 {"duplicate":true}`},
		{"/webhook/shop", purchase, `200 {"duplicate":true}`},
		{"/webhook/shop", other("0"), `200 {"rejected":0,"stored":1}`},
		{"/webhook", "[" + other("1") + ",\n" + other("2") + "]", `200 {"rejected":0,"stored":2}`},
		{"/webhook", other("3") + "\n" + other("4") + "\r\n\n", `200 {"rejected":0,"stored":2}`},
		{"/webhook", strings.ReplaceAll(other("5"), ",", ",\n  "), `200 {"rejected":0,"stored":1}`},
		{"/webhook", "not JSON\n" + other("6"), `200 {"reasons":["message 1: bad JSON`},
		{"/webhook", "not JSON", `202 {"reasons":["message 1: bad JSON`},
		{"/webhook", `[1, {"event":"x","user":"y"}]`, `202 `},
		{"/webhook", strings.Replace(purchase, "2021", "2031", 1),
			`202 {"reasons":["message 1: bad timestamp: more than a day in the future"],"rejected":1,"stored":0}`},
		{"/webhook", " \n", `400 {"error":"the body has no event`},
		{"/webhook", "[]", `400 {"error":"the body has no event`},
	} {
		if got := post(r, test.path, test.body); !strings.HasPrefix(got, test.want) {
			t.Errorf("%s %s: %s, want %s", test.path, test.body, got, test.want)
		}
	}
	got := trackOf(t, c, "12345")
	if len(got) != 8 || got[0] != "2021-01-01 12:34:56 purchase 67890 line 1" {
		t.Errorf("%q", got)
	}
	info, err := c.Info(t.Context())
	if err != nil || info.Events != 8 || info.Rejects != 5 || info.Lines != 13 || len(info.Sources) != 2 ||
		info.Sources[1].Path != "webhook:shop" {
		t.Errorf("%+v, %v", info, err)
	}
	if counts := r.Counts(); counts != (Counts{Events: 8, Duplicates: 2, Rejects: 5, Refused: 2}) {
		t.Errorf("%+v", counts)
	}
}

// TestRefusals goes through every answer that is no, in the order of the checks.
func TestRefusals(t *testing.T) {
	at := newClock()
	r := newReceiver(t, newCase(t), func(o *Options) {
		o.Scheme, o.Secrets, o.MaxBody, o.Rate, o.Now = HMAC, [][]byte{[]byte(secret)}, 300, 2, at.now
	})
	signed := func(request *http.Request) {
		body, _ := io.ReadAll(request.Body)
		request.Body = io.NopCloser(strings.NewReader(string(body)))
		for name, values := range signSum("X-Signature-256", secret, string(body)) {
			request.Header[name] = values
		}
	}
	method := func(request *http.Request) { request.Method = http.MethodPut }
	slow := func(request *http.Request) { request.Body = io.NopCloser(failing{os.ErrDeadlineExceeded}) }
	broken := func(request *http.Request) { request.Body = io.NopCloser(failing{io.ErrUnexpectedEOF}) }
	unknown := func(request *http.Request) { request.ContentLength = -1 }
	for _, test := range []struct {
		path, body string
		change     func(*http.Request)
		want       string
	}{
		{"/", "", signed, "404"},
		{"/webhook/", purchase, signed, "404"},
		{"/webhook/nobody", purchase, signed, "404"},
		{"/webhook/a/b", purchase, signed, "404"},
		{"/webhook", purchase, method, "405"},
		{"/webhook", purchase, with("Content-Type", "text/csv"), "415"},
		{"/webhook", purchase, with("Content-Type"), "415"},
		{"/webhook", purchase, with("Content-Encoding", "br"), "415"},
		{"/webhook", purchase, with("Origin", "null"), "403"},
		{"/webhook", purchase, with("Sec-Fetch-Site", "same-origin"), "403"},
		{"/webhook", strings.Repeat(purchase, 9), signed, "413"},
		{"/webhook", strings.Repeat(purchase, 9), unknown, "413"},
		{"/webhook", purchase, slow, "408"},
		{"/webhook", purchase, broken, "400"},
		{"/webhook", purchase, with("X-Signature-256", "sha256=00"), `401 {"error":"not authenticated"}`},
		{"/webhook", purchase, signed, "200"},
	} {
		if got := post(r, test.path, test.body, test.change); !strings.HasPrefix(got, test.want) {
			t.Errorf("%s %.20s: %s, want %s", test.path, test.body, got, test.want)
		}
	}
	different := 0
	send := func() string {
		different++
		return post(r, "/webhook", fmt.Sprintf(`{"n":%d,%s`, different, purchase[1:]), signed)
	}
	for _, want := range []string{"200", "200", "200", "429"} {
		if got := send(); !strings.HasPrefix(got, want) {
			t.Errorf("%s, want %s", got, want)
		}
	}
	at.advance(time.Second)
	if got := send(); !strings.HasPrefix(got, "200") {
		t.Errorf("a second later: %s", got)
	}
	r.Leave()
	if got := send(); got != `503 {"error":"the receiver is stopping"} after 10` {
		t.Errorf("at the end: %s", got)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// TestFailuresCloseTheDoor has one address guess; it must wait, others need not.
func TestFailuresCloseTheDoor(t *testing.T) {
	at := newClock()
	r := newReceiver(t, newCase(t), func(o *Options) {
		o.Scheme, o.Secrets, o.Now = Bearer, [][]byte{[]byte(secret)},
			at.now
	})
	from := func(address, token string) string {
		return post(r, "/webhook", purchase, with("Authorization", "Bearer "+token),
			func(r *http.Request) { r.RemoteAddr = address + ":1234" })[:3]
	}
	for i := range failureBurst {
		if got := from("192.0.2.1", "guess"); got != "401" {
			t.Fatalf("guess %d: %s", i, got)
		}
	}
	if got := from("192.0.2.1", secret); got != "429" {
		t.Errorf("after many guesses: %s", got)
	}
	if got := from("192.0.2.2", secret); got != "200" {
		t.Errorf("from elsewhere: %s", got)
	}
	at.advance(time.Second)
	if got := from("192.0.2.1", secret); got != "200" {
		t.Errorf("a second later: %s", got)
	}
	for i := range 2 * sendersKept {
		r.failures.add(fmt.Sprint(i), at.now())
	}
	if got := r.failures.of.Len(); got != sendersKept {
		t.Errorf("%d addresses are kept", got)
	}
}

func TestStates(t *testing.T) {
	r := newReceiver(t, newCase(t), nil)
	get := func(path string) string { return get(r, path) }
	if got := get("/healthz") + get("/readyz"); !strings.HasPrefix(got, "200") || !strings.Contains(got, "ready") {
		t.Error(got)
	}
	r.Leave()
	if got := get("/readyz"); !strings.HasPrefix(got, "503") {
		t.Error(got)
	}
}

// stubbed is a tail that does what it is told.
type stubbed func([]store.Delivery) ([]store.Receipt, error)

func (s stubbed) Append(_ context.Context, d []store.Delivery) ([]store.Receipt, error) { return s(d) }
func (s stubbed) Checkpoint(context.Context) (int64, error)                             { return 0, nil }
func (s stubbed) WAL() int64                                                            { return 0 }

// TestGroups holds the first commit back: all that comes meanwhile is one group, and nobody hears of it before it is
// on disk.
func TestGroups(t *testing.T) {
	began, release := make(chan int, 100), make(chan error)
	r, err := New(stubbed(func(d []store.Delivery) ([]store.Receipt, error) {
		began <- len(d)
		return make([]store.Receipt, len(d)), <-release
	}), Options{Scheme: NoAuth, MaxBody: DefaultMaxBody})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	answers := make(chan string, 100)
	send := func() { answers <- post(r, "/webhook", purchase)[:3] }
	go send()
	if n := <-began; n != 1 {
		t.Fatalf("%d deliveries", n)
	}
	for range 50 {
		go send()
	}
	for len(r.queue.jobs) < 50 {
		time.Sleep(time.Millisecond)
	}
	if len(answers) != 0 {
		t.Error("an answer before the commit")
	}
	release <- nil
	if n := <-began; n != 50 {
		t.Errorf("%d deliveries in the second group", n)
	}
	release <- errors.New("no")
	counts := map[string]int{}
	for range 51 {
		counts[<-answers]++
	}
	if counts["503"] != 50 || len(counts) != 2 {
		t.Errorf("%v", counts)
	}
}

// TestOneDeliveryThatCannotBeStored is refused, and those that came with it are stored.
func TestOneDeliveryThatCannotBeStored(t *testing.T) {
	unwanted := failureOf(t, "CREATE TABLE t (x NOT NULL); INSERT INTO t VALUES (NULL)")
	if !store.IsContent(unwanted) {
		t.Fatal(unwanted)
	}
	began, release := make(chan bool, 100), make(chan bool)
	r, err := New(stubbed(func(d []store.Delivery) ([]store.Receipt, error) {
		began <- true
		<-release
		for i := range d {
			if d[i].ID == "unwanted" {
				return nil, unwanted
			}
		}
		return make([]store.Receipt, len(d)), nil
	}), Options{Scheme: NoAuth, MaxBody: DefaultMaxBody})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	answers := make(chan string, 10)
	send := func(id string) { answers <- post(r, "/webhook", purchase, with("Idempotency-Key", id)) }
	go send("first")
	<-began
	for _, id := range []string{"a", "b", "unwanted", "c"} {
		go send(id)
	}
	for len(r.queue.jobs) < 4 {
		time.Sleep(time.Millisecond)
	}
	close(release)
	refused := 0
	for range 5 {
		if got := <-answers; strings.HasPrefix(got, "400") && strings.Contains(got, "can't hold") {
			refused++
		} else if !strings.HasPrefix(got, "202") {
			t.Error(got)
		}
	}
	if refused != 1 || len(began) != 5 { // the group, and each of its four
		t.Errorf("%d refused, %d commits", refused, len(began)+1)
	}
}

// TestStopStoresWhatWasTaken stops the queue while deliveries wait; each is either stored or refused.
func TestStopStoresWhatWasTaken(t *testing.T) {
	var stored int
	q := newQueue(func(_ context.Context, d []store.Delivery) ([]store.Receipt, error) {
		stored += len(d)
		return make([]store.Receipt, len(d)), nil
	})
	var group sync.WaitGroup
	var mutex sync.Mutex
	acknowledged := 0
	for range 64 {
		group.Go(func() {
			for {
				if _, err := q.store(store.Delivery{}, 1, time.Now().Add(time.Hour)); err != nil {
					return
				}
				mutex.Lock()
				acknowledged++
				mutex.Unlock()
			}
		})
	}
	time.Sleep(20 * time.Millisecond)
	q.stop()
	q.stop()
	group.Wait()
	if acknowledged != stored || stored == 0 || q.waiting.Load() != 0 || q.waitingBytes.Load() != 0 {
		t.Errorf("%d acknowledged, %d stored, %d waiting", acknowledged, stored, q.waiting.Load())
	}
}

// awayTail is a tail whose server is away for a while.
type awayTail struct {
	Tail
	away bool
}

func (a *awayTail) Append(ctx context.Context, deliveries []store.Delivery) ([]store.Receipt, error) {
	if a.away {
		return nil, fmt.Errorf("clickhouse://ch1/shop: %w", store.ErrAway)
	}
	return a.Tail.Append(ctx, deliveries)
}

// TestServerThatIsAway: senders are told to try again, the operator why, and whoever asks that the receiver is not
// ready.
func TestServerThatIsAway(t *testing.T) {
	var said []string
	time := newClock()
	stored, err := newCase(t).NewTail(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	tail := &awayTail{Tail: stored, away: true}
	r, err := New(tail, Options{Scheme: NoAuth, Now: time.now, Warn: func(text string) { said = append(said, text) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Close)
	ready := func() string {
		w := httptest.NewRecorder()
		r.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/readyz", nil))
		return fmt.Sprint(w.Code, " ", w.Body)
	}
	for range 2 {
		if got := post(r, "/webhook", purchase); !strings.HasPrefix(got, "503") ||
			!strings.Contains(got, "the case can't be written for now") {
			t.Errorf("a delivery: %s", got)
		}
	}
	if got := ready(); !strings.HasPrefix(got, "503") {
		t.Errorf("ready: %s", got)
	}
	time.advance(tryAgain)
	if got := ready(); !strings.HasPrefix(got, "200") {
		t.Errorf("ready to find out: %s", got)
	}
	tail.away = false
	if got := post(r, "/webhook", purchase) + ready(); strings.Contains(got, "503") {
		t.Errorf("when it is back: %s", got)
	}
	const away = "clickhouse://ch1/shop: the server that keeps the case is away; senders are told to try again"
	if want := []string{away, "events can be stored again"}; !slices.Equal(said, want) {
		t.Errorf("the operator is told %q", said)
	}
}
