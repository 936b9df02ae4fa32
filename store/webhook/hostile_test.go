package webhook

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"spoor/store"
	"spoor/store/logline"
	"spoor/store/sqlite"
)

// hostileBodies are of a size each, and made to become much larger in memory.
func hostileBodies(size int) map[string]string {
	fill := func(begin, part, end string) string {
		return begin + strings.Repeat(part, (size-len(begin)-len(end))/len(part)) + end
	}
	return map[string]string{
		"empty arrays":      fill("[", "[],", "[]]"),
		"empty objects":     fill("[", "{},", "{}]"),
		"numbers":           fill("[", "0,", "0]"),
		"texts":             fill("[", `"",`, `""]`),
		"blank lines":       fill("", "\n", ""),
		"short lines":       fill("", "x\n", ""),
		"objects by line":   fill("", "{}\n", ""),
		"opening brackets":  fill("", "[", ""),
		"opening objects":   fill("", `{"a":`, ""),
		"many names":        fill("{", `"a":0,`, `"b":0}`),
		"an unending text":  fill(`["`, "a", ""),
		"escapes":           fill(`{"user":"`, `\u0000`, `","event":"x","ts":1}`),
		"a long name":       fill(`{"user":"`, "a", `","event":"x","ts":1700000000}`),
		"white space":       fill("[", " ", "]"),
		"commas":            fill("[", ",", "]"),
		"nested as deep":    fill("", strings.Repeat("[", 9000)+strings.Repeat("]", 9000)+"\n", ""),
		"events of no size": fill("[", `{"user":"a","ts":1700000000},`, `{}]`),
	}
}

// TestHostileBodies has each of them read, and counts the bytes that this takes.
func TestHostileBodies(t *testing.T) {
	o := Options{Scheme: NoAuth, Now: newClock().now, MaxBody: MostBody}
	if err := o.complete(); err != nil {
		t.Fatal(err)
	}
	reader, err := newReader(&o)
	if err != nil {
		t.Fatal(err)
	}
	size := MostBody
	if testing.Short() {
		size = 2 << 20
	}
	for name, text := range hostileBodies(size) {
		body := []byte(text)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		d, _ := reader.read(http.Header{}, body)
		runtime.ReadMemStats(&after)
		if took := after.TotalAlloc - before.TotalAlloc; took > uint64(2*size)+1<<20 {
			t.Errorf("%s: %d bytes for a body of %d", name, took, size)
		}
		if len(d.Entries) > o.MaxEvents {
			t.Errorf("%s: %d entries", name, len(d.Entries))
		}
	}
}

// TestHostileBodiesAreAnswered sends them one after the other. The case grows no more than they have bytes, and they
// take no room that is not given back.
func TestHostileBodiesAreAnswered(t *testing.T) {
	c := newCase(t)
	r := newReceiver(t, c, func(o *Options) { o.Scheme, o.Secrets = HMAC, [][]byte{[]byte(secret)} })
	address, _ := serve(t, r)
	bodies := hostileBodies(DefaultMaxBody)
	sent := 0
	for name, body := range bodies {
		status := sendSignedBody(t, address, body)
		switch name {
		// one message, and a bad one
		case "opening brackets", "opening objects", "many names", "an unending text", "escapes", "a long name", "commas":
			if status != http.StatusAccepted {
				t.Errorf("%s: %d", name, status)
			}
			sent++
		case "blank lines", "white space":
			if status != http.StatusBadRequest {
				t.Errorf("%s: %d", name, status)
			}
		case "nested as deep":
			if status != http.StatusAccepted {
				t.Errorf("%s: %d", name, status)
			}
		default:
			if status != http.StatusRequestEntityTooLarge {
				t.Errorf("%s: %d", name, status)
			}
		}
	}
	info, err := c.Info(t.Context())
	if err != nil || info.Events != 0 || info.Rejects < int64(sent) || info.Rejects > 100 {
		t.Errorf("%+v, %v", info, err)
	}
	file, err := os.Stat(c.Path())
	if err != nil || file.Size()+sqlite.WAL(c.Path()) > 16<<20 {
		t.Errorf("the case has %d bytes, %v", file.Size()+sqlite.WAL(c.Path()), err)
	}
	if !r.memory.room.TryAcquire(memoryBytes) || !r.queue.places.TryAcquire(queueDeliveries) {
		t.Error("not all of the room was given back")
	}
}

func sendSignedBody(t *testing.T, address, body string) int {
	request, err := http.NewRequest(http.MethodPost, "http://"+address+"/webhook", strings.NewReader(body))
	if err != nil {
		t.Error(err)
		return 0
	}
	request.Header = signSum("X-Signature-256", secret, body)
	request.Header.Set("Content-Type", "application/json")
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	response, err := (&http.Client{Transport: transport}).Do(request)
	if err != nil {
		t.Error(err)
		return 0
	}
	defer response.Body.Close()
	return response.StatusCode
}

// TestManyLargeBodiesAtOnce sends 64 at once that have the most bytes of small ones and of large ones. Each is
// answered, and no more of them are held than there is memory for.
func TestManyLargeBodiesAtOnce(t *testing.T) {
	r := newReceiver(t, newCase(t), func(o *Options) { o.Scheme, o.Secrets = HMAC, [][]byte{[]byte(secret)} })
	r.timeouts = patient
	address, _ := serve(t, r)
	var group sync.WaitGroup
	for i := range 64 {
		size := []int{DefaultMaxBody, smallBody, smallBody - 1, smallBody + 1}[i%4]
		event := fmt.Sprintf(`{"event":"view","user":"kim","item":"%d","ts":1700000000,"more":"`, i)
		body := event + strings.Repeat("x", size-len(event)-2) + `"}`
		group.Go(func() {
			if status := sendSignedBody(t, address, body); status != http.StatusOK && status != http.StatusServiceUnavailable {
				t.Errorf("%d", status)
			}
		})
	}
	group.Wait()
	if !r.memory.room.TryAcquire(memoryBytes) {
		t.Error("not all of the room was given back")
	}
}

// TestNoMemory has no room for a large body: it must wait and is then refused. A small one is taken at once.
func TestNoMemory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		into := stubbed(func(d []store.Delivery) ([]store.Receipt, error) { return []store.Receipt{{Events: 1}}, nil })
		r, err := New(into, Options{Scheme: NoAuth})
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		large := fmt.Sprintf(`{"event":"view","user":"kim","ts":1700000000,"more":"%s"}`, strings.Repeat("x", smallBody))
		if !r.memory.room.TryAcquire(memoryBytes - readWeight*int64(len(large)) + 1) {
			t.Fatal("there is no room")
		}
		began := time.Now()
		if got := post(r, "/webhook", large); !strings.HasPrefix(got, "503") || !strings.HasSuffix(got, "after 5") {
			t.Error(got)
		}
		if waited := time.Since(began); waited != memoryWait {
			t.Errorf("waited for %s", waited)
		}
		if got := post(r, "/webhook", purchase); !strings.HasPrefix(got, "200") {
			t.Error(got)
		}
		r.memory.room.Release(1)
		unannounced := func(request *http.Request) { request.ContentLength = -1 }
		if got := post(r, "/webhook", large, unannounced); !strings.HasPrefix(got, "503") { // it could be of any size
			t.Error(got)
		}
		if got := post(r, "/webhook", large); !strings.HasPrefix(got, "200") {
			t.Error(got)
		}
	})
}

// TestLateDeliveries has a disk that does not answer: whoever waits is told so in time, and nothing of theirs is
// stored, also when the disk goes on. Who came later is stored.
func TestLateDeliveries(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var stored []string
		into := slow{stuckUntil: time.Now().Add(answerTimeout + time.Second), stored: &stored}
		r, err := New(into, Options{Scheme: NoAuth})
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		began := time.Now()
		answers := make(chan string, 10)
		send := func(id string) {
			answers <- fmt.Sprint(id, " ", post(r, "/webhook", purchase, with("Idempotency-Key", id))[:3], " ",
				time.Since(began))
		}
		go send("first")
		synctest.Wait()
		go send("second") // waits behind it
		synctest.Wait()
		time.Sleep(10 * time.Second)
		go send("third")
		got := []string{<-answers, <-answers, <-answers}
		slices.Sort(got)
		if want := []string{"first 503 15s", "second 503 15s", "third 200 16s"}; !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
		if got := fmt.Sprint(stored); got != "[third]" {
			t.Errorf("stored %s", got)
		}
	})
}

// slow is a tail whose disk answers nobody until a time.
type slow struct {
	stubbed
	stuckUntil time.Time
	stored     *[]string
}

func (s slow) Append(ctx context.Context, deliveries []store.Delivery) ([]store.Receipt, error) {
	select {
	case <-time.After(time.Until(s.stuckUntil)):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	receipts := make([]store.Receipt, len(deliveries))
	for i := range deliveries {
		*s.stored = append(*s.stored, deliveries[i].ID)
		receipts[i].Events = 1
	}
	return receipts, nil
}

// TestPlacesAreGivenBack fills the queue, has others come in vain, and counts the places afterwards.
func TestPlacesAreGivenBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan bool)
		q := newQueue(func(_ context.Context, d []store.Delivery) ([]store.Receipt, error) {
			<-release
			return make([]store.Receipt, len(d)), nil
		})
		results := make(chan error, queueDeliveries+10)
		send := func() {
			_, err := q.store(store.Delivery{}, 1, time.Now().Add(time.Hour))
			results <- err
		}
		for range queueDeliveries {
			go send()
		}
		synctest.Wait()
		for range 10 {
			go send()
		}
		for range 10 {
			if err := <-results; err != errBusy {
				t.Errorf("%v", err)
			}
		}
		close(release)
		for range queueDeliveries {
			if err := <-results; err != nil {
				t.Error(err)
			}
		}
		if !q.places.TryAcquire(queueDeliveries) || q.waiting.Load() != 0 || q.waitingBytes.Load() != 0 {
			t.Error("places are lost")
		}
		q.stop()
	})
}

// TestReplays sends recorded deliveries again, under other names of endpoints.
func TestReplays(t *testing.T) {
	at := newClock()
	for scheme, header := range map[Scheme]http.Header{
		HMAC:     signSum("X-Signature-256", secret, purchase),
		GitHub:   signSum("X-Hub-Signature-256", secret, purchase),
		Standard: signStandard(secret, "msg_1", at.now(), purchase),
	} {
		c := newCase(t)
		r := newReceiver(t, c, func(o *Options) {
			o.Scheme, o.Secrets, o.Now, o.Endpoints = scheme, [][]byte{[]byte(secret)}, at.now, []string{"a", "b"}
			if scheme == GitHub {
				mapping, err := logline.ParseMapping([]string{"user=user_id,time=timestamp"})
				if err != nil {
					t.Fatal(err)
				}
				o.Lines.Mapping = mapping
			}
		})
		signed := func(request *http.Request) {
			for name, values := range header {
				request.Header[name] = values
			}
		}
		var got []string
		for _, path := range []string{"/webhook/a", "/webhook/b", "/webhook", "/webhook/a", "/webhook/c"} {
			answer := post(r, path, purchase, signed)
			got = append(got, answer[:min(len(answer), 24)])
		}
		const again = `200 {"duplicate":true}`
		want := []string{`200 {"rejected":0,"store`, again, again, again, `404 {"error":"no such en`}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q", scheme, got)
		}
		if info, err := c.Info(t.Context()); err != nil || info.Events != 1 {
			t.Errorf("%s: %+v, %v", scheme, info, err)
		}
	}
}

// TestOneIDForOtherContent is one delivery, and the operator hears of it once.
func TestOneIDForOtherContent(t *testing.T) {
	var warnings []string
	c := newCase(t)
	r := newReceiver(t, c, func(o *Options) { o.Warn = func(text string) { warnings = append(warnings, text) } })
	for i, want := range []string{`200 {"rejected":0,"stored":1}`,
		`200 {"duplicate":true,"reasons":["the id was used before for other content`, `200 {"duplicate":true,`} {
		body := strings.Replace(purchase, "{", fmt.Sprintf(`{"attempt":%d,`, i), 1)
		if got := post(r, "/webhook", body, with("Idempotency-Key", "order-7")); !strings.HasPrefix(got, want) {
			t.Errorf("attempt %d: %s", i, got)
		}
	}
	info, err := c.Info(t.Context())
	if err != nil || info.Events != 1 || info.Rejects != 0 || len(warnings) != 1 ||
		!strings.Contains(warnings[0], "other content") {
		t.Errorf("%+v, %q, %v", info, warnings, err)
	}
}

// TestNobodyAndImplausibleTimes are rejects here as they are in logs.
func TestNobodyAndImplausibleTimes(t *testing.T) {
	r := newReceiver(t, newCase(t), func(o *Options) { o.Lines.Nobody = []string{"guest"} })
	for body, want := range map[string]string{
		`{"event":"x","user":"undefined","ts":1700000000}`:         "202",
		`{"event":"x","user":null,"ts":1700000000}`:                "202",
		`{"event":"x","user":"guest","ts":1700000000}`:             "202",
		`{"event":"x","user":"kim","ts":0}`:                        "202",
		`{"event":"x","user":"kim","ts":"0001-01-01T00:00:00Z"}`:   "202",
		`{"event":"x","user":"kim","time":"1970-01-01T00:00:01Z"}`: "202",
		`{"event":"x","user":"kim","ts":1700000000}`:               "200",
	} {
		if got := post(r, "/webhook", body); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %s", body, got)
		}
	}
}
