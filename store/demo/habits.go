package demo

import "math"

// habits is how one person behaves during a month.
type habits struct {
	pace
	visits, items               int
	detail                      float64 // share of the summaries that lead to the detail
	unread                      float64 // share of the postings that are applied for without having been opened
	otherMajor, beyondEducation float64 // share of the views that are of such postings
	inOrder                     bool    // takes the postings by number
	detailsOnly                 bool    // opens details without their summary
	bare                        bool    // fetches no static files and names no referrer
	sharing                     int     // who use the account, each on an own device
	strangers                   float64 // chance that one of the others has another major
	devices                     int
	overlaps                    int // days with a visit on another device in the middle of one
}

const (
	shareOfTwoDevices = 0.10
	ordinaryUnread    = 0.003
	ordinaryOverlaps  = 0.04 // of the visits of who has two devices
	detailShape       = 4.4  // of the beta distribution of the share of details; the other is 1
)

// habitsOf is the same in every period.
func (w *world) habitsOf(p *person) habits {
	d := w.stream(characterStream, p.number)
	visits, regular := drawVisits(d)
	h := habits{
		pace:            drawPace(d),
		visits:          visits,
		items:           drawItems(d, visits, regular),
		detail:          d.beta(1, detailShape),
		unread:          ordinaryUnread,
		otherMajor:      p.otherMajor,
		beyondEducation: p.beyondEducation,
		sharing:         1,
		devices:         1,
	}
	if d.chance(shareOfTwoDevices) {
		h.devices = 2
		h.overlaps = d.poisson(ordinaryOverlaps * float64(visits))
	}
	switch {
	case p.kind == nil:
	case p.hard:
		h.follow(d, &p.kind.hard)
	default:
		h.follow(d, &p.kind.easy)
	}
	return h
}

// during returns what is left of the habits of a month in a period of so many months, of which there is at least one
// visit: the fewer visits, the fewer items.
func (h habits) during(d draws, months float64) habits {
	visits := max(int(float64(h.visits)*months+d.Float64()), 1)
	h.items = max(int(math.Round(float64(h.items*visits)/float64(h.visits))), 1)
	h.visits = visits
	if h.overlaps > 0 {
		h.overlaps = max(int(math.Round(float64(h.overlaps)*months)), 1)
	}
	return h
}
