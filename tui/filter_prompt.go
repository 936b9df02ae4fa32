package tui

import (
	"cmp"
	"errors"

	"spoor/internal/clean"
	"spoor/tui/term"
)

// filterPrompt is where the filter of a list is typed: what is wrong with it, and what the word that is typed may become.
type filterPrompt struct {
	prompt *term.Prompt          // nil while nothing is typed
	label  string                // "/" where there is none
	most   int                   // characters that may be typed, 0 for the usual
	stem   func(text []rune) int // where the word begins that a text ends in; nil: behind a space
	past   *filterHistory
	at     int         // in past, its length for what is being typed
	typing string      // what was being typed before past was looked at
	wrong  *parseError // nil for nothing
	ends   completion
	offer  func(stem string) []string // the words that begin with a stem
}

// completion is what the word before the cursor may become.
type completion struct {
	from, to int // the runes of the word
	words    []string
	chosen   int // of words, -1 before the first
}

func (f *filterPrompt) begin(text string) {
	f.prompt = f.newPrompt(text)
	if f.past != nil {
		f.at = len(f.past.texts)
	}
	f.ends = f.complete()
}

// mayEnd reports whether typing may end, which it may not while something is wrong: the list would be one that nobody has asked for.
func (f *filterPrompt) mayEnd() bool {
	if f.wrong != nil {
		f.wrong.Unfinished = false
		return false
	}
	return true
}

func (f *filterPrompt) end() { f.prompt, f.wrong = nil, nil }

// check takes what is wrong with the text, nil for nothing.
func (f *filterPrompt) check(err error) {
	f.wrong = nil
	errors.As(err, &f.wrong)
}

// scopes are those of the keys while a filter is typed.
func (f *filterPrompt) scopes() []term.Scope { return []term.Scope{term.OnFilter, term.OnPrompt} }

// typed gives the prompt a key, and reports whether that changed the text.
func (f *filterPrompt) typed(msg any) bool {
	if f.prompt == nil || !f.prompt.Update(msg) {
		return false
	}
	f.ends = f.complete()
	return true
}

// recall puts an earlier text into the prompt, or a later one, and reports whether there is one.
func (f *filterPrompt) recall(c term.Command) bool {
	if f.prompt == nil || f.past == nil {
		return false
	}
	at := f.at + map[term.Command]int{term.Older: -1, term.Newer: 1}[c]
	if at < 0 || at > len(f.past.texts) {
		return false
	}
	if f.at == len(f.past.texts) {
		f.typing = f.prompt.Value()
	}
	text := f.typing
	if f.at = at; at < len(f.past.texts) {
		text = f.past.texts[at]
	}
	f.prompt = f.newPrompt(text)
	f.ends = f.complete()
	return true
}

func (f *filterPrompt) newPrompt(text string) *term.Prompt {
	p := term.NewPrompt(cmp.Or(f.label, "/"), "")
	if f.most > 0 {
		p.Limit(f.most)
	}
	p.Replace(0, 0, text)
	return p
}

// complete finds what the word before the cursor may become. The minus of a term stays.
func (f *filterPrompt) complete() completion {
	text, at := []rune(f.prompt.Value()), f.prompt.Cursor()
	if f.stem != nil {
		from := f.stem(text[:at])
		return completion{from, at, f.offer(string(text[from:at])), -1}
	}
	if from, is := fieldBegin(text[:at]); is {
		return completion{from, at, fieldEndings(string(text[from:at])), -1}
	}
	from := at
	for from > 0 && text[from-1] != ' ' {
		from--
	}
	if from < at && text[from] == '-' {
		from++
	}
	return completion{from, at, f.offer(string(text[from:at])), -1}
}

// choose puts the next word that fits, or the one before, in the place of the word that is typed, and reports whether there is one.
func (f *filterPrompt) choose(step int) bool {
	c := &f.ends
	if f.prompt == nil || len(c.words) == 0 {
		return false
	}
	if c.chosen < 0 && step < 0 {
		c.chosen = 0
	}
	c.chosen = (c.chosen + step + len(c.words)) % len(c.words)
	c.to = f.prompt.Replace(c.from, c.to, c.words[c.chosen])
	if len(c.words) == 1 {
		*c = f.complete()
	}
	return true
}

// draw writes the filter as it is typed and what it finds, and if there is a line below, under the place in question what is
// wrong or what the word may become.
func (f *filterPrompt) draw(p, below term.Pen, found string) {
	s := term.Dim
	wrong := f.wrong
	if wrong != nil && wrong.Unfinished {
		wrong = nil
	}
	if wrong != nil && below.Left() == 0 {
		found, s = wrong.Why, term.Warning
	}
	at := p.Column() + f.prompt.Indent()
	start := f.prompt.Draw(p.Within(p.Left() - min(clean.Width(found)+2, p.Left()/2)))
	p.Gap(2)
	p.Data(s, found)
	if wrong == nil {
		f.drawEndings(below)
		return
	}
	text := []rune(f.prompt.Value())
	to := min(wrong.From, len(text))
	drawPointer(below, at+clean.Width(clean.Text(string(text[min(start, to):to]))), wrong.Why)
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
func (f *filterPrompt) drawEndings(p term.Pen) {
	p.Gap(1)
	first := max(f.ends.chosen, 0)
	if first > 0 {
		p.Own(term.Dim, "… ")
	}
	for i, word := range f.ends.words[min(first, len(f.ends.words)):] {
		if p.Left() < len(word)+2 {
			p.Own(term.Dim, "…")
			return
		}
		s := term.Dim
		if first+i == f.ends.chosen {
			s = term.Strong
		}
		p.Own(s, word)
		p.Gap(2)
	}
}
