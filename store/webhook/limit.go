package webhook

import (
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

const (
	// failuresPerSecond and failureBurst are how many failed authentications an address may have before it is not listened to.
	failuresPerSecond, failureBurst = 20, 40
	// addressesKept bounds the memory for addresses with failures.
	addressesKept = 4096
)

// failures counts failed authentications by address.
type failures struct {
	mutex sync.Mutex
	of    map[string]*rate.Limiter
	order []string // of the addresses, the oldest first
}

// tooMany tells whether an address has failed so often that it must wait.
func (f *failures) tooMany(address string, now time.Time) bool {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	limiter := f.of[address]
	return limiter != nil && limiter.TokensAt(now) < 1
}

// add notes a failure. The address that has been kept longest makes room for a new one.
func (f *failures) add(address string, now time.Time) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	limiter := f.of[address]
	if limiter == nil {
		if f.of == nil {
			f.of = map[string]*rate.Limiter{}
		}
		if len(f.order) == addressesKept {
			delete(f.of, f.order[0])
			f.order = append(f.order[:0], f.order[1:]...)
		}
		limiter = rate.NewLimiter(failuresPerSecond, failureBurst)
		f.of[address], f.order = limiter, append(f.order, address)
	}
	limiter.AllowN(now, 1)
}

// addressOf is where a request comes from. What a proxy on this machine says of it is believed.
func addressOf(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	forwarded := r.Header.Values("X-Forwarded-For")
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() || len(forwarded) == 0 {
		return host
	}
	last := forwarded[len(forwarded)-1]
	return strings.TrimSpace(last[strings.LastIndexByte(last, ',')+1:])
}

// rates limits the events of each endpoint.
type rates struct {
	perSecond float64
	mutex     sync.Mutex
	of        map[string]*rate.Limiter
}

// allow takes events of a sender who is known. A delivery of more events than may come at once counts as that many.
func (r *rates) allow(endpoint string, events int, now time.Time) bool {
	if r.perSecond <= 0 {
		return true
	}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	limiter := r.of[endpoint]
	if limiter == nil {
		if r.of == nil {
			r.of = map[string]*rate.Limiter{}
		}
		limiter = rate.NewLimiter(rate.Limit(r.perSecond), max(int(2*r.perSecond), 1))
		r.of[endpoint] = limiter
	}
	return limiter.AllowN(now, min(max(events, 1), limiter.Burst()))
}
