package demo

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"time"
)

// person is a user of the site: who it is, and what the truth about it is.
type person struct {
	account string
	name    string
	gender  string
	region  string
	born    int
	joined  time.Time
	background
	kind *kind // nil for an ordinary user
	hard bool
	// The shares of a person's views that are of another major, and of an education beyond the own.
	otherMajor, beyondEducation float64
	leftOpen                    time.Duration // how long a page was left open that reloads itself
}

var (
	educationsHeld = newWeights([]float64{1, 3, 6, 27, 33, 30})
	regions        = []string{"Seoul", "Gyeonggi", "Busan", "Daejeon", "Daegu", "Gwangju", "Incheon", "Gangwon", "Jeonbuk", "Gyeongnam", "Jeju"}
	regionWeights  = newWeights([]float64{38, 18, 9, 9, 7, 5, 5, 3, 3, 2, 1})
)

type spelling struct{ korean, latin string }

var surnames = []spelling{{"김", "kim"}, {"이", "lee"}, {"박", "park"}, {"최", "choi"}, {"정", "jung"}, {"강", "kang"}, {"조", "cho"}, {"윤", "yoon"},
	{"장", "jang"}, {"임", "lim"}, {"한", "han"}, {"오", "oh"}, {"서", "seo"}, {"신", "shin"}, {"권", "kwon"}, {"황", "hwang"}}

// givenNames are, in turn, a man's and a woman's.
var givenNames = []spelling{{"민준", "minjun"}, {"서연", "seoyeon"}, {"지훈", "jihoon"}, {"지영", "jiyoung"}, {"성호", "sungho"}, {"은주", "eunju"},
	{"영수", "youngsoo"}, {"미경", "mikyung"}, {"동현", "donghyun"}, {"수진", "sujin"}, {"상우", "sangwoo"}, {"혜진", "hyejin"}, {"준호", "junho"},
	{"유진", "yujin"}, {"태영", "taeyoung"}, {"현정", "hyunjung"}, {"진우", "jinwoo"}, {"보람", "boram"}, {"재석", "jaeseok"}, {"나영", "nayoung"}}

// The share of views that do not fit differs between people: beta distributed, with these means. Who has no degree finds fewer
// postings that fit; a doctor meets every one.
const (
	meanOtherMajor      = 0.077
	meanBeyondEducation = 0.139
	mismatchPrecision   = 4.0
	mismatchCorrelation = 0.22
)

var beyondByEducation = []float64{1.6, 1.5, 1.3, 1.15, 1, 0}

func (w *world) newPeople(d draws) []person {
	people := make([]person, w.Users)
	taken := map[string]int{}
	otherMajor := d.betaQuantiles(meanOtherMajor, mismatchPrecision)
	var beyond [][]float64
	for _, factor := range beyondByEducation {
		beyond = append(beyond, d.betaQuantiles(meanBeyondEducation*factor, mismatchPrecision))
	}
	for i := range people {
		p := &people[i]
		p.introduce(d, taken)
		p.education, p.major = int8(educationsHeld.pick(d)), int8(d.IntN(len(majors)))
		p.region = regions[regionWeights.pick(d)]
		p.born = w.Start.Year() - min(22+int(d.gamma(2.5)*4)+2*int(p.education), 68)
		p.joined = w.joined(d)
		u, v := d.pair(mismatchCorrelation)
		p.otherMajor = otherMajor[int(u*float64(len(otherMajor)))]
		p.beyondEducation = beyond[p.education][int(v*float64(len(beyond[p.education])))]
	}
	w.assignKinds(d, people)
	return people
}

// introduce gives a person a name and an account that nobody else has.
func (p *person) introduce(d draws, taken map[string]int) {
	given, family := d.IntN(len(givenNames)), surnames[d.IntN(len(surnames))]
	p.gender = []string{"male", "female"}[given%2]
	p.name = family.korean + givenNames[given].korean
	p.account = givenNames[given].latin + "." + family.latin
	taken[p.account]++
	if n := taken[p.account]; n > 1 {
		p.account += strconv.Itoa(n)
	}
}

// joined draws the day on which a person joined: mostly in the three years before, sometimes while the log was written.
func (w *world) joined(d draws) time.Time {
	const shareOfNew = 0.08
	if d.chance(shareOfNew) {
		return w.Start.AddDate(0, 0, d.IntN(w.Days))
	}
	return w.Start.AddDate(0, 0, -1-d.IntN(3*365))
}

func (w *world) writeProfiles(out io.Writer) error {
	table := csv.NewWriter(out)
	table.Write([]string{"user", "name", "gender", "born", "education", "major", "region", "joined"})
	for i := range w.people {
		p := &w.people[i]
		table.Write([]string{p.account, p.name, p.gender, fmt.Sprint(p.born), educations[p.education], majors[p.major], p.region,
			p.joined.Format(time.DateOnly)})
	}
	table.Flush()
	return table.Error()
}

func (w *world) writeTruth(out io.Writer) error {
	table := csv.NewWriter(out)
	table.Write([]string{"user", "kind", "case"})
	for i := range w.people {
		if p := &w.people[i]; p.kind != nil {
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
