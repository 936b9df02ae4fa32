package guess

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"spoor/analysis/units"
	"spoor/analysis/web"
)

const (
	leastIDs     = 2  // that a shape must have, or it is one page
	leastPaths   = 3  // that a section must have, or it is a few pages
	mostPatterns = 40 // that a person likes to read
)

const guessHeader = `# What the URLs of this site mean: a first guess, for you to put right.
# Patterns are tried in order against path and query, and the first that matches says what the page is. What no pattern
# takes is no item. Check with: spoor site check FILE LOG
`

const guessFooter = `
# Endings that are loaded by the browser and not by the user, in place of the usual ones:
# static = ["css", "js", "png"]          (at the top of the file)
# Agents that are robots although they do not say so:
# robots = ["^monitor/"]                 (at the top of the file)
# What users should meet of what items ask for, by the columns of profiles and catalogue:
# [[require]]
# profile = "education"
# item    = "education"
# order   = ["none", "bachelor", "master"]
# or, where items ask for numbers as in 20-35, 20+ or -35:
# range   = true
`

func (g *guess) write() string {
	var text strings.Builder
	text.WriteString(guessHeader)
	names := g.chosen()
	bare := g.busiest(names)
	for _, name := range names {
		s := g.shapes[name]
		fmt.Fprintf(&text, "\n# %s of %s, such as %s\n[[page]]\n",
			requestNoun.Count(int(s.requests)), itemNoun.Count(len(s.ids)), s.example)
		fmt.Fprintf(&text, "match = '%s'\nmenu  = '%s'\n", patternOf(name, bare), menuOf(name))
		if level := g.levelOf(name); level != "" {
			fmt.Fprintf(&text, "level = \"%s\"\n", level)
		}
	}
	if len(names) > 0 {
		g.writeSections(&text)
	} else {
		text.WriteString("\n# There are no ids in the requests. Without a [[page]] every path is an item, " +
			"and its first segment the menu.\n")
	}
	for _, door := range []string{"login", "logout"} {
		if paths := g.words[door]; len(paths) > 0 {
			busiest := slices.MinFunc(slices.Collect(maps.Keys(paths)), func(a, b string) int {
				return cmp.Or(cmp.Compare(paths[b], paths[a]), cmp.Compare(a, b))
			})
			fmt.Fprintf(&text, "\n[%s]\npath = '^%s%s'\n", door, regexp.QuoteMeta(busiest), ending)
		}
	}
	g.writeEmbedded(&text)
	return text.String() + guessFooter
}

// writeEmbedded says what the log tells by itself, and how to say otherwise.
func (g *guess) writeEmbedded(text *strings.Builder) {
	if len(g.embedded) == 0 {
		return
	}
	text.WriteString("\n# Pages ask for these by themselves, which the log tells. They count as static: " +
		"they are no views, and a page is read until\n" +
		"# the next page. A [[page]] that takes them wins.\n")
	for i := range g.embedded {
		fmt.Fprintf(text, "#   %s\n", g.embedded[i].String())
	}
	text.WriteString("# To take all of them for pages, or to say what is embedded (at the top of the file):\n" +
		"# embedded = \"off\"\n# embedded = ['^/image/', '^/beacon$']\n")
}

var (
	requestNoun = units.Noun{One: "request", Many: "requests"}
	itemNoun    = units.Noun{One: "item", Many: "items"}
)

// chosen are the shapes worth a pattern: of each query one parameter, the busiest shapes, in the order of their names.
func (g *guess) chosen() []string {
	best := map[string]string{} // by path
	for _, name := range slices.Sorted(maps.Keys(g.shapes)) {
		if len(g.shapes[name].ids) < leastIDs {
			continue
		}
		path, _, isQuery := strings.Cut(name, "?")
		if !isQuery {
			path = name + "/" // no query's path ends so
		}
		if other, ok := best[path]; !ok || len(g.shapes[name].ids) > len(g.shapes[other].ids) {
			best[path] = name
		}
	}
	names := slices.SortedFunc(maps.Values(best), func(a, b string) int {
		return cmp.Or(cmp.Compare(g.shapes[b].requests, g.shapes[a].requests), cmp.Compare(a, b))
	})
	names = names[:min(len(names), mostPatterns)]
	slices.Sort(names)
	return names
}

// before is the part of a shape's name before the id of the item, "/jobs/": the last id that there is.
func before(name string) string { return name[:max(strings.LastIndexByte(name, '{'), 0)] }

// busiest is what comes before the id in most requests. Items there have the bare id, as in a catalogue; all others
// keep what comes before it, so that the application 7 is not the job 7.
func (g *guess) busiest(names []string) string {
	requests := map[string]int64{}
	for _, name := range names {
		requests[before(name)] += g.shapes[name].requests
	}
	busiest := ""
	for _, prefix := range slices.Sorted(maps.Keys(requests)) {
		if requests[prefix] > requests[busiest] {
			busiest = prefix
		}
	}
	return busiest
}

// ending ends a path.
const ending = `/?(?:[?#]|$)`

// patternOf writes the pattern of a shape. What follows ? may come in any order.
func patternOf(name, bare string) string {
	prefix, mark := before(name), name[len(before(name)):][:len("{n}")]
	after := name[len(prefix)+len(mark):]
	item := "(?P<item>" + marks[mark] + ")"
	switch address, parameter, isQuery := strings.Cut(prefix, "?"); {
	case isQuery:
		return "^" + quote(address) + `/?\?(?:[^#]*&)?` + quote(parameter) + item + "(?:[&#]|$)"
	case prefix == bare:
		return "^" + quote(prefix) + item + quote(after) + ending
	default:
		return "^/(?P<item>" + quote(prefix[1:]) + marks[mark] + ")" + quote(after) + ending
	}
}

// quote makes a pattern of a part of a shape's name.
func quote(text string) string {
	text = regexp.QuoteMeta(text)
	for mark, class := range marks {
		text = strings.ReplaceAll(text, regexp.QuoteMeta(mark), class)
	}
	return text
}

// menuOf is the first segment of a path, without an ending such as .php; "/" where that is an id.
func menuOf(name string) string {
	address, _, _ := strings.Cut(name, "?")
	segment := web.FirstSegment(address)
	if strings.HasPrefix(segment, "{") {
		return "/"
	}
	return strings.TrimSuffix(segment, path.Ext(segment))
}

// detailWords are the segments after an id that show more of the same item.
var detailWords = []string{"detail", "details", "full", "more", "view"}

// levelOf is the level of a shape if it is one of a pair.
func (g *guess) levelOf(name string) string {
	isPair := func(summary, word string) bool { return g.shapes[summary] != nil && g.shapes[summary+"/"+word] != nil }
	for _, word := range detailWords {
		if strings.HasSuffix(name, "}") && isPair(name, word) {
			return "summary"
		}
		if summary, ok := strings.CutSuffix(name, "}/"+word); ok && isPair(summary+"}", word) {
			return "detail"
		}
	}
	return ""
}

// writeSections describes sections that have many pages without ids.
func (g *guess) writeSections(text *strings.Builder) {
	for _, name := range slices.Sorted(maps.Keys(g.sections)) {
		s := g.sections[name]
		if len(s.ids) < leastPaths {
			continue
		}
		paths := units.Noun{One: "path", Many: "paths"}.Count(len(s.ids))
		fmt.Fprintf(text, "\n# %s of %s without an id, such as %s\n[[page]]\n",
			requestNoun.Count(int(s.requests)), paths, s.example)
		fmt.Fprintf(text, "match = '^/(?P<item>%s/[^?#]+)'\nmenu  = '%s'\n", quote(name), name)
	}
}
