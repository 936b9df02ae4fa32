package web

import (
	"regexp"
	"slices"
	"strings"
)

// Page is what a request target means on the site.
type Page struct {
	Item, Menu string
	Named      bool // the page names an item; an item may be named by the empty string
	Described  bool // a [[page]] of the site description takes it
	Level      Level
	Static     bool
	Embedded   bool // static by the site description's embedded
	Logout     bool
	Login      bool
}

// Site says what the targets of requests mean, and what items ask of users. DefaultSite and ParseSite make one.
type Site struct {
	Requirements []Requirement

	Described     bool          // by a file
	pages         []pagePattern // the first that matches takes a target; none: the item is the path
	Login, logout *regexp.Regexp
	loginPassed   []int    // the statuses of a login that succeeded; none: the usual ones
	endings       []string // of what is static
	robots        []*regexp.Regexp
	embedded      []*regexp.Regexp // of what pages ask for by themselves
	embeddedSaid  bool             // the description says what is embedded, be it nothing
	steps         int              // of all patterns
}

// pagePattern describes pages whose target, path and query, a pattern finds.
type pagePattern struct {
	target     *regexp.Regexp
	item, menu int    // the groups that name them; 0: none does
	otherwise  string // the menu, where no group names it
	level      Level
}

// DefaultSite is a site of which nothing is known: the item is the path, the menu its first segment.
func DefaultSite() *Site { return &Site{endings: staticEndings} }

// Patterns are the patterns of the pages, in the order in which they are tried.
func (s *Site) Patterns() []string {
	var patterns []string
	for i := range s.pages {
		patterns = append(patterns, s.pages[i].target.String())
	}
	return patterns
}

// HasPages reports whether the site description says which pages there are. Without it the item is the path.
func (s *Site) HasPages() bool { return len(s.pages) > 0 }

// FindsEmbedded reports whether the log tells what pages ask for by themselves, since the site description does not say
// it.
func (s *Site) FindsEmbedded() bool { return !s.embeddedSaid }

// Path is a request target without query and fragment.
func Path(target string) string {
	if end := strings.IndexAny(target, "?#"); end >= 0 {
		return target[:end]
	}
	return target
}

// Match is the index of the pattern that takes a target, −1 if none does.
func (s *Site) Match(target string) int {
	for i := range s.pages {
		if s.pages[i].target.MatchString(target) {
			return i
		}
	}
	return -1
}

// Place says what a request target means. Without a description of pages "/jobs/7?from=mail#top" is item "/jobs/7" in
// menu "jobs", and pages without a first segment are in menu "/". With one, what no pattern takes is no item and in no
// menu.
func (s *Site) Place(target string) Page {
	address, _, _ := strings.Cut(target, "?")
	page := s.place(target, address)
	page.Embedded = !page.Described && s.isEmbedded(target)
	page.Static = page.Embedded || s.isStatic(address)
	page.Login = s.Login != nil && s.Login.MatchString(target)
	page.Logout = s.logout != nil && s.logout.MatchString(target)
	return page
}

func (s *Site) place(target, address string) Page {
	if len(s.pages) == 0 {
		path, _, _ := strings.Cut(address, "#")
		return Page{Item: path, Menu: FirstSegment(path), Named: true}
	}
	for i := range s.pages {
		if groups := s.pages[i].target.FindStringSubmatchIndex(target); groups != nil {
			return s.pages[i].page(target, groups)
		}
	}
	return Page{}
}

// page reads the item and the menu out of a target by where the groups of the pattern lie in it.
func (p *pagePattern) page(target string, groups []int) Page {
	page := Page{Level: p.level, Menu: p.otherwise, Described: true}
	group := func(number int) (text string, found bool) {
		if number <= 0 || groups[2*number] < 0 {
			return "", false
		}
		return target[groups[2*number]:groups[2*number+1]], true
	}
	page.Item, page.Named = group(p.item)
	if menu, _ := group(p.menu); menu != "" {
		page.Menu = menu
	}
	return page
}

// FirstSegment is the first segment of a path, "/" where there is none.
func FirstSegment(path string) string {
	_, rest, found := strings.Cut(path, "/")
	if !found || path == "/" {
		return "/"
	}
	segment, _, _ := strings.Cut(rest, "/")
	return segment
}

// staticEndings are the file name endings of what a browser loads by itself, unless a site description says otherwise.
var staticEndings = []string{
	"css", "js", "mjs", "map",
	"ico", "png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "bmp",
	"woff", "woff2", "ttf", "otf", "eot",
	"mp3", "mp4", "webm",
}

func (s *Site) isStatic(address string) bool {
	for _, ending := range s.endings {
		dot := len(address) - len(ending) - 1
		if dot >= 0 && address[dot] == '.' && strings.EqualFold(address[dot+1:], ending) {
			return true
		}
	}
	return false
}

// isEmbedded reports whether the description says that pages ask for this by themselves.
func (s *Site) isEmbedded(target string) bool {
	return slices.ContainsFunc(s.embedded, func(pattern *regexp.Regexp) bool { return pattern.MatchString(target) })
}

// Levels reports whether any page has a level.
func (s *Site) Levels() bool {
	for i := range s.pages {
		if s.pages[i].level != LevelUnknown {
			return true
		}
	}
	return false
}

// IsViewStatus reports whether a request with this HTTP status showed its page: 2xx, or 304 from the browser's cache.
func IsViewStatus(status int) bool { return status >= 200 && status < 300 || status == 304 }

// IsClientError reports whether a request with this HTTP status was refused: 4xx.
func IsClientError(status int) bool { return status >= 400 && status < 500 }
