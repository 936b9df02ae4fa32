package webhook

import (
	"math"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/time/rate"
)

const (
	// failuresPerSecond and failureBurst are how many failed authentications an address may have before it is not
	// listened to.
	failuresPerSecond, failureBurst = 20, 40
	// sendersKept bounds the memory for addresses with failures, and for senders. Who has been silent for longest is
	// forgotten.
	sendersKept = 4096
)

// limiters are one limiter for each of the names that came last.
type limiters struct {
	of    *lru.Cache[string, *rate.Limiter]
	limit rate.Limit
	burst int
}

func newLimiters(limit float64, burst int) limiters {
	of, err := lru.New[string, *rate.Limiter](sendersKept)
	if err != nil {
		panic(err) // it has a size
	}
	return limiters{of, rate.Limit(limit), burst}
}

// get finds or makes the limiter of a name. Two who make one at the same time get the same.
func (l limiters) get(name string) *rate.Limiter {
	if limiter, ok := l.of.Get(name); ok {
		return limiter
	}
	made := rate.NewLimiter(l.limit, l.burst)
	if limiter, ok, _ := l.of.PeekOrAdd(name, made); ok {
		return limiter
	}
	return made
}

// failures counts failed authentications by address.
type failures struct{ limiters }

func newFailures() *failures { return &failures{newLimiters(failuresPerSecond, failureBurst)} }

// tooMany reports whether an address has failed so often that it must wait.
func (f *failures) tooMany(address string, now time.Time) bool {
	limiter, ok := f.of.Get(address)
	return ok && limiter.TokensAt(now) < 1
}

// add notes a failure.
func (f *failures) add(address string, now time.Time) { f.get(address).AllowN(now, 1) }

// rates limit the events of each sender, and of all of them together.
type rates struct {
	mutex   sync.Mutex // so that what one limiter allows is not taken while the other refuses
	total   *rate.Limiter
	senders limiters
}

// newRates makes limits in events a second; 0 is none. Twice as many may come at once.
func newRates(sender, total float64) *rates {
	return &rates{total: rate.NewLimiter(limitOf(total)), senders: limitersOf(sender)}
}

func limitersOf(perSecond float64) limiters {
	limit, burst := limitOf(perSecond)
	return newLimiters(float64(limit), burst)
}

func limitOf(perSecond float64) (limit rate.Limit, burst int) {
	if perSecond <= 0 {
		return rate.Inf, 1
	}
	return rate.Limit(perSecond), int(max(math.Min(2*perSecond, math.MaxInt32), 1))
}

// take counts the events of a sender, or says how long to wait. A body may have more events than may come at once:
// then it comes when nothing else has come for a while, and what it has more is waited for afterwards.
func (r *rates) take(sender string, events int, now time.Time) (wait time.Duration) {
	if r.senders.limit == rate.Inf && r.total.Limit() == rate.Inf {
		return 0
	}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	limiter := r.senders.get(sender)
	if wait = max(missing(limiter, events, now), missing(r.total, events, now)); wait == 0 {
		spend(limiter, events, now)
		spend(r.total, events, now)
	}
	return wait
}

// missing is how long it takes until as many events may come, or as many as may come at once.
func missing(l *rate.Limiter, events int, now time.Time) time.Duration {
	if l.Limit() == rate.Inf {
		return 0
	}
	lack := float64(min(events, l.Burst())) - l.TokensAt(now)
	if lack < 1e-6 { // the limiter counts in floating point
		return 0
	}
	return time.Duration(lack / float64(l.Limit()) * float64(time.Second))
}

// spend counts events, also those that are more than may come at once.
func spend(l *rate.Limiter, events int, now time.Time) {
	for ; events > 0; events -= l.Burst() {
		l.ReserveN(now, min(events, l.Burst()))
	}
}
