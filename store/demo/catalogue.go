package demo

import (
	"encoding/csv"
	"io"
	"strconv"
)

// education levels in rising order: who has one meets a posting that asks for it or for a lower one.
var educations = []string{"none", "highschool", "associate", "bachelor", "master", "doctor"}

var majors = []string{"수학", "물리학", "화학", "생물학", "의학", "전자공학", "컴퓨터공학", "기계공학", "경제학", "법학", "국문학", "사학"}

// section is a menu of the site: who offers the positions in it, and what they are called.
type section struct {
	menu, employer, position string
	weight                   float64
}

var sections = []section{
	{"professor", "대학교", "전임교수 초빙", 18},
	{"lecturer", "대학교", "시간강사 모집", 22},
	{"postdoc", "대학교", "박사후연구원 모집", 12},
	{"researcher", "연구원", "연구원 채용", 20},
	{"industry", "산업", "연구개발직 채용", 14},
	{"public", "공사", "연구직 경력 채용", 9},
	{"overseas", "해외연구소", "객원연구원 모집", 5},
}

// employers are the names of made-up foundations, which have a university, an institute and a firm each.
var employers = []string{"가람", "나래", "다솜", "라온", "마루", "바다", "새별", "아라", "온누리", "한빛", "한울", "하늘", "미리내", "도담", "슬기",
	"해오름", "푸른", "늘봄", "참빛", "솔빛"}

var (
	menuWeights             = weightsOf(sections, func(s section) float64 { return s.weight })
	educationsAsked         = newWeights([]float64{8, 4, 8, 22, 28, 30})
	anyMajor                = int8(len(majors))
	popularitySpread        = 0.9
	firstNumber       int32 = 1001 // the id of the first posting in URLs
	postingsOfCompany int32 = 6
)

const (
	shareOfAnyMajor    = 0.20
	shareOfOtherMajors = (1 - shareOfAnyMajor) * 11 / 12 // of all postings, for a person of one of the twelve
)

// shareBeyond is the share of the postings that ask for a higher education than the given one.
func shareBeyond(education int8) float64 {
	return 1 - educationsAsked[education]/educationsAsked[len(educationsAsked)-1]
}

// posting is one job on offer.
type posting struct {
	menu, education, major int8
	popularity             float64
}

func newPostings(d draws, n int) []posting {
	postings := make([]posting, n)
	for i := range postings {
		p := posting{menu: int8(menuWeights.pick(d)), education: int8(educationsAsked.pick(d)),
			major: int8(d.IntN(len(majors)))}
		if d.chance(shareOfAnyMajor) {
			p.major = anyMajor
		}
		p.popularity = d.logNormal(1, popularitySpread)
		postings[i] = p
	}
	return postings
}

// requirement is what the catalogue says of education and major; what is not required is empty.
func (p posting) requirement() (education, major string) {
	if p.education > 0 {
		education = educations[p.education]
	}
	if p.major != anyMajor {
		major = majors[p.major]
	}
	return education, major
}

// title is how the posting is announced by the employer of a number.
func (p posting) title(number int) string {
	field := "전 분야"
	if p.major != anyMajor {
		field = majors[p.major]
	}
	section := &sections[p.menu]
	return employers[number%len(employers)] + section.employer + " " + field + " " + section.position
}

// writeCatalogue has one row for a posting and one for the application to it, which one should not open before the
// posting.
func (w *world) writeCatalogue(out io.Writer) error {
	table := csv.NewWriter(out)
	table.Write([]string{"item", "title", "menu", "education", "major", "requires"})
	for i, p := range w.postings {
		id, title := strconv.Itoa(int(firstNumber)+i), p.title(i/int(postingsOfCompany))
		education, major := p.requirement()
		table.Write([]string{id, title, sections[p.menu].menu, education, major, ""})
		table.Write([]string{"apply/" + id, "지원: " + title, "apply", "", "", id})
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
