package demo

import (
	"net/http"
	"time"
)

// robot is a program of a search engine, which says what it is and is not logged in.
type robot struct {
	agent, address string
	perDay         int // pages
}

var robots = []robot{
	{"Googlebot/2.1 (+http://www.googlebot.com/bot.html)", "198.51.100.17", 60},
	{"Mozilla/5.0 (Slurp/cat; slurp@inktomi.com; http://www.inktomi.com/slurp.html)", "198.51.100.84", 35},
	{"FAST-WebCrawler/3.6 (atw-crawler at fast dot no; http://fast.no/support/crawler.asp)", "203.0.113.9", 20},
	{"NABOT/5.0", "203.0.113.140", 25},
	{"ia_archiver (archiver)", "203.0.113.201", 6},
}

// robotRequests lets every robot come once a day, ask what it may read, and then fetch pages at its own pace.
func (w *world) robotRequests() (requests []request) {
	d := w.periodStream(robotStream, 0)
	for _, r := range robots {
		machine := &client{account: "-", address: r.address, agent: r.agent}
		for day := range w.Days {
			at := w.Start.AddDate(0, 0, day).Add(seconds(d.between(0, 3600))).UnixMilli()
			get := func(p page, status int16) {
				requests = append(requests, request{at: at, client: machine, page: p, status: status, bytes: p.size()})
				at += time.Duration(d.between(0.6, 1.4) * float64(22*time.Hour) / float64(r.perDay+1)).Milliseconds()
			}
			get(page{kind: robotsFile}, http.StatusOK)
			for range r.perDay {
				if d.chance(0.04) {
					get(page{expired, d.Int32N(400)}, http.StatusNotFound)
					continue
				}
				kind := []pageKind{summary, detail}[d.IntN(2)]
				get(page{kind, int32(d.IntN(len(w.postings)))}, http.StatusOK)
			}
		}
	}
	return requests
}
