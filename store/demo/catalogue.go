package demo

import (
	"encoding/csv"
	"io"
	"strconv"
)

// education levels in rising order: who has one meets a posting that asks for it or for a lower one.
var educations = []string{"none", "highschool", "associate", "bachelor", "master", "doctor"}

var majors = []string{"mathematics", "physics", "chemistry", "biology", "medicine", "electronics", "computing", "mechanics", "economics",
	"law", "literature", "history"}

var menus = []string{"professor", "lecturer", "postdoc", "researcher", "industry", "public", "overseas"}

// positions are what is on offer in the menus.
var positions = []string{"Professor", "Lecturer", "Postdoc", "Researcher", "Engineer", "Officer", "Fellow abroad"}

var (
	menuWeights             = newWeights([]float64{18, 22, 12, 20, 14, 9, 5})
	educationsAsked         = newWeights([]float64{8, 4, 8, 22, 28, 30})
	anyMajor                = int8(len(majors))
	shareOfAnyMajor         = 0.20
	popularitySpread        = 0.9
	firstNumber       int32 = 1001 // the id of the first posting in URLs
	postingsOfCompany int32 = 6
)

// posting is one job on offer.
type posting struct {
	menu, education, major int8
	popularity             float64
}

func newPostings(d draws, n int) []posting {
	postings := make([]posting, n)
	for i := range postings {
		p := posting{menu: int8(menuWeights.pick(d)), education: int8(educationsAsked.pick(d)), major: int8(d.IntN(len(majors)))}
		if d.chance(shareOfAnyMajor) {
			p.major = anyMajor
		}
		p.popularity = d.logNormal(1, popularitySpread)
		postings[i] = p
	}
	return postings
}

func (p posting) majorName() string {
	if p.major == anyMajor {
		return "any"
	}
	return majors[p.major]
}

// field is what the title of the posting says of its major.
func (p posting) field() string {
	if p.major == anyMajor {
		return "any field"
	}
	return majors[p.major]
}

// writeCatalogue has one row for a posting and one for the application to it, which one should not open before the posting.
func (w *world) writeCatalogue(out io.Writer) error {
	table := csv.NewWriter(out)
	table.Write([]string{"item", "title", "menu", "education", "major", "requires"})
	for i, p := range w.postings {
		id := strconv.Itoa(int(firstNumber) + i)
		title := positions[p.menu] + ", " + p.field()
		table.Write([]string{id, title, menus[p.menu], educations[p.education], p.majorName(), ""})
		table.Write([]string{"apply/" + id, "Application: " + title, "apply", "", "", id})
	}
	table.Flush()
	return table.Error()
}

const pagesDescription = `# What the URLs of the made-up recruitment site mean.
[[page]]
match = '^/jobs/(?P<item>\d+)\?menu=(?P<menu>[a-z]+)$'
level = "summary"
[[page]]
match = '^/jobs/(?P<item>\d+)/detail\?menu=(?P<menu>[a-z]+)$'
level = "detail"
[[page]]
match = '^/(?P<item>apply/\d+)$'
menu  = "apply"
[login]
path = '^/login$'
[logout]
path = '^/logout$'
[[require]]
profile = "education"
item    = "education"
order   = ["none", "highschool", "associate", "bachelor", "master", "doctor"]
[[require]]
profile = "major"
item    = "major"
`

func writePages(out io.Writer) error {
	_, err := io.WriteString(out, pagesDescription)
	return err
}
