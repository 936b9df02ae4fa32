package load

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"iter"
	"regexp"
	"strings"
)

// A dump of a database has its rows in statements: INSERT INTO t (a, b) VALUES (1, 'x'), …; as mysqldump, pg_dump
// --inserts and SQLite write them, or COPY t (a, b) FROM stdin; and lines with tabs behind it, as pg_dump does.

var (
	sqlBegin = regexp.MustCompile(`(?i)^(?:--|/\*|(?:INSERT INTO|COPY|SET|CREATE|DROP|BEGIN|USE|PRAGMA|LOCK)[ ;])`)
	sqlRow   = regexp.MustCompile(`(?im)^(?:INSERT INTO [^\n]*\sVALUES\b|INSERT INTO [^\n(]*\([^\n]*\)\s*$|` +
		`COPY [^\n]* FROM stdin;)`)
	sqlCopy  = regexp.MustCompile(`(?i)^COPY [^(]*\(([^)]*)\) FROM stdin;`)
	sqlTable = regexp.MustCompile(`(?i)^(?:CREATE TABLE|INSERT INTO)\s+(?:IF NOT EXISTS\s+)?([^\s(]+)`)
	// sqlEscapes is what tells the dumps in which backslashes escape, as only MySQL and MariaDB have it.
	sqlEscapes = regexp.MustCompile("`|MySQL|MariaDB")
	sqlKey     = regexp.MustCompile(`(?i)^(?:PRIMARY|UNIQUE|KEY|INDEX|CONSTRAINT|FOREIGN|FULLTEXT|SPATIAL|CHECK|` +
		`EXCLUDE)\b`)
)

// beginsSQL reports whether a file is a dump of a database that has rows.
func beginsSQL(text []byte) bool { return sqlBegin.Match(text) && sqlRow.Match(text) }

// sqlRows makes of each row an object, with the names of its columns, or column1 and so on where nothing says them.
func sqlRows(content *bufio.Reader) iter.Seq2[jsonLine, error] {
	return func(yield func(jsonLine, error) bool) {
		head, _ := content.Peek(leastHead)
		d := &sqlDump{content: content, line: 1, columns: map[string][]string{}, yield: yield}
		d.escapes = sqlEscapes.Match(head)
		for !d.ended && d.err == nil {
			d.statement()
		}
		switch {
		case d.ended:
		case d.err != io.EOF:
			yield(jsonLine{}, d.err)
		case d.cut != nil:
			yield(jsonLine{text: append([]byte("("), bytes.ReplaceAll(d.cut, []byte{'\n'}, []byte{' '})...)}, nil)
		}
	}
}

// sqlDump reads a dump.
type sqlDump struct {
	content *bufio.Reader
	line    int                 // of the next byte
	columns map[string][]string // of the tables, as CREATE TABLE names them
	yield   func(jsonLine, error) bool
	escapes bool   // backslashes escape
	cut     []byte // the value of a row that has not ended
	ended   bool   // nobody wants more
	err     error
}

// maxTables is how many tables are known by their columns.
const maxTables = 10_000

// next is the next byte; 0 if none comes.
func (d *sqlDump) next() byte {
	c, err := d.content.ReadByte()
	if d.err = err; c == '\n' {
		d.line++
	}
	return c
}

// statement reads a statement up to its semicolon. Of what is no row only as much is kept as names columns.
func (d *sqlDump) statement() {
	var head []byte
	depth := 0
	for d.err == nil {
		c := d.next()
		switch {
		case d.err != nil:
			return
		case d.passedComment(c, len(head) == 0):
			continue
		case c == '\'':
			c = '0'
			d.text()
		case c == '(' && depth == 0 && isValues(head):
			d.rows(d.namesOf(head))
			continue
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == ';' && depth <= 0:
			d.end(append(head, c))
			return
		case isBlank(c) && len(head) == 0:
			continue
		}
		if len(head) < maxConverted {
			head = append(head, c)
		}
	}
}

func isBlank(c byte) bool { return c == ' ' || c-'\t' <= '\r'-'\t' }

func (d *sqlDump) peeks(c byte) bool {
	next, err := d.content.Peek(1)
	return err == nil && next[0] == c
}

// passedComment passes over a comment that begins with c.
func (d *sqlDump) passedComment(c byte, atBegin bool) bool {
	if c == '-' && d.peeks('-') || c == '#' && atBegin {
		_, d.err = wholeLine(d.content)
		d.line++
		return true
	}
	if c != '/' || !d.peeks('*') {
		return false
	}
	for before := byte(0); d.err == nil; before = c {
		if c = d.next(); before == '*' && c == '/' {
			break
		}
	}
	return true
}

// isValues reports whether rows follow the beginning of a statement.
func isValues(head []byte) bool {
	const insert, values = "INSERT INTO ", "VALUES"
	text := bytes.TrimRight(head, " \t\r\n")
	return len(text) >= len(insert)+len(values) && strings.EqualFold(string(text[:len(insert)]), insert) &&
		strings.EqualFold(string(text[len(text)-len(values):]), values)
}

// namesOf are the columns that a statement has, or that its table was made with.
func (d *sqlDump) namesOf(head []byte) []string {
	if begin := bytes.IndexByte(head, '('); begin >= 0 {
		return columnNames(string(head[begin+1 : max(begin+1, bytes.LastIndexByte(head, ')'))]))
	}
	if table := sqlTable.FindSubmatch(head); table != nil {
		return d.columns[unquotedName(string(table[1]))]
	}
	return nil
}

// end takes the columns of a table that is made, and the rows behind COPY.
func (d *sqlDump) end(statement []byte) {
	if copied := sqlCopy.FindSubmatch(statement); copied != nil {
		d.copied(columnNames(string(copied[1])))
		return
	}
	table := sqlTable.FindSubmatch(statement)
	if table == nil || len(d.columns) == maxTables || !bytes.EqualFold(statement[:len("CREATE")], []byte("CREATE")) {
		return
	}
	begin, end := bytes.IndexByte(statement, '('), bytes.LastIndexByte(statement, ')')
	if begin >= 0 && begin < end {
		d.columns[unquotedName(string(table[1]))] = columnNames(string(statement[begin+1 : end]))
	}
}

// columnNames are the first words of what stands between commas, but for those within parentheses, and for keys.
func columnNames(list string) (names []string) {
	depth, from := 0, 0
	for i, c := range list + "," {
		switch c {
		case '(':
			depth++
		case ')':
			depth--
		case ',':
			if depth > 0 {
				continue
			}
			column := strings.TrimSpace(list[from:i])
			if column != "" && !sqlKey.MatchString(column) && len(names) < maxFields {
				names = append(names, unquotedName(strings.Fields(column)[0]))
			}
			from = i + 1
		}
	}
	return names
}

func unquotedName(name string) string { return strings.Trim(name, "`\"[]") }

// give gives a row; nil is NULL.
func (d *sqlDump) give(names []string, values [][]byte) {
	var members []member
	for i, value := range values {
		name := fmt.Sprintf("column%d", i+1)
		if i < len(names) && len(names) == len(values) {
			name = names[i]
		}
		if value != nil {
			members = append(members, member{quoted(name), quoted(string(value))})
		}
	}
	d.ended = !d.yield(jsonLine{object(members), d.line}, nil)
	if d.ended {
		d.err = io.EOF
	}
}
