package webhook

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// events is a body of so many events, none of which has been there.
func events(first, count int) string {
	var b strings.Builder
	for i := range count {
		fmt.Fprintf(&b, `{"event":"view","user":"kim","item":"%d","ts":1700000000}`+"\n", first+i)
	}
	return b.String()
}

// TestRatesCountEvents works out by hand what one sender and all of them together may send: 10 a second each and 20
// at once, 25 a second together and 50 at once.
func TestRatesCountEvents(t *testing.T) {
	at := newClock()
	r := newReceiver(t, newCase(t), func(o *Options) {
		o.Rate, o.RateTotal, o.Now, o.Endpoints = 10, 25, at.now,
			[]string{"a", "b", "c"}
	})
	sent := 0
	send := func(path, address string, count int) string {
		sent += count
		return post(r, path, events(sent, count), func(r *http.Request) { r.RemoteAddr = address + ":1" })
	}
	const one, two, three = "192.0.2.1", "192.0.2.2", "192.0.2.3"
	for i, test := range []struct {
		after         time.Duration
		path, address string
		count         int
		want          string
	}{
		{0, "/webhook", one, 15, "200"},
		// 5 of 20 are left
		{0, "/webhook", one, 6, `429 {"error":"more events a second than are taken here (see --rate)"} after 1`},
		{0, "/webhook", one, 5, "200"},
		{0, "/webhook/a", one, 20, "200"}, // another endpoint is another sender
		{0, "/webhook", two, 11, "429"},   // and 10 are left for all
		{0, "/webhook", two, 10, "200"},
		{0, "/webhook/b", three, 1, "429"},
		{time.Second, "/webhook", one, 10, "200"}, // 10 of its own have come back, and 25 for all
		{0, "/webhook/b", three, 15, "200"},
		{10 * time.Second, "/webhook", one, 40, "200"}, // more than may come at once, and it is waited for
		{time.Second, "/webhook", one, 1, "429"},
		{2 * time.Second, "/webhook", one, 11, "429"}, // 20 - 40 + 30
		{0, "/webhook", one, 10, "200"},
	} {
		at.advance(test.after)
		if got := send(test.path, test.address, test.count); !strings.HasPrefix(got, test.want) {
			t.Errorf("step %d: %s, want %s", i, got, test.want)
		}
	}
}

// TestRateOverTime sends bodies of every size as fast as it can; no more comes in than the rate, once what may come
// at once, and once the largest body.
func TestRateOverTime(t *testing.T) {
	for _, size := range []int{1, 7, 20, 100, 1000} {
		at, r := newClock(), newRates(10, 0)
		taken := 0
		const seconds = 600
		for range 10 * seconds {
			for r.take("a", size, at.now()) == 0 {
				taken += size
			}
			at.advance(time.Second / 10)
		}
		if most := 10*seconds + 20 + size; taken > most || taken < 10*seconds-size {
			t.Errorf("bodies of %d events: %d events in %d seconds", size, taken, seconds)
		}
	}
}

// TestNoRate takes any number.
func TestNoRate(t *testing.T) {
	r := newRates(0, 0)
	for range 1000 {
		if wait := r.take("a", 1000, time.Now()); wait != 0 {
			t.Fatal(wait)
		}
	}
}

// TestManySenders has more senders than are kept: the limit for all of them holds.
func TestManySenders(t *testing.T) {
	at, r := newClock(), newRates(10, 50)
	taken := 0
	for i := range 3 * sendersKept {
		if r.take(fmt.Sprint(i), 1, at.now()) == 0 {
			taken++
		}
	}
	if taken != 100 || r.senders.of.Len() != sendersKept {
		t.Errorf("%d events, %d senders kept", taken, r.senders.of.Len())
	}
}
