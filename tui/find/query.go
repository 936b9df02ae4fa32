package find

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Error says what of a text can't be understood, and where: its runes [From, To).
type Error struct {
	From, To   int
	Why        string
	Unfinished bool // nothing is wrong yet, but something is missing
}

func (e *Error) Error() string { return e.Why }

// Query says which rows are looked for: all of its terms must hold.
type Query struct {
	Text  string
	terms []func(cells []string) bool
}

// Match reports whether a row is looked for; cells are what its columns say.
func (q Query) Match(cells []string) bool {
	for _, holds := range q.terms {
		if !holds(cells) {
			return false
		}
	}
	return true
}

// Empty reports whether everything matches.
func (q Query) Empty() bool { return len(q.terms) == 0 }

// Parse reads what is looked for in a list with such columns. The first word that can't be understood is an [*Error];
// the query then has all others.
func Parse(text string, columns []string) (Query, error) {
	q := Query{Text: strings.TrimSpace(text)}
	names := make([]string, len(columns))
	for i, name := range columns {
		names[i] = Name(name)
	}
	var first error
	for _, w := range Words(text) {
		holds, err := parseWord(w, names)
		if err == nil {
			q.terms = append(q.terms, func(cells []string) bool { return holds(cells) != w.Not })
		} else if first == nil {
			first = placed(w, err)
		}
	}
	return q, first
}

// Name is how a column is called in what is typed: its title in lower case, with a - for each space.
func Name(title string) string { return strings.ReplaceAll(strings.ToLower(title), " ", "-") }

// partError is what is wrong with a part of a word.
type partError struct {
	part, why  string
	unfinished bool
}

func (e *partError) Error() string { return e.why }

// placed says where in the text it is.
func placed(w Word, err error) error {
	var e *partError
	if errors.As(err, &e) {
		return w.At(e.part, e.why, e.unfinished)
	}
	return err
}

// At says what is wrong with a part of the word, and where in the text that part is.
func (w Word) At(part, why string, unfinished bool) *Error {
	at := w.From + utf8.RuneCountInString(w.Text[:max(strings.LastIndex(w.Text, part), 0)])
	if w.Not {
		at++
	}
	return &Error{at, at + utf8.RuneCountInString(part), why, unfinished}
}

// CheckClosed is what there is to say of a word with a quote or brace that is not closed.
func (w Word) CheckClosed() (part, why string) {
	switch w.Open {
	case '"':
		return w.Text[strings.IndexByte(w.Text, '"'):], `not finished: the quote is not closed`
	case '{':
		return w.Text[strings.IndexByte(w.Text, '{'):], `not finished: the { is not closed`
	}
	return "", ""
}

func parseWord(w Word, names []string) (func(cells []string) bool, error) {
	if part, why := w.CheckClosed(); w.Open == '"' {
		return nil, &partError{part, why, true}
	}
	var any []func(cells []string) bool
	for _, alternative := range Alternatives(w.Text) {
		holds, err := parseTerm(alternative, names)
		if err != nil {
			return nil, err
		}
		any = append(any, holds)
	}
	if len(any) == 1 {
		return any[0], nil
	}
	return func(cells []string) bool {
		return slices.ContainsFunc(any, func(holds func([]string) bool) bool { return holds(cells) })
	}, nil
}

func parseTerm(word string, names []string) (func(cells []string) bool, error) {
	begin, value := head(word)
	name := strings.TrimRight(begin, ":=<>~")
	operator := begin[len(name):]
	column := columnNamed(names, name)
	switch {
	case begin == "" || operator == ":" && column < 0:
		text, _ := Unquoted(word)
		return inAny(Contains(text)), nil
	case value == "" && (name == "" || column >= 0) && (operator == "=" || operator == "~"):
		return nil, &partError{word, "not finished: " + name + operator + " what?", true}
	case name == "":
		return parseNameless(word, operator, value, names)
	case column < 0 && strings.ContainsAny(operator, "<>"):
		return nil, &partError{name, fmt.Sprintf("no column %q; there are %s", name, strings.Join(named(names), ", ")), false}
	case column < 0:
		return inAny(Contains(word)), nil
	case value == "":
		return nil, &partError{word, "not finished: " + name + operator + " what?", true}
	}
	holds, err := valueTest(operator, value)
	return inColumn(column, holds), err
}

// parseNameless reads a term that is about any column: ~regexp or =value.
func parseNameless(word, operator, value string, names []string) (func(cells []string) bool, error) {
	switch operator {
	case "~":
		return inAnyOf(Regexp(value))
	case "=":
		return inAny(Is(value)), nil
	}
	return nil, &partError{word, "what is compared? Write the column before it, without a space: " +
		exampleOf(names) + word, false}
}

func exampleOf(names []string) string {
	if all := named(names); len(all) > 0 {
		return all[0]
	}
	return "column"
}

func named(names []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool { return name == "" })
}

// columnNamed is the column of a name, or else the only one that begins so; -1 for none.
func columnNamed(names []string, name string) int {
	name = strings.ToLower(name)
	if name == "" {
		return -1
	}
	if i := slices.Index(names, name); i >= 0 {
		return i
	}
	found := -1
	for i, n := range names {
		if strings.HasPrefix(n, name) {
			if found >= 0 {
				return -1
			}
			found = i
		}
	}
	return found
}

func inAny(holds func(text string) bool) func(cells []string) bool {
	return func(cells []string) bool { return slices.ContainsFunc(cells, holds) }
}

func inAnyOf(holds func(text string) bool, err error) (func(cells []string) bool, error) {
	return inAny(holds), err
}

func inColumn(column int, holds func(text string) bool) func(cells []string) bool {
	return func(cells []string) bool { return column < len(cells) && holds(cells[column]) }
}

// valueTest is what a column must say.
func valueTest(operator, value string) (func(text string) bool, error) {
	switch operator {
	case ":":
		text, _ := Unquoted(value)
		return Contains(text), nil
	case "~":
		return Regexp(value)
	case "=":
		return Equals(value), nil
	}
	return Compared(operator, value)
}

// Contains reports whether a text has a piece in it, in any case.
func Contains(piece string) func(text string) bool {
	lower := strings.ToLower(piece)
	return func(text string) bool {
		return strings.Contains(text, lower) || strings.Contains(strings.ToLower(text), lower)
	}
}

// Is reports whether a text is just that, in any case.
func Is(value string) func(text string) bool {
	value, _ = Unquoted(value)
	return func(text string) bool { return strings.EqualFold(text, value) }
}

// Equals reports whether a text is just that, in any case, or the same number. Quotes round the value are no part of it.
func Equals(value string) func(text string) bool {
	value, quoted := Unquoted(value)
	number, isNumber := Number(value)
	return func(text string) bool {
		if strings.EqualFold(text, value) {
			return true
		}
		if !isNumber || quoted {
			return false
		}
		n, ok := Number(text)
		return ok && n == number
	}
}

// Regexp reports whether a regular expression of Go matches, in any case. It takes time in proportion to the text,
// whatever the expression.
func Regexp(expression string) (func(text string) bool, error) {
	text, _ := Unquoted(expression)
	if text == "" {
		return func(string) bool { return true }, &partError{expression, "not finished: which regular expression?", true}
	}
	re, err := regexp.Compile("(?i)" + text)
	if err != nil {
		why := strings.TrimPrefix(err.Error(), "error parsing regexp: ")
		return nil, &partError{expression, "no regular expression: " + strings.ReplaceAll(why, "(?i)", ""), false}
	}
	return re.MatchString, nil
}
