package web

import (
	_ "embed"
	"regexp"
	"slices"
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

// robotList are the marks of known robots, one a line; it says itself where it is from.
//
//go:embed robot_list.txt
var robotList string

// IsRobot reports whether an agent declares itself a robot: by a word that says so, or by the name of one that is
// known.
func IsRobot(agent string) bool { return robots().find(agent) }

// IsRobot reports whether an agent declares itself a robot, or is one by the site's own patterns.
func (s *Site) IsRobot(agent string) bool {
	for _, robot := range s.robots {
		if robot.MatchString(agent) {
			return true
		}
	}
	return IsRobot(agent)
}

var robots = sync.OnceValue(func() *robotMarks { return newRobotMarks(robotList) })

// robotMarks finds what robotAgent does, and the marks of a list, in agents of ASCII letters in one pass: hardly any
// place in an agent has the first bytes of a mark. That is more than ten times as fast as the pattern, which is left
// for other agents.
type robotMarks struct {
	begins [1 << 16 / 64]uint64 // bit set by hash of the first bytes, in small letters
	of     map[uint32][]mark
}

// markStart is how many first bytes marks are found by; each has as many, or one less. With fewer, "Linux" in an agent
// would have to be looked at.
const markStart = 4

type mark struct {
	text        string
	first, last bool // only where the agent begins, or where it ends
	anyCase     bool // in whatever letters; the text has small ones
	endsWord    bool
}

// newRobotMarks reads a list of marks; a line that begins with # says something about the list. "^" before a mark
// stands for the begin of the agent, "$" after it for the end.
func newRobotMarks(list string) *robotMarks {
	m := &robotMarks{of: map[uint32][]mark{}}
	m.add(mark{text: "bot", anyCase: true, endsWord: true})
	for _, word := range robotWords {
		m.add(mark{text: word, anyCase: true})
	}
	for line := range strings.Lines(list) {
		text := strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(text, "#") || text == "" {
			continue
		}
		var known mark
		text, known.first = strings.CutPrefix(text, "^")
		known.text, known.last = strings.CutSuffix(text, "$")
		m.add(known)
	}
	return m
}

func (m *robotMarks) add(known mark) {
	if len(known.text) >= markStart {
		m.addAt(known.text[:markStart], known)
		return
	}
	for next := range 256 {
		m.addAt(known.text+string([]byte{byte(next)}), known)
	}
}

// addAt adds a mark where agents begin so.
func (m *robotMarks) addAt(text string, known mark) {
	var begin uint32
	for i := range len(text) {
		begin = begin<<8 | uint32(small(text[i]))
	}
	if !slices.Contains(m.of[begin], known) {
		m.of[begin] = append(m.of[begin], known)
	}
	word, bit := markHash(begin)
	m.begins[word] |= bit
}

// small is a byte, a letter of ASCII as a small one. A few other bytes change as well, which costs a look in vain.
func small(b byte) byte { return b | ' ' }

func markHash(begin uint32) (word int, bit uint64) {
	h := begin * 2654435761 >> 16 // multiplicative hashing: Knuth 6.4
	return int(h / 64), 1 << (h % 64)
}

func (m *robotMarks) find(agent string) bool {
	begin := uint32(0)
	for end := range len(agent) + 1 {
		begin <<= 8
		if end < len(agent) {
			begin |= uint32(small(agent[end]))
		} else {
			begin |= uint32(small(0)) // behind it, for a mark that is shorter
		}
		if word, bit := markHash(begin); m.begins[word]&bit == 0 {
			continue
		}
		for i := range m.of[begin] {
			if m.of[begin][i].isAt(end+1-markStart, agent) {
				return true
			}
		}
	}
	return !isASCII(agent) && robotAgent().MatchString(agent)
}

// isAt reports whether a mark is at a place in an agent.
func (m *mark) isAt(at int, agent string) bool {
	end := at + len(m.text)
	switch {
	case at < 0, end > len(agent), m.first && at > 0, m.last && end < len(agent):
		return false
	case m.endsWord && end < len(agent) && wordByte(agent[end]):
		return false
	case m.anyCase:
		return strings.EqualFold(agent[at:end], m.text)
	default:
		return agent[at:end] == m.text
	}
}

// wordByte reports whether a byte goes on with a word; of letters outside ASCII the pattern knows.
func wordByte(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '_' || b >= utf8.RuneSelf
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
