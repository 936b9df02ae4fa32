package web

import (
	_ "embed"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"
)

// robotAgent finds agents that say they are robots. "bot" must end a word: a Cubot is a telephone, but "Googlebot/2.1"
// and "bot;" are robots; the negated class is a word boundary that knows letters outside ASCII.
var robotAgent = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)bot(?:[^\p{L}\p{N}_]|$)|` + strings.Join(robotWords, "|"))
})

// robotWords are the words of robotAgent that may stand anywhere.
var robotWords = []string{"crawl", "spider", "slurp", "curl/", "wget", "python-requests", "feedfetcher", "archiver"}

// saysRobot is robotAgent, more than ten times as fast for agents of ASCII letters, as nearly all are.
func saysRobot(agent string) bool {
	for i := range len(agent) {
		if agent[i] >= utf8.RuneSelf {
			return robotAgent().MatchString(agent)
		}
	}
	agent = strings.ToLower(agent)
	for _, word := range robotWords {
		if strings.Contains(agent, word) {
			return true
		}
	}
	for rest := agent; ; {
		_, after, found := strings.Cut(rest, "bot")
		if !found {
			return false
		}
		if after == "" || !wordByte(after[0]) {
			return true
		}
		rest = after
	}
}

// wordByte reports whether a byte in small letters goes on with a word.
func wordByte(b byte) bool { return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b == '_' }

// robotList are the marks of known robots, one a line; it says itself where it is from.
//
//go:embed robot_list.txt
var robotList string

// IsRobot reports whether an agent declares itself a robot: by a word that says so, or by the name of one that is
// known.
func IsRobot(agent string) bool { return saysRobot(agent) || knownRobots().find(agent) }

// IsRobot reports whether an agent declares itself a robot, or is one by the site's own patterns.
func (s *Site) IsRobot(agent string) bool {
	for _, robot := range s.robots {
		if robot.MatchString(agent) {
			return true
		}
	}
	return IsRobot(agent)
}

var knownRobots = sync.OnceValue(func() *markSet { return readMarks(robotList) })

// markSet finds texts in agents, all in one pass: hardly any place in an agent has the first bytes of a mark.
type markSet struct {
	begins [1 << 16 / 64]uint64 // bit set by hash of the first bytes
	of     map[[markStart]byte][]mark
}

// markStart is how many first bytes marks are found by; each has as many.
const markStart = 3

type mark struct {
	text        string
	first, last bool // only where the agent begins, or where it ends
}

// readMarks reads a list of marks; a line that begins with # says something about the list. "^" before a mark stands
// for the begin of the agent, "$" after it for the end.
func readMarks(list string) *markSet {
	m := &markSet{of: map[[markStart]byte][]mark{}}
	for line := range strings.Lines(list) {
		text := strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(text, "#") || text == "" {
			continue
		}
		var known mark
		text, known.first = strings.CutPrefix(text, "^")
		known.text, known.last = strings.CutSuffix(text, "$")
		begin := [markStart]byte([]byte(known.text[:markStart]))
		m.of[begin] = append(m.of[begin], known)
		word, bit := markHash(begin)
		m.begins[word] |= bit
	}
	return m
}

func markHash(b [markStart]byte) (word int, bit uint64) {
	h := (uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16) * 2654435761 >> 16 // multiplicative hashing: Knuth 6.4
	return int(h / 64), 1 << (h % 64)
}

func (m *markSet) find(agent string) bool {
	for i := 0; i+markStart <= len(agent); i++ {
		begin := [markStart]byte{agent[i], agent[i+1], agent[i+2]}
		if word, bit := markHash(begin); m.begins[word]&bit == 0 {
			continue
		}
		for _, known := range m.of[begin] {
			if strings.HasPrefix(agent[i:], known.text) &&
				(!known.first || i == 0) && (!known.last || i+len(known.text) == len(agent)) {
				return true
			}
		}
	}
	return false
}
