package analysis

import (
	"iter"
	"regexp"
	"slices"
	"strings"
)

// Page is what a request target means on the site.
type Page struct {
	Item, Menu string
	Named      bool // the page names an item; an item may be named by the empty string
	Level      Level
	Static     bool
	Logout     bool
	Login      bool
}

// Site says what the targets of requests mean, and what users should meet.
type Site struct {
	Requirements []Requirement

	described bool // by a file
}

// DefaultSite is a site of which nothing is known: the item is the path, the menu its first segment.
func DefaultSite() *Site { return &Site{} }

// levels reports whether pages have levels.
func (s *Site) levels() bool { return false }

// ParseSite reads a site description in TOML; name is said in errors.
func ParseSite(name string, text []byte) (*Site, error) { return DefaultSite(), nil }

// Patterns are the patterns of the pages, in the order in which they are tried.
func (s *Site) Patterns() []string { return nil }

// Match is the index of the page that takes a target, −1 for none.
func (s *Site) Match(target string) int { return -1 }

// IsRobot reports whether an agent declares itself a robot, by the usual patterns or the site's own.
func (s *Site) IsRobot(agent string) bool { return IsRobot(agent) }

// GuessSite writes a first site description from targets and how often each was requested.
func GuessSite(targets iter.Seq2[string, int64]) string { return "" }

// Place says what a request target means: "/jobs/7?from=mail#top" is item "/jobs/7" in menu "jobs". Pages without a
// first segment are in menu "/".
func (s *Site) Place(target string) Page {
	address, _, _ := strings.Cut(target, "?")
	path, _, _ := strings.Cut(address, "#")
	return Page{Item: path, Menu: firstSegment(path), Named: true, Static: isStatic(address)}
}

func firstSegment(path string) string {
	_, rest, found := strings.Cut(path, "/")
	if !found || path == "/" {
		return "/"
	}
	segment, _, _ := strings.Cut(rest, "/")
	return segment
}

// staticEndings are the file name endings of what a browser loads by itself.
var staticEndings = []string{
	"css", "js", "mjs", "map",
	"ico", "png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "bmp",
	"woff", "woff2", "ttf", "otf", "eot",
	"mp3", "mp4", "webm",
}

func isStatic(address string) bool {
	dot := strings.LastIndexByte(address, '.')
	return dot >= 0 && slices.ContainsFunc(staticEndings, func(ending string) bool {
		return strings.EqualFold(address[dot+1:], ending)
	})
}

// robotAgent finds agents that say they are robots. "bot" must end a word: a Cubot is a telephone, but "Googlebot/2.1"
// and "bot;" are robots; the negated class is a word boundary that knows letters outside ASCII.
var robotAgent = regexp.MustCompile(`(?i)bot(?:[^\p{L}\p{N}_]|$)|crawl|spider|slurp|curl/|wget|python-requests|feedfetcher|archiver`)

// IsRobot reports whether an agent declares itself a robot.
func IsRobot(agent string) bool { return robotAgent.MatchString(agent) }

// IsViewStatus reports whether a request with this HTTP status showed its page: 2xx, or 304 from the browser's cache.
func IsViewStatus(status int) bool { return status >= 200 && status < 300 || status == 304 }

// IsRefusedStatus reports whether a request with this HTTP status was refused: 4xx.
func IsRefusedStatus(status int) bool { return status >= 400 && status < 500 }
