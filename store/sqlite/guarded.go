package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	modernc "modernc.org/sqlite"
	codes "modernc.org/sqlite/lib"
)

// Guarded is one connection for queries that a person types. It can read the file and do nothing else, whatever they
// say: the file is opened to be read, and what a query compiles to is held to a list of what is allowed.
type Guarded struct {
	db   *sql.DB
	conn *sql.Conn
}

const (
	longestValue = 16 << 20 // bytes of a text or blob that a query may make
	longestQuery = 1 << 16
)

// allowed are what a query may do beside reading tables and calling functions.
var allowed = []modernc.AuthorizerActionCode{modernc.AuthSelect, modernc.AuthRead, modernc.AuthRecursive,
	modernc.AuthTransaction}

// readPragmas are the pragmas that tell of tables and change nothing.
var readPragmas = []string{"table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo",
	"foreign_key_list"}

// deniedFunctions reach out of the database.
var deniedFunctions = []string{"load_extension", "fts3_tokenizer", "writefile", "readfile", "edit", "sqlite_log"}

// ErrDenied means that a query wants more than to read.
var ErrDenied = errors.New("a query can only read: SELECT, WITH and VALUES over tables and views")

// QueryMistake is what SQLite says of a query that is none, or that asks for what there is not.
type QueryMistake string

func (m QueryMistake) Error() string { return string(m) }

func authorize(action modernc.AuthorizerActionCode, first, second, _, _ string) modernc.AuthorizerReturnCode {
	ok := slices.Contains(allowed, action)
	switch action {
	case modernc.AuthFunction: // the name comes second
		ok = !slices.Contains(deniedFunctions, strings.ToLower(second)) &&
			!strings.HasPrefix(strings.ToLower(second), "spoor_")
	case modernc.AuthPragma:
		ok = slices.Contains(readPragmas, strings.ToLower(first))
	}
	if ok {
		return modernc.AuthorizerOK
	}
	return modernc.AuthorizerDeny
}

// OpenGuarded opens a file for queries that a person types. What sorting and grouping need beyond a few megabytes goes
// to temporary files.
func OpenGuarded(ctx context.Context, path string, writable bool) (*Guarded, error) {
	options := url.Values{
		"mode": {"ro"}, "_query_only": {"1"}, "_busy_timeout": {"5000"}, "_defensive": {"1"}, "_dqs": {"0"},
		"_error_rc": {"1"},
		"_pragma":   {"trusted_schema(0)", "cell_size_check(1)", "mmap_size(0)", "cache_size(-8192)", "temp_store(1)"},
	}
	if !writable && WAL(path) == 0 {
		options.Set("immutable", "1")
	}
	db, err := open(path, 1, options)
	if err != nil {
		return nil, err
	}
	g := &Guarded{db: db}
	if g.conn, err = db.Conn(ctx); err == nil {
		err = g.guard()
	}
	if err != nil {
		return nil, errors.Join(Explain(err), g.Close())
	}
	return g, nil
}

func (g *Guarded) guard() error {
	for limit, most := range map[int]int{codes.SQLITE_LIMIT_LENGTH: longestValue,
		codes.SQLITE_LIMIT_SQL_LENGTH: longestQuery,
		codes.SQLITE_LIMIT_ATTACHED:   0, codes.SQLITE_LIMIT_COLUMN: 500, codes.SQLITE_LIMIT_EXPR_DEPTH: 200,
		codes.SQLITE_LIMIT_COMPOUND_SELECT: 100, codes.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 200} {
		if _, err := modernc.Limit(g.conn, limit, most); err != nil {
			return err
		}
	}
	return g.conn.Raw(func(driver any) error {
		connection, ok := driver.(modernc.AuthorizerRegisterer)
		if !ok {
			return errors.New("the driver can't hold queries to reading")
		}
		return connection.RegisterAuthorizer(authorize)
	})
}

// Close ends the connection.
func (g *Guarded) Close() error {
	var err error
	if g.conn != nil {
		err = g.conn.Close()
	}
	return errors.Join(err, g.db.Close())
}

// Query runs one statement and hands its columns and then every row to take, until take says that it has enough. It is
// ended with the context. The values are int64, float64, string, []byte or nil.
func (g *Guarded) Query(ctx context.Context, query string, columns func(names []string),
	take func(values []any) (more bool)) error {
	if !isOneStatement(query) {
		return fmt.Errorf("%w, one at a time", ErrDenied)
	}
	rows, err := g.conn.QueryContext(ctx, query)
	if err != nil {
		return g.explain(ctx, err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return g.explain(ctx, err)
	}
	columns(names)
	values, into := make([]any, len(names)), make([]any, len(names))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return g.explain(ctx, err)
		}
		if !take(values) {
			return nil
		}
	}
	return g.explain(ctx, rows.Err())
}

func (g *Guarded) explain(ctx context.Context, err error) error {
	var failure *modernc.Error
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &failure) && (primaryCode(failure) == codes.SQLITE_AUTH ||
		primaryCode(failure) == codes.SQLITE_READONLY):
		return ErrDenied
	case errors.As(err, &failure) && primaryCode(failure) == codes.SQLITE_ERROR:
		return QueryMistake(plainMessage(err.Error()))
	}
	return Explain(err)
}

// plainMessage is SQLite's message without what the driver puts round it.
func plainMessage(text string) string {
	text = strings.TrimPrefix(text, "SQL logic error: ")
	if at := strings.LastIndex(text, " ("); at > 0 && strings.HasSuffix(text, ")") {
		text = text[:at]
	}
	return text
}

// isOneStatement reports whether nothing but space, comments and semicolons follows the first semicolon of a text. What
// is in quotes or comments does not count.
func isOneStatement(query string) bool {
	ended := false
	for i := 0; i < len(query); i++ {
		c := query[i]
		switch {
		case strings.HasPrefix(query[i:], "--"):
			i += lengthTo(query[i:], "\n") - 1
		case strings.HasPrefix(query[i:], "/*"):
			i += 1 + lengthTo(query[i+2:], "*/")
		case c == ';':
			ended = true
		case ended && !strings.ContainsRune(" \t\r\n\f", rune(c)):
			return false
		case c == '\'' || c == '"' || c == '`':
			i += lengthTo(query[i+1:], string(c))
		case c == '[':
			i += lengthTo(query[i+1:], "]")
		}
	}
	return true
}

// lengthTo is how long a text is up to and with an end, all of it where there is none.
func lengthTo(text, end string) int {
	if at := strings.Index(text, end); at >= 0 {
		return at + len(end)
	}
	return len(text)
}
