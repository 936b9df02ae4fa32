package find

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

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
	err := EachWord(text, func(w Word) error {
		alternatives, err := EachAlternative(w.Text, func(term string) (func(cells []string) bool, error) {
			return parseTerm(term, names)
		})
		if err == nil {
			q.terms = append(q.terms, func(cells []string) bool {
				is := slices.ContainsFunc(alternatives, func(holds func([]string) bool) bool { return holds(cells) })
				return is != w.Not
			})
		}
		return err
	})
	return q, err
}

// Name is how a column is called in what is typed: its title in lower case, with a - for each space.
func Name(title string) string { return strings.ReplaceAll(strings.ToLower(title), " ", "-") }

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
		return nil, Unfinished(word, "%s%s what?", name, operator)
	case name == "":
		return parseNameless(word, operator, value, names)
	case column < 0 && strings.ContainsAny(operator, "<>"):
		return nil, Wrong(name, "no column %q; there are %s", name, strings.Join(named(names), ", "))
	case column < 0:
		return inAny(Contains(word)), nil
	case value == "":
		return nil, Unfinished(word, "%s%s what?", name, operator)
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
	return nil, Wrong(word, "what is compared? Write the column before it, without a space: %s%s", exampleOf(names), word)
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
	folded := Fold(piece)
	return func(text string) bool { return ContainsFold(text, folded) }
}

// Is reports whether a text is just that, in any case.
func Is(value string) func(text string) bool {
	value, _ = Unquoted(value)
	return func(text string) bool { return Same(text, value) }
}

// Equals reports whether a text is just that, in any case, or the same number. Quotes round the value are no part of
// it.
func Equals(value string) func(text string) bool {
	value, quoted := Unquoted(value)
	number, isNumber := Number(value)
	return func(text string) bool {
		if Same(text, value) {
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
		return func(string) bool { return true }, Unfinished(expression, "which regular expression?")
	}
	re, err := regexp.Compile("(?i)" + norm.NFC.String(text))
	if err != nil {
		why := strings.TrimPrefix(err.Error(), "error parsing regexp: ")
		return nil, Wrong(expression, "no regular expression: %s", strings.ReplaceAll(why, "(?i)", ""))
	}
	return func(text string) bool { return re.MatchString(norm.NFC.String(text)) }, nil
}
