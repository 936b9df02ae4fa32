package demo

import "math"

// kind is a way to misuse the site, or a harmless way of life that looks like one.
type kind struct {
	name       string
	share      float64 // of the users
	harmless   bool
	easy, hard recipe // harmless kinds have only one
}

// recipe is what makes a kind's behaviour different from an ordinary person's. Ranges are drawn from evenly; what is
// zero stays ordinary.
type recipe struct {
	visits, items   [2]int
	reading         [2]float64 // seconds: the mean where there is jitter, else the median
	jitter          [2]float64 // a program's: by which share its pace varies
	detail          [2]float64 // share of the summaries that lead to the detail
	otherMajor      [2]float64 // share of the views that are of another major
	beyondEducation [2]float64 // share of the views that ask for more education
	unread          float64    // share of the postings that are applied for without having been opened
	inOrder         float64    // chance that the postings are taken by number
	detailsOnly     float64    // chance that details are opened without their summary
	bare            bool       // neither static files nor referrers
	sharing         [2]int     // who use the account, each on an own device
	strangers       float64    // chance that one of them has another major than the owner
	overlaps        [2]int     // days on which one of them visits in the middle of another's visit
}

// kinds are about three users in a hundred who misuse the site, and half as many who only look like it.
var kinds = []kind{
	{ // copies postings at a steady pace, one after the other
		name: "copyist", share: 0.0049,
		easy: recipe{visits: [2]int{1, 4}, items: [2]int{80, 260}, reading: [2]float64{5, 18}, jitter: [2]float64{0.04, 0.12},
			inOrder: 0.8},
		hard: recipe{visits: [2]int{3, 8}, items: [2]int{50, 110}, reading: [2]float64{12, 35},
			jitter: [2]float64{0.12, 0.30}},
	},
	{ // downloads postings by program as fast as it can; the hard case behaves like a browser and takes its time
		name: "scraper", share: 0.0043,
		easy: recipe{visits: [2]int{1, 3}, items: [2]int{120, 460}, reading: [2]float64{0.4, 2}, jitter: [2]float64{0.2, 0.4},
			inOrder: 1, detailsOnly: 0.5, bare: true},
		hard: recipe{visits: [2]int{4, 12}, items: [2]int{60, 140}, reading: [2]float64{3, 9}, jitter: [2]float64{0.3, 0.5}},
	},
	{ // reads far more postings than anyone needs, at a person's pace
		name: "hoarder", share: 0.0050,
		easy: recipe{visits: [2]int{8, 30}, items: [2]int{150, 390}, detail: [2]float64{1, 1}},
		hard: recipe{visits: [2]int{8, 30}, items: [2]int{70, 140}, detail: [2]float64{0.8, 1}},
	},
	{ // several people use one account, at times together
		name: "shared", share: 0.0055,
		easy: recipe{visits: [2]int{12, 30}, items: [2]int{50, 100}, sharing: [2]int{3, 5}, strangers: 0.6,
			overlaps: [2]int{4, 9}},
		hard: recipe{visits: [2]int{10, 16}, items: [2]int{40, 65}, sharing: [2]int{2, 2}, strangers: 0.1,
			overlaps: [2]int{1, 2}},
	},
	{ // an account in the hands of somebody whom other postings interest
		name: "borrowed", share: 0.0055,
		easy: recipe{items: [2]int{15, 50}, otherMajor: [2]float64{0.88, 1}, beyondEducation: [2]float64{0.2, 0.6}},
		hard: recipe{items: [2]int{10, 30}, otherMajor: [2]float64{0.70, 0.95}},
	},
	{ // applies for postings that were never opened
		name: "out-of-order", share: 0.0049,
		easy: recipe{items: [2]int{15, 45}, unread: 0.45},
		hard: recipe{items: [2]int{10, 30}, unread: 0.20},
	},
	{ // looks for a job with all energy
		name: "keen", share: 0.0049, harmless: true,
		easy: recipe{visits: [2]int{20, 60}, items: [2]int{60, 150}},
	},
	{ // reads everything very slowly
		name: "slow", share: 0.0049, harmless: true,
		easy: recipe{visits: [2]int{1, 5}, items: [2]int{12, 35}, reading: [2]float64{120, 300}},
	},
	{ // comes once and looks around for long
		name: "one-visit", share: 0.0049, harmless: true,
		easy: recipe{visits: [2]int{1, 1}, items: [2]int{25, 60}},
	},
}

// assignKinds gives every kind to as many newcomers as its share of the users leaves beside those who come again, easy
// and hard in turn.
func (w *world) assignKinds(d draws, newcomers []*person) {
	known := map[*kind]int{}
	for _, p := range w.people {
		known[p.kind]++
	}
	order := d.Perm(len(newcomers))
	for k := range kinds {
		kind := &kinds[k]
		wanted := int(math.Round(kind.share*float64(w.Users))) - known[kind]
		n := min(max(wanted, 0), len(order))
		for j, i := range order[:n] {
			newcomers[i].kind = kind
			newcomers[i].hard = !kind.harmless && j%2 == 1
		}
		order = order[n:]
	}
}

// forbidMisuse makes ordinary people of all who misuse the site.
func (w *world) forbidMisuse() {
	for _, p := range w.people {
		if p.kind != nil && !p.kind.harmless {
			p.kind = nil
		}
	}
}

// follow changes the habits of an ordinary person into those of the recipe.
func (h *habits) follow(d draws, r *recipe) {
	whole := func(target *int, limits [2]int) {
		if limits[1] > 0 {
			*target = d.within(limits[0], limits[1])
		}
	}
	share := func(target *float64, limits [2]float64) {
		if limits[1] > 0 {
			*target = d.between(limits[0], limits[1])
		}
	}
	whole(&h.visits, r.visits)
	whole(&h.items, r.items)
	whole(&h.sharing, r.sharing)
	whole(&h.overlaps, r.overlaps)
	share(&h.reading, r.reading)
	share(&h.spread, r.jitter)
	share(&h.detail, r.detail)
	share(&h.otherMajor, r.otherMajor)
	share(&h.beyondEducation, r.beyondEducation)
	h.machine = r.jitter[1] > 0
	h.unread = max(h.unread, r.unread)
	h.inOrder = d.chance(r.inOrder)
	h.detailsOnly = d.chance(r.detailsOnly)
	h.bare = r.bare
	h.strangers = r.strangers
}
