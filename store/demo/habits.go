package demo

// habits is how one person behaves during the month.
type habits struct {
	pace
	visits, items               int
	detail                      float64 // share of the summaries that lead to the detail
	unread                      float64 // share of the postings that are applied for without having been opened
	otherMajor, beyondEducation float64 // share of the views that are of such postings
	inOrder                     bool    // takes the postings by number
	detailsOnly                 bool    // opens details without their summary
	bare                        bool    // fetches no static files and names no referrer
	devices                     int
	overlaps                    int // visits that begin on another device in the middle of one
}

const (
	shareOfTwoDevices = 0.10
	ordinaryUnread    = 0.003
)

func habitsOf(d draws, p *person) habits {
	visits, regular := drawVisits(d)
	h := habits{
		pace:            drawPace(d),
		visits:          visits,
		items:           drawItems(d, visits, regular),
		detail:          d.beta(1, 4.15),
		unread:          ordinaryUnread,
		otherMajor:      p.otherMajor,
		beyondEducation: p.beyondEducation,
		devices:         1,
	}
	if d.chance(shareOfTwoDevices) {
		h.devices = 2
	}
	switch {
	case p.kind == nil:
	case p.hard:
		h.follow(d, p.kind.hard)
	default:
		h.follow(d, p.kind.easy)
	}
	return h
}
