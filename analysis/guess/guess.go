// Package guess writes a first site description from the requests of a log.
package guess

import (
	"iter"
	"regexp"
	"slices"
	"strings"
	"sync"

	"spoor/analysis/web"
)

// Site writes a first site description for a person to go on with, from targets and how often each was requested, in
// any order. Numbers and hexadecimal ids in the path, or else in the query, are taken for items, the first segment of
// the path for the menu, and where /x/ID and /x/ID/detail are both there for summary and detail. Where no ids are found
// it says nothing of pages, which leaves every path an item. What is embedded is no page.
func Site(targets iter.Seq2[string, int64], embedded []web.Embedded) string {
	g := guess{
		shapes: map[string]*shape{}, sections: map[string]*shape{}, words: map[string]map[string]int64{},
		embedded: embedded,
	}
	templates := map[string]bool{}
	for i := range embedded {
		templates[embedded[i].Template] = true
	}
	for target, requests := range targets {
		if len(templates) == 0 || !templates[web.PathTemplate(target)] {
			g.add(target, requests)
		}
	}
	return g.write()
}

// guess collects what targets look like.
type guess struct {
	shapes   map[string]*shape           // with ids, by what they look like: "/jobs/{n}/detail", "/view.php?id={n}"
	sections map[string]*shape           // paths without ids, by the first segment
	words    map[string]map[string]int64 // requests of paths that end in a word for logging in or out
	embedded []web.Embedded
}

// shape is how many targets look. Its example is the first of them.
type shape struct {
	requests int64
	ids      map[string]bool
	example  string
}

func take(shapes map[string]*shape, name, id, target string, requests int64) {
	s := shapes[name]
	if s == nil {
		s = &shape{ids: map[string]bool{}, example: target}
		shapes[name] = s
	}
	s.requests += requests
	s.ids[id] = true
	s.example = min(s.example, target)
}

var (
	plainSegment = regexp.MustCompile(`^[A-Za-z0-9._~%@:+,;=!()$&*-]+$`)
	plainName    = regexp.MustCompile(`^[A-Za-z0-9_.-]+$`)
	decimalID    = regexp.MustCompile(`^[0-9]+$`)
	hexID        = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^(?:[0-9a-fA-F]{8,}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$`)
	})
)

// marks stand for ids in the name of a shape; no plain segment has braces.
var marks = map[string]string{"{n}": `\d+`, "{h}": `[0-9a-fA-F-]{8,}`}

// markOf is the mark of an id, "" for anything else. A hexadecimal id has a digit, or "defaced" would be one.
func markOf(text string) string {
	switch {
	case decimalID.MatchString(text):
		return "{n}"
	case hexID().MatchString(text) && strings.ContainsAny(text, "0123456789"):
		return "{h}"
	default:
		return ""
	}
}

func (g *guess) add(target string, requests int64) {
	address, query, _ := strings.Cut(target, "?")
	if web.DefaultSite().Place(address).Static {
		return
	}
	address, _, _ = strings.Cut(address, "#")
	query, _, _ = strings.Cut(query, "#")
	rest, rooted := strings.CutPrefix(strings.TrimSuffix(address, "/"), "/")
	segments := strings.Split(rest, "/")
	if !rooted || !all(segments, plainSegment.MatchString) {
		return
	}
	g.addWord(segments[len(segments)-1], "/"+rest, requests)
	id, marked := "", slices.Clone(segments)
	for i, segment := range segments {
		if mark := markOf(segment); mark != "" {
			id, marked[i] = strings.Join(segments[:i+1], "/"), mark
		}
	}
	switch {
	case id != "":
		take(g.shapes, "/"+strings.Join(marked, "/"), id, "/"+rest, requests)
	case !g.addQuery("/"+rest, query, requests) && len(segments) > 1:
		take(g.sections, segments[0], rest, "/"+rest, requests)
	}
}

func all(texts []string, is func(string) bool) bool {
	return !slices.ContainsFunc(texts, func(text string) bool { return !is(text) })
}

// noItems are parameters whose numbers are no items.
var noItems = strings.Fields("page p pg offset start from to limit size count per_page sort order " +
	"t ts time date year month day v ver version rev w h width height")

// addQuery takes the parameters of a query that may be items, and reports whether there are any.
func (g *guess) addQuery(path, query string, requests int64) bool {
	found := false
	for parameter := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(parameter, "=")
		mark := markOf(value)
		if mark != "" && plainName.MatchString(name) && !slices.Contains(noItems, strings.ToLower(name)) {
			take(g.shapes, path+"?"+name+"="+mark, value, path+"?"+name+"="+value, requests)
			found = true
		}
	}
	return found
}

// doors are the words that paths for logging in and out end with.
var doors = map[string]string{
	"login": "login", "signin": "login", "sign-in": "login", "log-in": "login",
	"logout": "logout", "signout": "logout", "sign-out": "logout", "log-out": "logout", "logoff": "logout",
}

func (g *guess) addWord(segment, path string, requests int64) {
	word, _, _ := strings.Cut(strings.ToLower(segment), ".")
	if door := doors[word]; door != "" {
		if g.words[door] == nil {
			g.words[door] = map[string]int64{}
		}
		g.words[door][path] += requests
	}
}
