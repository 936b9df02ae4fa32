package clickhouse

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// PasswordVariable is the environment variable that the password is taken from.
const PasswordVariable = "SPOOR_DB_PASSWORD"

// Place is where a case is kept.
type Place struct {
	Shown    string // the server and the database alone
	URL      string // all of it; it has no password
	base     url.URL
	user     string
	password string
	database string
	table    string            // of events
	events   string            // the same as a query names it
	columns  map[string]string // of a table of events that is not spoor's own: its columns, by ours
	kinds    map[string]string // their types, by ours
	shards   []string          // HOST:PORT of each shard of the events; none: they are read through the server
	patience time.Duration     // how long nothing may come from a server that was asked; 0: for ever
}

// Options say how a place may be reached.
type Options struct {
	PasswordFile string // which only its owner may read; empty: the environment
	PlainHTTP    bool   // beyond the own machine, too
}

// IsURL reports whether a case is named by the URL of a server.
func IsURL(db string) bool {
	return strings.HasPrefix(db, "clickhouse://") || strings.HasPrefix(db, "clickhouses://")
}

// name is what is written in a query as it is.
var name = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// isName reports whether tables, databases and columns may be called that: anything that can be put in quotes.
func isName(text string) bool {
	return text != "" && utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool {
		return strings.ContainsRune("`'\\/", r) || unicode.IsControl(r)
	})
}

// identifier is how a name is written in a query.
func identifier(text string) string {
	if name.MatchString(text) {
		return text
	}
	return "`" + text + "`"
}

// ownColumns are those of spoor's own table of events that another table may have under other names.
var ownColumns = []string{
	"ts", "account", "ip", "agent", "action", "target", "referrer", "status", "bytes", "click", "menu", "kind",
	"outcome", "source", "line", "user",
}

// Parse reads the URL of a case: clickhouse://USER@HOST:PORT/DATABASE, or clickhouses:// for TLS. With ?events=TABLE
// the events are in a table of others, whose columns are named as in &ts=time&ip=remote_addr; with ?timeout=15m nothing
// may come from a server for so long.
func Parse(text string, o Options) (*Place, error) {
	at, err := url.Parse(text)
	if err != nil || !IsURL(text) || at.Hostname() == "" {
		return nil, fmt.Errorf("%q is not the URL of a case; write one as in clickhouse://localhost:8123/shop",
			hidden(at, text))
	}
	p := &Place{URL: text, user: "default", database: strings.Trim(at.Path, "/"), table: "event", events: "event",
		patience: usualPatience}
	if p.database == "" {
		p.database = "default"
	}
	if _, secret := at.User.Password(); secret {
		return nil, fmt.Errorf("a password in --db can be read by everybody on this machine; put it into %s, or into "+
			"a file for --db-password-file", PasswordVariable)
	}
	if at.User != nil {
		p.user = at.User.Username()
	}
	p.base = url.URL{Scheme: "http", Path: "/"}
	if at.Scheme == "clickhouses" {
		p.base.Scheme = "https"
	}
	if p.base.Host, err = p.host(at.Host, o); err != nil {
		return nil, err
	}
	query := at.Query()
	for _, shard := range strings.FieldsFunc(strings.Join(query["shards"], ","),
		func(r rune) bool { return r == ',' }) {
		host, err := p.host(shard, o)
		if err != nil {
			return nil, err
		}
		p.shards = append(p.shards, host)
	}
	delete(query, "shards")
	if query.Has("timeout") {
		if p.patience, err = readPatience(query.Get("timeout")); err != nil {
			return nil, err
		}
	}
	delete(query, "timeout")
	if err := p.readColumns(query); err != nil {
		return nil, err
	}
	p.Shown = p.shownAt(p.base.Host)
	p.password, err = readPassword(o.PasswordFile)
	return p, err
}

// host is where a server is reached, with the port.
func (p *Place) host(text string, o Options) (string, error) {
	at := url.URL{Host: text}
	if at.Hostname() == "" || strings.ContainsAny(text, "/@?") {
		return "", fmt.Errorf("%q is not a server; name each as in localhost:8123", text)
	}
	if p.base.Scheme == "http" && !isLoopback(at.Hostname()) && !o.PlainHTTP {
		return "", fmt.Errorf("%s is another machine, and without TLS everybody between can read along; write "+
			"clickhouses://, or insist with --db-plain-http", at.Hostname())
	}
	if at.Port() != "" {
		return text, nil
	}
	port := "8123"
	if p.base.Scheme == "https" {
		port = "8443"
	}
	return net.JoinHostPort(at.Hostname(), port), nil
}

// shownAt is the URL of the case at a server, without anything secret.
func (p *Place) shownAt(host string) string {
	scheme := "clickhouse"
	if p.base.Scheme == "https" {
		scheme += "s"
	}
	return (&url.URL{Scheme: scheme, Host: host, Path: "/" + p.database}).String()
}

// hidden is a URL without its password.
func hidden(at *url.URL, text string) string {
	if at == nil {
		return "--db"
	}
	if at.User != nil {
		return at.Redacted()
	}
	return text
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func (p *Place) readColumns(query url.Values) error {
	if !isName(p.database) {
		return fmt.Errorf("%q is not the name of a database; it has no /, \\, quotes or control characters", p.database)
	}
	p.columns = map[string]string{}
	for key, values := range query {
		value := values[len(values)-1]
		if !isName(value) {
			return fmt.Errorf("%s=%q is not a name; it has no /, \\, quotes or control characters", key, value)
		}
		switch {
		case key == "events":
			p.table, p.events = value, identifier(value)
		case slices.Contains(ownColumns, key):
			p.columns[key] = "`" + value + "`"
		default:
			return fmt.Errorf("%q is not a column of an event; they are %s, and events names the table", key,
				strings.Join(ownColumns, ", "))
		}
	}
	if len(p.columns) == 0 {
		if p.table != "event" {
			return errors.New("with events=TABLE say also which columns are what, as in " +
				"&ts=time&ip=remote_addr&target=path")
		}
		p.columns = nil
		return nil
	}
	if p.columns["ts"] == "" || p.columns["target"] == "" || p.columns["user"] == "" && p.columns["ip"] == "" &&
		p.columns["account"] == "" {
		return errors.New("a table of events needs a time (ts), what was asked for (target), and who did (user, " +
			"account or ip)")
	}
	return nil
}

func readPassword(file string) (string, error) {
	if file == "" {
		return os.Getenv(PasswordVariable), nil
	}
	info, err := os.Stat(file)
	if errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("%s: no such file", file)
	}
	if err != nil {
		return "", err
	}
	if info.IsDir() {
		return "", fmt.Errorf("%s is a directory; name the file in it that has the password", file)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return "", fmt.Errorf("%s: others can read the password; try: chmod 600 %s", file, file)
	}
	text, err := os.ReadFile(file)
	return strings.TrimRight(string(text), "\r\n"), err
}
