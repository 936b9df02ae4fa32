package demo

import (
	"encoding/csv"
	"io"
	"math"
	"strconv"
	"time"
)

// person is a user of the site: who it is, and what the truth about it is.
type person struct {
	number  int // of everybody who has ever come
	account string
	name    string
	male    bool
	region  string
	born    int
	joined  time.Time
	background
	reticent bool  // the profile says neither education nor major
	kind     *kind // nil for an ordinary user
	hard     bool
	// The shares of a person's views that are of another major, and of an education beyond the own.
	otherMajor, beyondEducation float64
	leftOpen                    time.Duration // how long, in this period, a page was left open that reloads itself
}

const (
	shareOfMen      = 0.68
	shareOfReticent = 0.03
	joinPerDay      = 0.08 / daysOfMonth // share of the users that join on a day of the period
	joinedBefore    = 3 * 365            // days before the start, at most
)

var (
	educationsHeld = newWeights([]float64{1, 3, 6, 27, 33, 30})
	regions        = []string{"서울", "경기", "부산", "대전", "대구", "광주", "인천", "강원", "전북", "경남", "제주"}
	regionWeights  = newWeights([]float64{38, 18, 9, 9, 7, 5, 5, 3, 3, 2, 1})
)

// How little the own profile matters to a person: 0 if nothing is looked at that doesn't fit, 1 if the postings that
// don't fit are looked at as often as there are such postings. It differs between people: beta distributed, with these
// means and precisions.
const (
	carelessOfMajor       = 0.1095
	majorPrecision        = 4.0
	carelessOfEducation   = 0.318
	educationPrecision    = 3.5
	correlationOfCareless = 0.66
)

// newcomers makes up n people who come for the first time, among them those who misuse the site.
func (w *world) newcomers(n int) []*person {
	d := w.periodStream(newcomerStream, 0)
	ofMajor, ofEducation := d.betaQuantiles(carelessOfMajor, majorPrecision),
		d.betaQuantiles(carelessOfEducation, educationPrecision)
	people := make([]*person, n)
	for i := range people {
		p := &person{number: w.known, male: d.chance(shareOfMen), region: regions[regionWeights.pick(d)],
			reticent: d.chance(shareOfReticent)}
		w.known++
		p.education, p.major = int8(educationsHeld.pick(d)), int8(d.IntN(len(majors)))
		p.born = w.Start.Year() - min(22+int(d.gamma(2.5)*4)+2*int(p.education), 68)
		p.joined = w.joined(d, n)
		u, v := d.pair(correlationOfCareless)
		p.otherMajor = ofMajor[int(u*float64(len(ofMajor)))] * shareOfOtherMajors
		p.beyondEducation = ofEducation[int(v*float64(len(ofEducation)))] * shareBeyond(p.education)
		w.introduce(d, p)
		people[i] = p
	}
	w.assignKinds(d, people)
	return people
}

// joined draws the day on which one of n newcomers joined: mostly in the years before, the more the later, sometimes
// while the log was written.
func (w *world) joined(d draws, n int) time.Time {
	if d.chance(joinPerDay * float64(w.Days) * float64(w.Users) / float64(n)) {
		return w.Start.AddDate(0, 0, d.IntN(w.Days))
	}
	u := d.Float64()
	return w.Start.AddDate(0, 0, -1-int(u*math.Sqrt(u)*joinedBefore))
}

// follow takes over from the period before the people who come again: the more often somebody comes, the likelier
// within the days of this period.
func (w *world) follow(before *world) {
	w.period, w.known, w.accounts = before.period+1, before.known, before.accounts
	d := w.periodStream(returnStream, 0)
	for _, p := range before.people {
		_, _, leaves := before.presence(p)
		comes := d.chance(1 - math.Exp(-float64(w.habitsOf(p).visits)*w.months()))
		if comes && !leaves && len(w.people) < w.Users {
			w.people = append(w.people, p)
		}
	}
}

func (w *world) writeProfiles(out io.Writer) error {
	table := csv.NewWriter(out)
	table.Write([]string{"user", "name", "gender", "born", "education", "major", "region", "joined"})
	for _, p := range w.people {
		gender, education, major := "female", educations[p.education], majors[p.major]
		if p.male {
			gender = "male"
		}
		if p.reticent {
			education, major = "", ""
		}
		table.Write([]string{p.account, p.name, gender, strconv.Itoa(p.born), education, major, p.region,
			p.joined.Format(time.DateOnly)})
	}
	table.Flush()
	return table.Error()
}

func (w *world) writeTruth(out io.Writer) error {
	table := csv.NewWriter(out)
	table.Write([]string{"user", "kind", "case"})
	for _, p := range w.people {
		if p.kind != nil {
			table.Write([]string{p.account, p.kind.name, p.difficulty()})
		}
	}
	table.Flush()
	return table.Error()
}

func (p *person) difficulty() string {
	switch {
	case p.kind.harmless:
		return "harmless"
	case p.hard:
		return "hard"
	}
	return "easy"
}
