package find

import (
	"slices"
	"strings"
	"unicode"
)

// Word is what stands between spaces: the runes [From, To) of a text. Spaces in quotes and in braces part nothing.
type Word struct {
	From, To int
	Text     string // without the minus before it, quotes as they were typed
	Not      bool   // a minus stands before it
	Open     rune   // the quote or brace that is not closed, 0 for none
}

// Words parts a text. A minus alone is no word.
func Words(text string) (words []Word) {
	runes := []rune(text)
	for at := 0; at < len(runes); {
		if unicode.IsSpace(runes[at]) {
			at++
			continue
		}
		end, open := wordEnd(runes, at)
		w := Word{From: at, To: end, Text: string(runes[at:end]), Open: open}
		w.Text, w.Not = cutMinus(w.Text)
		if w.Text != "" {
			words = append(words, w)
		}
		at = end
	}
	return words
}

// EachWord gives take the words of a text. The first word of which take, or a quote, says that it can't be understood
// is an [*Error].
func EachWord(text string, take func(w Word) error) (first error) {
	for _, w := range Words(text) {
		var err error
		if w.Open == '"' {
			err = Unfinished(w.Text[strings.IndexByte(w.Text, '"'):], "the quote is not closed")
		} else {
			err = take(w)
		}
		if err != nil && first == nil {
			first = w.placed(err)
		}
	}
	return first
}

// EachAlternative reads the terms of a word, of which one must hold, and ends with the first that can't be understood.
func EachAlternative[T any](word string, read func(term string) (T, error)) (all []T, err error) {
	for _, part := range Alternatives(word) {
		one, err := read(part)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}

func cutMinus(word string) (bare string, not bool) { return strings.CutPrefix(word, "-") }

// wordEnd is where the word ends that begins at a rune, and what in it is not closed. Braces behind a colon hold a
// condition, which may have spaces.
func wordEnd(runes []rune, from int) (end int, open rune) {
	for at := from; at < len(runes); at++ {
		switch r := runes[at]; {
		case r == '"' && (at == from || slices.Contains(beforeQuote, runes[at-1])):
			close := slices.Index(runes[at+1:], '"')
			if close < 0 {
				return len(runes), '"'
			}
			at += close + 1
		case r == '{' && at > from && runes[at-1] == ':':
			end := BraceEnd(runes, at+1)
			if runes[end-1] != '}' {
				return end, '{'
			}
			at = end - 1
		case unicode.IsSpace(r):
			return at, 0
		}
	}
	return len(runes), 0
}

// BraceEnd is where a condition ends whose text begins at a rune, behind its brace: after the closing one, or where the
// text does. Braces in quotes are text.
func BraceEnd(text []rune, from int) int {
	open, quote := 1, rune(0)
	for i := from; i < len(text); i++ {
		switch r := text[i]; {
		case quote != 0 && r == '\\' && quote != '`':
			i++
		case quote != 0:
			if r == quote {
				quote = 0
			}
		case r == '"' || r == '\'' || r == '`':
			quote = r
		case r == '{':
			open++
		case r == '}':
			if open--; open == 0 {
				return i + 1
			}
		}
	}
	return len(text)
}

// beforeQuote are the runes behind which a quote begins a text that may hold anything; elsewhere it is a quote.
var beforeQuote = []rune("-|:=~<>{( ")

// Alternatives parts a word at the | that are not in quotes. What a first one has before its value, as user= or
// segment:, the next have too unless they say another. A regular expression has its own |, so it stays whole.
func Alternatives(word string) []string {
	if begin, _ := head(word); strings.HasSuffix(begin, "~") || strings.Contains(word, "{") {
		return []string{word}
	}
	var parts []string
	from, quoted := 0, false
	for i := 0; i < len(word); i++ {
		switch {
		case word[i] == '"':
			quoted = !quoted
		case word[i] == '|' && !quoted:
			parts, from = append(parts, word[from:i]), i+1
		}
	}
	parts = slices.DeleteFunc(append(parts, word[from:]), func(part string) bool { return part == "" })
	if len(parts) == 0 {
		return []string{word}
	}
	if begin, _ := head(parts[0]); strings.HasSuffix(begin, ":") || strings.HasSuffix(begin, "=") {
		for i := range parts[1:] {
			if own, _ := head(parts[i+1]); own == "" {
				parts[i+1] = begin + parts[i+1]
			}
		}
	}
	return parts
}

// head is what stands before the value of a word, up to and with its operator, and the value; "" where there is no
// operator.
func head(word string) (begin, value string) {
	at := strings.IndexAny(word, ":=<>~\"")
	if at < 0 || word[at] == '"' {
		return "", word
	}
	end := at + 1
	for end < len(word) && strings.IndexByte("=<>", word[end]) >= 0 && word[at] != '~' {
		end++
	}
	return word[:end], word[end:]
}

// Unquoted is a value without the quotes round it; quoted is false where it had none.
func Unquoted(value string) (text string, quoted bool) {
	if len(value) > 1 && value[0] == '"' && value[len(value)-1] == '"' {
		return value[1 : len(value)-1], true
	}
	return value, false
}
