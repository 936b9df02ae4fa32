package find

import (
	"cmp"
	"errors"

	"spoor/internal/clean"
	"spoor/tui/term"
)

// Prompt is where the filter of a list is typed: what is wrong with it, and what the word that is typed may become.
type Prompt struct {
	Label string // "/" where there is none
	Most  int    // characters that may be typed, 0 for the usual
	// Ends says of the text before the cursor where the word begins that it ends in, and what that may become.
	Ends func(text []rune) (from int, words []string)
	// Past is what was looked for before; nil: nothing is remembered.
	Past *History

	input *term.Prompt // nil while nothing is typed
	at    int          // in Past, its length for what is being typed
	draft string       // what was being typed before Past was looked at
	wrong *Error       // nil for nothing
	ends  completion
}

// completion is what the word before the cursor may become.
type completion struct {
	from, to int // the runes of the word
	words    []string
	chosen   int // of words, -1 before the first
}

// Offer is what ends words that stand between spaces, by the words that begin with a stem. The minus of a term stays.
func Offer(words func(stem string) []string) func(text []rune) (from int, ends []string) {
	return func(text []rune) (int, []string) {
		from := len(text)
		for from > 0 && text[from-1] != ' ' {
			from--
		}
		if from < len(text) && text[from] == '-' {
			from++
		}
		return from, words(string(text[from:]))
	}
}

// Typing reports whether a filter is being typed.
func (f *Prompt) Typing() bool { return f.input != nil }

// Text is what is typed.
func (f *Prompt) Text() string { return f.input.Value() }

// Wrong is what is wrong with what is typed, nil for nothing.
func (f *Prompt) Wrong() *Error { return f.wrong }

// Offered are the words that the word before the cursor may become.
func (f *Prompt) Offered() []string { return f.ends.words }

// Begin begins typing with a text.
func (f *Prompt) Begin(text string) {
	f.input = f.newPrompt(text)
	if f.Past != nil {
		f.at = len(f.Past.Texts)
	}
	f.ends = f.complete()
}

// MayEnd reports whether typing may end, which it may not while something is wrong: the list would be one that nobody
// has asked for.
func (f *Prompt) MayEnd() bool {
	if f.wrong != nil {
		f.wrong.Unfinished = false
		return false
	}
	return true
}

// End ends typing.
func (f *Prompt) End() { f.input, f.wrong = nil, nil }

// Check takes what is wrong with the text, nil for nothing.
func (f *Prompt) Check(err error) {
	f.wrong = nil
	errors.As(err, &f.wrong)
}

// Scopes are those of the keys while a filter is typed.
func (f *Prompt) Scopes() []term.Scope { return []term.Scope{term.OnFilter, term.OnPrompt} }

// Typed gives the prompt a key, and reports whether that changed the text.
func (f *Prompt) Typed(msg any) bool {
	if f.input == nil || !f.input.Update(msg) {
		return false
	}
	f.ends = f.complete()
	return true
}

// Recall puts an earlier text into the prompt, or a later one, and reports whether there is one.
func (f *Prompt) Recall(c term.Command) bool {
	if f.input == nil || f.Past == nil {
		return false
	}
	at := f.at + map[term.Command]int{term.Older: -1, term.Newer: 1}[c]
	if at < 0 || at > len(f.Past.Texts) {
		return false
	}
	if f.at == len(f.Past.Texts) {
		f.draft = f.input.Value()
	}
	text := f.draft
	if f.at = at; at < len(f.Past.Texts) {
		text = f.Past.Texts[at]
	}
	f.input = f.newPrompt(text)
	f.ends = f.complete()
	return true
}

func (f *Prompt) newPrompt(text string) *term.Prompt {
	p := term.NewPrompt(cmp.Or(f.Label, "/"), "")
	if f.Most > 0 {
		p.Limit(f.Most)
	}
	p.Replace(0, 0, text)
	return p
}

// complete finds what the word before the cursor may become.
func (f *Prompt) complete() completion {
	at := f.input.Cursor()
	from, words := f.Ends([]rune(f.input.Value())[:at])
	return completion{from, at, words, -1}
}

// Choose puts the next word that fits, or the one before, in the place of the word that is typed, and reports whether
// there is one.
func (f *Prompt) Choose(step int) bool {
	c := &f.ends
	if f.input == nil || len(c.words) == 0 {
		return false
	}
	if c.chosen < 0 && step < 0 {
		c.chosen = 0
	}
	c.chosen = (c.chosen + step + len(c.words)) % len(c.words)
	c.to = f.input.Replace(c.from, c.to, c.words[c.chosen])
	if len(c.words) == 1 {
		*c = f.complete()
	}
	return true
}

// Draw writes the filter as it is typed and what it finds, and if there is a line below, under the place in question
// what is wrong or what the word may become.
func (f *Prompt) Draw(p, below term.Pen, found string) {
	s := term.Dim
	wrong := f.wrong
	if wrong != nil && wrong.Unfinished {
		wrong = nil
	}
	if wrong != nil && below.Left() == 0 {
		found, s = wrong.Why, term.Warning
	}
	at := p.Column() + f.input.Indent()
	start := f.input.Draw(p.Within(p.Left() - min(clean.Width(found)+2, p.Left()/2)))
	p.Gap(2)
	p.Data(s, found)
	if wrong == nil {
		f.drawEndings(below)
		return
	}
	text := []rune(f.input.Value())
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
func (f *Prompt) drawEndings(p term.Pen) {
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
