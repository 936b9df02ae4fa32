package tui

import (
	"errors"
	"maps"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
	"spoor/internal/clean"
	"spoor/store"
	"spoor/tui/term"
)

func (u *users) startFilter() (action, tea.Cmd) {
	u.before = u.want.filter
	u.prompt = term.NewPrompt("/", u.want.filter.text)
	u.ends = u.complete()
	u.resize()
	return nil, nil
}

// keepFilter ends typing, but not while something is wrong: the list would be one that nobody has asked for.
func (u *users) keepFilter() (action, tea.Cmd) {
	if u.wrong != nil {
		u.wrong.unfinished = false
		return nil, nil
	}
	return u.endFilter()
}

func (u *users) endFilter() (action, tea.Cmd) {
	u.prompt, u.wrong = nil, nil
	u.resize()
	return nil, nil
}

func (u *users) cancelFilter() (action, tea.Cmd) {
	u.endFilter()
	u.want.filter = u.before
	return nil, u.arrange()
}

// refilter takes the filter as it is typed, without the terms that can't be understood yet.
func (u *users) refilter(text string) tea.Cmd {
	f, err := parseFilter(text, u.work.clock)
	u.wrong = nil
	errors.As(err, &u.wrong)
	u.want.filter = f
	return u.arrange()
}

// completion is what the word before the cursor may become.
type completion struct {
	from, to int // the runes of the word
	words    []string
	chosen   int // of words, -1 before the first
}

// complete finds what the word before the cursor may become. The minus of a term stays.
func (u *users) complete() completion {
	text, at := []rune(u.prompt.Value()), u.prompt.Cursor()
	from := at
	for from > 0 && text[from-1] != ' ' {
		from--
	}
	if from < at && text[from] == '-' {
		from++
	}
	stem := string(text[from:at])
	return completion{from, at, append(endings(stem), eventEndings(u.work.pivots.result, stem)...), -1}
}

// endings are the terms that begin with a stem, the values of a name only once the name is there.
func endings(stem string) []string {
	var all []string
	name, value, named := strings.Cut(stem, ":")
	switch {
	case named && name == "segment":
		for s := analysis.Average; s <= analysis.DeclaredRobot; s++ {
			all = append(all, "segment:"+s.String())
		}
	case named && name == "verdict":
		for _, label := range store.Labels {
			all = append(all, "verdict:"+label)
		}
	case named && name == "hit":
		all = hitEndings(strings.Contains(value, "."))
	case !named:
		all = slices.Sorted(maps.Keys(flagWords))
		all = append(all, "hit:", "segment:", "verdict:", "ip:", "agent:", "item:", "seen>")
		for _, name := range orderingNames() {
			all = append(all, name+">")
		}
	}
	return slices.DeleteFunc(all, func(word string) bool { return word == stem || !strings.HasPrefix(word, stem) })
}

// hitEndings are the rules, or the sides of the rules.
func hitEndings(sides bool) (all []string) {
	for _, rule := range analysis.Rules {
		switch {
		case !sides:
			all = append(all, "hit:"+rule.Name)
		case !rule.HighOnly:
			all = append(all, "hit:"+rule.Name+".low", "hit:"+rule.Name+".high")
		default:
			all = append(all, "hit:"+rule.Name+".high")
		}
	}
	return all
}

// completeFilter puts the next word that fits, or the one before, in the place of the word that is typed.
func (u *users) completeFilter(step int) tea.Cmd {
	c := &u.ends
	if u.prompt == nil || len(c.words) == 0 {
		return nil
	}
	if c.chosen < 0 && step < 0 {
		c.chosen = 0
	}
	c.chosen = (c.chosen + step + len(c.words)) % len(c.words)
	word := c.words[c.chosen]
	c.to = u.prompt.Replace(c.from, c.to, word)
	if len(c.words) == 1 {
		*c = u.complete()
	}
	return u.refilter(u.prompt.Value())
}

// foundWords say how many users the filter finds, or how far the events have been read that tell it.
func (u *users) foundWords() string {
	found, all := term.Count(len(u.rows)), u.work.users.Len()
	if u.among != nil {
		all = len(u.here)
	}
	switch {
	case u.waits && u.work.pivots.failure != nil:
		return "the events can't be read: " + u.work.pivots.failure.Error()
	case u.waits:
		found = "… (" + u.work.pivots.percent() + " read)"
	}
	return found + " of " + term.Count(all)
}

// drawFilter writes the filter as it is typed and what it finds, and if there is a line below, under the place in
// question what is wrong or what the word may become.
func (u *users) drawFilter(p, below term.Pen) {
	found, s := u.foundWords(), term.Dim
	wrong := u.wrong
	if wrong != nil && wrong.unfinished {
		wrong = nil
	}
	if wrong != nil && below.Left() == 0 {
		found, s = wrong.why, term.Warning
	}
	at := p.Column() + u.prompt.Indent()
	start := u.prompt.Draw(p.Within(p.Left() - min(clean.Width(found)+2, p.Left()/2)))
	p.Gap(2)
	p.Own(s, found)
	text := []rune(u.prompt.Value())
	cells := func(rune int) int { return at + clean.Width(clean.Text(string(text[min(start, rune):rune]))) }
	if wrong != nil {
		drawPointer(below, cells(min(wrong.from, len(text))), wrong.why)
		return
	}
	u.drawEndings(below)
}

// drawPointer points up at a cell and says why, to its right if there is room for it and else to its left.
func drawPointer(p term.Pen, at int, why string) {
	at = min(at, p.Left()-1)
	width := clean.Width(clean.Text(why))
	if at > width+1 && at+2+width > p.Left() {
		p.MoveTo(at - 1 - width)
		p.Own(term.Warning, why+" ↑")
		return
	}
	p.MoveTo(at)
	p.Own(term.Warning, "↑ "+why)
}

// drawEndings lists what the word may become.
func (u *users) drawEndings(p term.Pen) {
	p.Gap(1)
	first := max(u.ends.chosen, 0)
	if first > 0 {
		p.Own(term.Dim, "… ")
	}
	for i, word := range u.ends.words[min(first, len(u.ends.words)):] {
		if p.Left() < len(word)+2 {
			p.Own(term.Dim, "…")
			return
		}
		s := term.Dim
		if first+i == u.ends.chosen {
			s = term.Strong
		}
		p.Own(s, word)
		p.Gap(2)
	}
}
