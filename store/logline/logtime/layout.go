package logtime

import (
	"bytes"
	"fmt"
	"strings"
)

// Layout says how times are written where that can't be told from them. The zero value says nothing.
type Layout struct {
	text  string // as ParseLayout reads it
	order dateOrder
	steps []layoutStep
	tail  string // behind the last part
}

// layoutStep reads a part of a time.
type layoutStep struct {
	before string // what must come first
	part   Part
}

// The layouts that say no more than which of day and month stands first.
const (
	dayFirstLayout   = "day-first"
	monthFirstLayout = "month-first"
)

// nameEnd ends a layout within the name of a format, so a layout has none.
const nameEnd = ")+"

// ParseLayout reads what --time-layout says: "day-first" or "month-first"; a layout of strftime, "%d/%m/%Y %H:%M";
// one of Go, "02/01/2006 15:04"; or a time of the log that leaves no doubt, "31/12/2024 17:09".
func ParseLayout(text string) (Layout, error) {
	switch text = strings.TrimSpace(text); {
	case text == "":
		return Layout{}, fmt.Errorf("it is empty; write day-first, month-first, or a time as in 31/12/2024 17:09")
	case text == dayFirstLayout:
		return Layout{text: text, order: dayFirst}, nil
	case text == monthFirstLayout:
		return Layout{text: text, order: monthFirst}, nil
	case strings.Contains(text, nameEnd):
		return Layout{}, fmt.Errorf("%q has %q within, which can't be read", text, nameEnd)
	case strings.Contains(text, "%"):
		return strftimeLayout(text, text)
	case isGoLayout(text):
		return strftimeLayout(text, fromGoLayout(text))
	}
	layout, err := layoutOfExample(text)
	if err != nil {
		return Layout{}, err
	}
	return strftimeLayout(text, layout)
}

// DateOrder is "day-first" or "month-first", if the layout says only that.
func (l Layout) DateOrder() string {
	if l.order == plainDate {
		return ""
	}
	return l.text
}

// String is the layout as ParseLayout reads it.
func (l Layout) String() string { return l.text }

// IsZero reports whether nothing is said of how times are written.
func (l Layout) IsZero() bool { return l.text == "" }

// strftimeLayout compiles a layout of strftime. text is how it was said.
func strftimeLayout(text, layout string) (Layout, error) {
	tokens, unknown := split(layout, layoutParts)
	if unknown != 0 {
		return Layout{}, fmt.Errorf("%q: %%%c can't be read; there are %s %s", text, unknown, Letters, moreTimeLetters)
	}
	l := Layout{text: text}
	seen := Moment{}
	for _, t := range tokens {
		if t.Part == nil {
			l.tail += t.Text
			continue
		}
		l.steps = append(l.steps, layoutStep{l.tail, t.Part})
		l.tail = ""
	}
	for c := range strings.SplitSeq(layout, "%") {
		seen.note(c)
	}
	if !seen.counted && (seen.day == 0 || seen.year == 0) {
		return Layout{}, fmt.Errorf("%q names no day and year, so it is not a whole time; "+
			"write a whole one, as in 31/12/2024 17:09", text)
	}
	return l, nil
}

// note notes which parts of a time the letter at the front of s stands for.
func (m *Moment) note(s string) {
	s = strings.TrimLeft(s, paddings)
	if s == "" {
		return
	}
	switch s[0] {
	case 's':
		m.counted = true
	case 'Y', 'y':
		m.year = 1
	case 'd', 'e', 'j':
		m.day = 1
	case 'F', 'D', 'c', 'x':
		m.day, m.year = 1, 1
	}
}

// read reads a time that is written so.
func (l *Layout) read(c *Clock, s []byte) (at int64, assumed, ok bool) {
	var m Moment
	for _, step := range l.steps {
		var fits bool
		if s, fits = afterText(s, step.before); !fits {
			return 0, false, false
		}
		if s, fits = step.part(&m, s); !fits {
			return 0, false, false
		}
	}
	if s, fits := afterText(s, l.tail); !fits || len(s) > 0 {
		return 0, false, false
	}
	return c.FromMoment(&m)
}

// afterText is what follows a text at the front of s, of which blanks stand for any blanks, none included.
func afterText(s []byte, text string) (rest []byte, ok bool) {
	for i := range len(text) {
		if text[i] == ' ' {
			s = trimBlanksLeft(s)
			continue
		}
		if len(s) == 0 || s[0] != text[i] {
			return nil, false
		}
		s = s[1:]
	}
	return s, true
}

func trimBlanksLeft(s []byte) []byte { return bytes.TrimLeft(s, " \t") }
