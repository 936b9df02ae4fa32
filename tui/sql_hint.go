package tui

import (
	"errors"
	"iter"
	"regexp"
	"slices"
	"strings"

	"spoor/internal/nearest"
	"spoor/store"
)

// QueryHint goes on where a query is no SQL that the case could answer: with what may have been meant, or what to try.
// It is "" for every other error, which says that itself.
func QueryHint(failure error, query string, tables []store.QueryTable) string {
	var mistake store.QueryMistake
	if !errors.As(failure, &mistake) {
		return ""
	}
	why := string(mistake)
	for _, m := range queryMistakes {
		if words := m.says.FindStringSubmatch(why); words != nil {
			return "; " + m.hint(queryContext{query, tables}, words[len(words)-1])
		}
	}
	return "; as in: " + queryExample
}

// queryExample is a query that works.
const queryExample = "select status, count(*) from v_event group by status"

// queryContext is what a hint can be found from.
type queryContext struct {
	query  string
	tables []store.QueryTable
}

// queryMistakes are the messages of SQLite for which there is a hint, the first that fits counts. A hint gets the last
// group that matches, which is what the message names.
var queryMistakes = []struct {
	says *regexp.Regexp
	hint func(c queryContext, named string) string
}{
	{regexp.MustCompile(`^no such table: (.*)`), queryContext.noTable},
	{regexp.MustCompile(`^no such column: .*( - )should this be`), says("texts stand in 'single quotes'")},
	{regexp.MustCompile(`^no such column: (?:.*\.)?(.*)`), queryContext.noColumn},
	{regexp.MustCompile(`^no such function: (.*)`), queryContext.noFunction},
	{regexp.MustCompile(`(?s)^near "(.*)": syntax error`), queryContext.syntax},
	{regexp.MustCompile(`^incomplete input`), says("it ends too early: a value, a name or a ) is missing")},
	{regexp.MustCompile("^unrecognized token: \"[\"'`\\[]"), says("the quote that begins there does not end")},
	{regexp.MustCompile(`^unrecognized token`), says("texts stand in 'single quotes'")},
	{regexp.MustCompile(`^ambiguous column name: (.*)`), queryContext.ambiguous},
	{regexp.MustCompile(`aggregate`), says("count first in a query within: select … from (select … group by …)")},
}

func says(hint string) func(queryContext, string) string {
	return func(queryContext, string) string { return hint }
}

// noTable names the table that may be meant, or else the views.
func (c queryContext) noTable(name string) string {
	if near := nearest.To(name, c.names()); near != "" {
		return "did you mean " + near + "?"
	}
	return "there are v_event, v_user, v_session and v_reject"
}

// noColumn names the column that may be meant, or else where all are listed.
func (c queryContext) noColumn(name string) string {
	if there := c.columnElsewhere(name); there != "" {
		return there
	}
	var columns []string
	for _, table := range c.tables {
		columns = append(columns, table.Columns...)
	}
	if near := nearest.To(name, slices.Values(columns)); near != "" {
		return "did you mean " + near + "?"
	}
	of := "v_event"
	if asked := c.asked(func(store.QueryTable) bool { return true }); asked != "" {
		of = asked
	}
	return "pragma table_info(" + of + ") lists them, and a text stands in 'quotes'"
}

// columnElsewhere says how to come to a column of just that name, which the query asks for where it is not; "" where no
// table has one.
func (c queryContext) columnElsewhere(name string) string {
	has := func(t store.QueryTable) bool {
		return slices.ContainsFunc(t.Columns, func(column string) bool { return strings.EqualFold(column, name) })
	}
	at := slices.IndexFunc(c.tables, has)
	switch asked := c.asked(has); {
	case asked != "": // by another name
		return "it is " + asked + "." + name
	case at < 0:
		return ""
	case c.asked(func(store.QueryTable) bool { return true }) == "":
		return "say where it is, as in: from " + c.tables[at].Name
	}
	return c.tables[at].Name + " has it"
}

// noFunction names the function that may be meant, which other databases may call otherwise, or else the usual ones.
func (c queryContext) noFunction(name string) string {
	if ours := otherFunctions[strings.ToLower(name)]; ours != "" {
		return "try " + ours
	}
	if near := nearest.To(name, slices.Values(queryFunctions)); near != "" {
		return "did you mean " + near + "?"
	}
	return "there are count, sum, avg, min, max, round, substr, instr, strftime"
}

// syntax names the word of SQL that may be meant by the one that the message names or the one before it, or says where
// to look.
func (c queryContext) syntax(at string) string {
	if slices.Contains([]string{"show", "describe", "desc", "."}, strings.ToLower(at)) && c.before(at) == "" {
		return "pragma table_list lists the tables, pragma table_info(v_event) the columns of one"
	}
	for _, word := range []string{at, c.before(at)} {
		if word == "" || c.isKnown(word) {
			continue
		}
		if near := nearest.To(word, slices.Values(queryKeywords)); near != "" {
			return "did you mean " + near + " for " + word + "?"
		}
	}
	return "look before it for a comma, quote or ) too many or too few"
}

// ambiguous writes the column with one of the tables that have it.
func (c queryContext) ambiguous(column string) string {
	of := c.asked(func(t store.QueryTable) bool { return slices.Contains(t.Columns, column) })
	if of == "" {
		of = "TABLE"
	}
	return "say of which table, as in " + of + "." + column
}

// names are those of the tables.
func (c queryContext) names() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, table := range c.tables {
			if !yield(table.Name) {
				return
			}
		}
	}
}

// asked is the first table that the query names and which is such; "" where there is none.
func (c queryContext) asked(is func(store.QueryTable) bool) string {
	words := queryWord.FindAllString(c.query, -1)
	for _, table := range c.tables {
		if is(table) && slices.ContainsFunc(words, func(w string) bool { return strings.EqualFold(w, table.Name) }) {
			return table.Name
		}
	}
	return ""
}

// before is the word of the query that stands just before the first place of another; "" where nothing or no word does.
func (c queryContext) before(word string) string {
	for _, at := range queryToken.FindAllStringIndex(c.query, -1) {
		if c.query[at[0]:at[1]] == word {
			return wordThatEnds.FindString(strings.TrimRight(c.query[:at[0]], " \t\r\n"))
		}
	}
	return ""
}

// isKnown reports whether a word means what it says: a word of SQL, a table or a column.
func (c queryContext) isKnown(word string) bool {
	same := func(other string) bool { return strings.EqualFold(word, other) }
	return slices.ContainsFunc(queryKeywords, same) || slices.ContainsFunc(c.tables, func(t store.QueryTable) bool {
		return same(t.Name) || slices.ContainsFunc(t.Columns, same)
	})
}

var (
	queryWord    = regexp.MustCompile(`[\pL_][\pL\pN_]*`)
	queryToken   = regexp.MustCompile(`[\pL_][\pL\pN_]*|[^\s\pL_]`)
	wordThatEnds = regexp.MustCompile(`[\pL_][\pL\pN_]*$`)
)

// queryKeywords are the words of SQL that queries are made of.
var queryKeywords = []string{"select", "from", "where", "group", "order", "by", "having", "limit", "offset", "distinct",
	"join", "left", "inner", "cross", "on", "using", "and", "or", "not", "in", "is", "null", "like", "glob", "between",
	"exists", "case", "when", "then", "else", "end", "as", "asc", "desc", "union", "all", "except", "intersect", "with",
	"recursive", "values", "over", "partition"}

// queryFunctions are functions of SQLite.
var queryFunctions = []string{
	"abs", "avg", "ceil", "char", "coalesce", "concat", "count", "date", "datetime", "dense_rank", "floor",
	"format", "group_concat", "hex", "ifnull", "iif", "instr", "json_extract", "julianday", "lag", "lead",
	"length", "lower", "ltrim", "max", "min", "nullif", "printf", "random", "rank", "replace", "round",
	"row_number", "rtrim", "sqrt", "strftime", "substr", "sum", "time", "total", "trim", "typeof", "unicode",
	"unixepoch", "upper",
}

// otherFunctions say what SQLite has for functions of other databases.
var otherFunctions = map[string]string{
	"regexp": "like '%text%' or glob '*text*'", "regexp_like": "like '%text%'", "rlike": "like '%text%'",
	"date_format": "strftime('%Y-%m-%d', time)", "to_char": "strftime('%Y-%m-%d', time)",
	"date_trunc": "strftime('%Y-%m-%d', time)", "year": "strftime('%Y', time)", "month": "strftime('%m', time)",
	"day": "strftime('%d', time)", "hour": "strftime('%H', time)", "from_unixtime": "datetime(seconds, 'unixepoch')",
	"now": "datetime('now')", "len": "length", "left": "substr(text, 1, n)", "string_agg": "group_concat",
	"uniq": "count(distinct …)", "countif": "sum(condition)",
}
