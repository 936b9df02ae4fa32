package web

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"spoor/analysis/predicate"
	"spoor/internal/nearest"
	"spoor/internal/toml"
)

// siteText is a site description as it is written. Patterns are searched in path and query, those of robots in agents.
type siteText struct {
	Static  []string      `toml:"static"` // endings, in place of the usual ones
	Robots  []string      `toml:"robots"` // patterns beside the usual one; case does not matter
	Page    []pageText    `toml:"page"`
	Login   loginText     `toml:"login"`
	Logout  pathText      `toml:"logout"`
	Require []requireText `toml:"require"`

	Embedded any `toml:"embedded"` // "off", or a list of patterns, in place of what the log tells
}

type pageText struct {
	Match string `toml:"match"`
	Menu  string `toml:"menu"`
	Level string `toml:"level"`
}

type pathText struct {
	Path string `toml:"path"`
}

type loginText struct {
	Path    string `toml:"path"`
	Success []int  `toml:"success"` // statuses, in place of those of a redirect
}

type requireText struct {
	Profile string   `toml:"profile"`
	Item    string   `toml:"item"`
	Order   []string `toml:"order"`
	Range   bool     `toml:"range"`
}

// ParseSite reads a site description in TOML. It is strict: a key or a level that is not known, a pattern that does not
// compile, or a requirement that makes no sense is an error that says name and line.
func ParseSite(name string, text []byte) (*Site, error) {
	var written siteText
	d, err := toml.Read(name, text, &written)
	if err != nil {
		return nil, err
	}
	s := &Site{Described: true}
	for _, read := range []func(*toml.Document, *siteText) error{
		s.readPages, s.readPaths, s.readEndings, s.readRobots, s.readEmbedded, s.readRequirements,
	} {
		if err := read(d, &written); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// mostSiteSteps is how many steps all patterns of a site description can be made of together.
const mostSiteSteps = 200_000

// compile compiles a pattern, unless it or all together are too large.
func (s *Site) compile(pattern string) (*regexp.Regexp, error) {
	steps, err := predicate.PatternSteps(pattern)
	if err != nil {
		return nil, err
	}
	if s.steps += steps; s.steps > mostSiteSteps {
		return nil, fmt.Errorf("the patterns are too large together: they make more than %d steps", mostSiteSteps)
	}
	return regexp.Compile(pattern)
}

// levelNames are the levels as a description names them.
var levelNames = map[string]Level{"": LevelUnknown, "summary": LevelSummary, "detail": LevelDetail}

func (s *Site) readPages(d *toml.Document, written *siteText) error {
	for i, page := range written.Page {
		path := fmt.Sprintf("page.%d.", i)
		if page.Match == "" {
			return d.Wrong(path+"match", "page: no pattern to match")
		}
		target, err := s.compile(page.Match)
		if err != nil {
			return d.Wrong(path+"match", "match: %v", err)
		}
		for _, group := range target.SubexpNames() {
			if group != "" && group != "item" && group != "menu" {
				return d.Wrong(path+"match", "match: no group is named %s%s", group,
					nearest.Suggest(group, slices.Values([]string{"item", "menu"})))
			}
		}
		level, known := levelNames[page.Level]
		if !known {
			return d.Wrong(path+"level", "level: %q is not a level%s", page.Level,
				nearest.Suggest(page.Level, slices.Values([]string{"summary", "detail"})))
		}
		item, menu := target.SubexpIndex("item"), target.SubexpIndex("menu")
		s.pages = append(s.pages, pagePattern{target, item, menu, page.Menu, level})
	}
	return nil
}

func (s *Site) readPaths(d *toml.Document, written *siteText) (err error) {
	if s.Login, err = s.pattern(d, "login.path", written.Login.Path); err != nil {
		return err
	}
	if s.logout, err = s.pattern(d, "logout.path", written.Logout.Path); err != nil {
		return err
	}
	return s.readSuccess(d, written.Login.Success)
}

// readSuccess reads the statuses of a login that succeeded.
func (s *Site) readSuccess(d *toml.Document, statuses []int) error {
	if statuses != nil && len(statuses) == 0 {
		return d.Wrong("login.success",
			"success: no status; leave it out where a login that succeeds leads on to another page")
	}
	for i, status := range statuses {
		switch {
		case status < 200 || status > 399:
			return d.Wrong("login.success", "success: %d is not a successful status, 200 to 399", status)
		case slices.Contains(statuses[:i], status):
			return d.Wrong("login.success", "success: %d comes twice", status)
		}
	}
	s.loginPassed = statuses
	return nil
}

// pattern compiles a pattern, nil if there is none. A table without its pattern is an error.
func (s *Site) pattern(d *toml.Document, path, text string) (*regexp.Regexp, error) {
	table, field, _ := strings.Cut(path, ".")
	if text == "" {
		if d.Place(path) >= 0 { // the pattern is empty, or its table is there without it
			return nil, d.Wrong(path, "%s: no %s", table, field)
		}
		return nil, nil
	}
	compiled, err := s.compile(text)
	if err != nil {
		return nil, d.Wrong(path, "%s: %v", path, err)
	}
	return compiled, nil
}

func (s *Site) readEndings(d *toml.Document, written *siteText) error {
	s.endings = staticEndings
	if written.Static != nil {
		s.endings = nil
	}
	for _, ending := range written.Static {
		ending = strings.TrimPrefix(ending, ".")
		if ending == "" {
			return d.Wrong("static", "static: an empty ending")
		}
		s.endings = append(s.endings, ending)
	}
	return nil
}

func (s *Site) readRobots(d *toml.Document, written *siteText) error {
	for _, pattern := range written.Robots {
		if pattern == "" {
			return d.Wrong("robots", "robots: an empty pattern finds everybody")
		}
		if _, err := predicate.PatternSteps(pattern); err != nil { // which (?i:…) could make one
			return d.Wrong("robots", "robots: %v", err)
		}
		compiled, err := s.compile("(?i:" + pattern + ")")
		if err != nil {
			return d.Wrong("robots", "robots: %v", err)
		}
		s.robots = append(s.robots, compiled)
	}
	return nil
}

// readEmbedded reads what pages ask for by themselves: "off", or patterns.
func (s *Site) readEmbedded(d *toml.Document, written *siteText) error {
	patterns, isList := written.Embedded.([]any)
	switch {
	case written.Embedded == nil:
		return nil
	case written.Embedded != "off" && !isList:
		return d.Wrong("embedded", `embedded: it is "off", or a list of patterns as in ["^/image/"]`)
	}
	s.embeddedSaid = true
	for _, pattern := range patterns {
		text, isText := pattern.(string)
		if !isText || text == "" {
			return d.Wrong("embedded", `embedded: %v is no pattern; write patterns as in ["^/image/"]`, pattern)
		}
		compiled, err := s.compile(text)
		if err != nil {
			return d.Wrong("embedded", "embedded: %v", err)
		}
		s.embedded = append(s.embedded, compiled)
	}
	return nil
}

func (s *Site) readRequirements(d *toml.Document, written *siteText) error {
	if len(written.Require) > MaxRequirements {
		return d.Wrong(fmt.Sprintf("require.%d", MaxRequirements), "require: at most %d requirements", MaxRequirements)
	}
	for i, require := range written.Require {
		path := fmt.Sprintf("require.%d.", i)
		requirement := Requirement(require)
		switch {
		case require.Profile == "":
			return d.Wrong(path+"profile", "require: no field of the profile")
		case require.Item == "":
			return d.Wrong(path+"item", "require: no field of the catalogue")
		case require.Order != nil && len(require.Order) < 2:
			return d.Wrong(path+"order", "order: at least two values, in rising order")
		case require.Range && require.Order != nil:
			return d.Wrong(path+"range", "range: numbers have an order of their own; leave out order, or range")
		case slices.ContainsFunc(s.Requirements, func(other Requirement) bool {
			return other.Profile == require.Profile && other.Item == require.Item
		}):
			return d.Wrong(path+"profile", "require: %s of the profile and %s of the item are compared twice",
				require.Profile, require.Item)
		}
		for place, value := range require.Order {
			if slices.Contains(require.Order[:place], value) {
				return d.Wrong(path+"order", "order: %q comes twice", value)
			}
		}
		s.Requirements = append(s.Requirements, requirement)
	}
	return nil
}
