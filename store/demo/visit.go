package demo

import (
	"net/http"
	"time"
)

// How people move on the site.
const (
	entersAtHome    = 0.75
	comesFromEngine = 0.25
	logsIn          = 0.20
	mistypes        = 0.06 // the password, at a login
	opensList       = 0.45 // before a posting
	applies         = 0.15 // after a detail
	sendsForm       = 0.60
	looksUpCompany  = 0.08 // after a detail
	opensExpired    = 0.004
	looksAgain      = 0.03 // at a posting of the same visit
	logsOut         = 0.07
	serverFails     = 0.002
	revalidates     = 0.30 // the static files, at a new visit
	asksForIcon     = 0.03
	unchanged       = 0.30 // a page that was opened before
)

// visit is one session of a person on one device.
type visit struct {
	*track
	device     *device
	start, now int64         // UTC milliseconds
	last       int64         // when the last request was made, static files aside
	lasts      time.Duration // at least, from the first request to the last
	on         page          // becomes the referrer of the next
	asksAgain  bool          // at the next page, whether the static files have changed
}

// walk goes through a visit with the given postings.
func (v *visit) walk(items []int32) {
	v.enter(len(items) == 0)
	for i, item := range items {
		v.look(item)
		if !v.machine && i > 0 && v.chance(looksAgain) {
			v.open(page{summary, items[v.IntN(i)]})
			v.stay(v.read(v.draws))
		}
	}
	for v.last-v.start < v.lasts.Milliseconds() {
		v.look(v.pick(v.device.reader, 1)[0])
	}
	if !v.machine && v.person.leftOpen == 0 && v.chance(logsOut) {
		v.open(page{kind: logout})
	}
}

// enter comes to the site; who then looks at nothing has at least seen the first page.
func (v *visit) enter(nothingElse bool) {
	if v.chance(comesFromEngine) {
		v.on = page{engine, int32(v.IntN(len(engines)))}
	}
	if v.bare {
		return
	}
	v.asksAgain = v.chance(revalidates)
	if nothingElse || v.chance(entersAtHome) {
		v.open(page{kind: home})
		v.stay(v.navigate(v.draws))
	}
	if !v.machine && v.chance(logsIn) {
		v.logIn()
	}
}

func (v *visit) logIn() {
	v.open(page{kind: login})
	v.stay(v.navigate(v.draws))
	for v.chance(mistypes) {
		v.send(page{kind: login}, http.StatusOK)
		v.stay(v.navigate(v.draws))
	}
	v.send(page{kind: login}, http.StatusFound)
	v.open(page{kind: home})
	v.stay(v.navigate(v.draws))
}

// look finds a posting, reads its summary, perhaps its detail, and perhaps applies.
func (v *visit) look(item int32) {
	if !v.machine && v.chance(opensList) {
		v.open(page{list, int32(v.postings[item].menu)*100 + int32(v.geometric(0.6)-1)})
		v.stay(v.navigate(v.draws))
	}
	if v.chance(opensExpired) {
		v.open(page{expired, v.Int32N(400)})
		v.stay(v.navigate(v.draws))
	}
	if v.chance(v.unread) {
		v.apply(item)
		return
	}
	if !v.detailsOnly {
		v.open(page{summary, item})
		v.stay(v.read(v.draws))
	}
	if v.detailsOnly || v.chance(v.detail) {
		v.study(item)
	}
}

func (v *visit) study(item int32) {
	v.open(page{detail, item})
	v.stay(v.read(v.draws))
	if v.machine {
		return
	}
	if v.chance(looksUpCompany) {
		v.open(page{company, item / postingsOfCompany})
		v.stay(v.navigate(v.draws))
	}
	if v.chance(applies) {
		v.apply(item)
	}
}

func (v *visit) apply(item int32) {
	v.open(page{apply, item})
	v.stay(v.fillIn(v.draws))
	if v.chance(sendsForm) {
		v.send(page{apply, item}, http.StatusFound)
	}
}

// leaveOpen ends the visit with a list that loads itself again until the browser is closed.
func (v *visit) leaveOpen(span time.Duration) {
	if span == 0 {
		return
	}
	place := page{list, int32(menuWeights.pick(v.draws)) * 100}
	for end := v.now + span.Milliseconds(); v.now < end; v.stay(leftOpenInterval) {
		v.open(place)
	}
}

func (v *visit) stay(d time.Duration) { v.now += d.Milliseconds() }

// open gets a page, with the static files on it that the device has not got. When the server fails, the person tries
// again.
func (v *visit) open(p page) {
	if !v.machine && v.chance(serverFails) {
		v.record(request{page: p, status: http.StatusInternalServerError, bytes: 540})
		v.stay(seconds(v.between(3, 9)))
	}
	status, bytes := http.StatusOK, p.size()
	switch {
	case p.kind == expired:
		status = http.StatusNotFound
	case p.kind == logout:
		status = http.StatusFound
	case v.device.cached[p] && v.chance(unchanged):
		status, bytes = http.StatusNotModified, 0
	}
	v.record(request{page: p, status: int16(status), bytes: bytes})
	v.on = p
	if !v.bare && status != http.StatusFound {
		v.fetchStatic()
	}
}

// send posts a form to a page.
func (v *visit) send(p page, status int16) {
	v.record(request{page: p, status: status, bytes: 310, post: true})
	v.on = p
}

// record adds a request from the page that the person is on.
func (v *visit) record(r request) {
	r.at, r.client, r.from = v.now, v.device.client, v.on
	v.last = v.now
	if v.bare {
		r.from = page{}
	}
	v.requests = append(v.requests, r)
}
