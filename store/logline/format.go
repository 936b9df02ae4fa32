package logline

import (
	"fmt"
	"slices"
	"strings"

	"spoor/store/logline/spelling"
)

// Format is a way to write the lines of a log. The zero Format is none.
type Format struct {
	Name  string // what --format calls it. Named makes the same format of it again, even to read on in the middle of a log
	Words string // what it is, for people

	family    string // the name without what is special to one log
	parse     func(*Parser, []byte, *Event) Reason
	program   *program    // of a format string
	defined   *definition // of a format file
	columns   []string    // what a header has named, if it has come
	headed    bool        // a header names the columns
	separator byte        // of the values of a table; 0: it is none
	dialect   dialect     // of a table
	labelled  bool        // every value has its name with it
	extra     []renaming  // names that mean something in this format only
	mapping   Mapping
	fromZero  bool // its times count from zero, not from 1970
	layout    TimeLayout
	guessed   bool // no other format fits: its format string was made of the lines of the log
	rival     *Rival
	unsettled bool // there are dates of which day and month can't be told apart, and none that says which stands first
	userBy    UserBy
	tabs      bool    // tabs at the end of a line mean something
	prefix    *prefix // what stands before each line; nil: nothing
	requests  bool    // there is nothing but requests
	absolute  bool    // what is requested is written with scheme and host
	// own tells the lines that look like this format rather than like another one that reads them as well.
	own func(line []byte) bool
}

const (
	userPrefix = "by("
	mapPrefix  = "map("
	timePrefix = "time("
	prefixEnd  = ")+"

	fromZeroPrefix = "relative+"

	w3cFamily  = "w3c"
	jsonFamily = "json"
)

var formats = []Format{
	{
		Name:  "combined",
		Words: "access log with referrer and agent (Apache, nginx)",
		parse: (*Parser).access,
		own:   endsQuoted,
	},
	{
		Name:  "common",
		Words: "access log without referrer and agent",
		parse: (*Parser).access,
		own:   func(line []byte) bool { return !endsQuoted(line) },
	},
	{
		Name:     "varnish",
		Words:    "varnishncsa: combined, with scheme and host in what is requested",
		parse:    (*Parser).absoluteAccess,
		own:      func([]byte) bool { return false }, // a proxy that others use writes the same
		absolute: true,
	},
	{
		Name:     "json",
		Words:    "one JSON object a line: click events, or requests (nginx, Caddy, Traefik, Cloudflare)",
		parse:    (*Parser).json,
		labelled: true,
	},
	written("vhost-combined", "combined behind the name and port of the host",
		`%v:%p %h %l %u %t "%r" %>s %O "%{Referer}i" "%{User-Agent}i"`),
	written("combined-more", "combined with more behind the agent (nginx main, Apache combinedio)",
		`$remote_addr $identity $remote_user [$time_local] "$request" $status $bytes_sent `+
			`"$http_referer" "$http_user_agent" $more`),
	written("ingress-legacy", "ingress-nginx of old, with the visitor's address in brackets",
		`$proxy_protocol_addr - [$the_real_ip] - $remote_user [$time_local] "$request" $status $bytes_sent `+
			`"$http_referer" "$http_user_agent" $more`),
	written("s3", "AWS S3 server access log",
		`$owner $bucket [$time_local] $remote_addr $remote_user $request_id $operation $key "$request" $status $error `+
			`$bytes_sent $object_size $total_time $turnaround_time "$http_referer" "$http_user_agent" $version_and_more`),
	absolute(written("alb", "AWS application load balancer",
		`$type $time_iso8601 $elb $remote_addr $target $time_a $time_b $time_c $status $target_status $received $bytes_sent `+
			`"$request" "$http_user_agent" $more`)),
	absolute(written("elb", "AWS classic load balancer",
		`$time_iso8601 $elb $remote_addr $backend $time_a $time_b $time_c $status $backend_status $received $bytes_sent `+
			`"$request" "$http_user_agent" $more`)),
	{
		Name:     w3cFamily,
		Words:    "W3C extended: columns named by #Fields (IIS, CloudFront)",
		parse:    (*Parser).w3c,
		headed:   true,
		requests: true,
	},
	{
		Name:      "csv",
		separator: ',',
		Words:     "comma-separated values under a header",
		parse:     (*Parser).table,
		headed:    true,
	},
	{
		Name:      "ssv",
		separator: ';',
		Words:     "semicolon-separated values under a header",
		parse:     (*Parser).table,
		headed:    true,
	},
	{
		Name:      "tsv",
		separator: '\t',
		Words:     "tab-separated values under a header",
		parse:     (*Parser).table,
		headed:    true,
		tabs:      true,
	},
	{
		Name:      "psv",
		separator: '|',
		Words:     "values between bars under a header, also as databases draw tables",
		parse:     (*Parser).table,
		headed:    true,
	},
	{
		Name:     "ltsv",
		Words:    "label:value pairs between tabs",
		parse:    (*Parser).ltsv,
		labelled: true,
		extra:    []renaming{{field: clientField, name: "host"}},
	},
	{
		Name:     "logfmt",
		Words:    "name=value pairs",
		parse:    (*Parser).logfmt,
		labelled: true,
	},
}

// shapesOnly are ways to write values that only format files have for their own.
var shapesOnly = []Format{
	{Name: "cef", parse: (*Parser).cef, labelled: true},
	{Name: "leef", parse: (*Parser).leef, labelled: true},
}

// written is a format that is a format string under a name.
func written(name, words, text string) Format {
	program, err := compile(text, Mapping{})
	if err != nil {
		panic(err)
	}
	return Format{Name: name, Words: words, parse: (*Parser).run, program: program, requests: true}
}

func absolute(f Format) Format {
	f.absolute = true
	return f
}

func endsQuoted(line []byte) bool { return line[len(line)-1] == '"' }

// Formats lists all formats in the order in which Detect tries them.
func Formats() []Format { return slices.Clone(known()) }

// Named finds a format by its name, which is one of Formats or
//
//   - a format string of nginx ($remote_addr …) or Apache (%h …), as it stands in the configuration;
//   - csv:COLUMNS, tsv:COLUMNS or w3c:FIELDS, with commas between them, where the header is not in the log;
//   - csv(HABITS) and the like, with or without columns, for tables that are not written as RFC 4180 says: see
//     habitWords;
//   - any of these behind "syslog+", "container+", "docker+", "journal+", "logger+", "loki+" or "grep+", for lines that
//     these have written something before, or "relay+", for syslog without a tag;
//   - any of these behind "relative+", where the times count from zero;
//   - any of these behind "time(LAYOUT)+", with a TimeLayout;
//   - any of these behind "map(user=account.id)+", with a Mapping;
//   - any of these behind "by(cookie:NAME,ip)+", with a UserBy.
//
// The error says what is wrong, and what to write instead.
func Named(name string) (Format, error) {
	chain, rest, err := cutPrefix(name, userPrefix)
	if err != nil {
		return Format{}, err
	}
	var by UserBy
	if chain != "" {
		if by, err = ParseUserBy(chain); err != nil {
			return Format{}, err
		}
	}
	pairs, rest, err := cutPrefix(rest, mapPrefix)
	if err != nil {
		return Format{}, err
	}
	var mapping Mapping
	if pairs != "" {
		if mapping, err = ParseMapping([]string{pairs}); err != nil {
			return Format{}, err
		}
	}
	layoutText, rest, err := cutPrefix(rest, timePrefix)
	if err != nil {
		return Format{}, err
	}
	var layout TimeLayout
	if layoutText != "" {
		if layout, err = ParseTimeLayout(layoutText); err != nil {
			return Format{}, err
		}
	}
	rest, fromZero := strings.CutPrefix(rest, fromZeroPrefix)
	before, rest := cutPrefixName(rest)
	f, err := base(rest, mapping)
	if err != nil {
		return Format{}, err
	}
	if f.program != nil && !f.program.dated && before == nil {
		return Format{}, fmt.Errorf("the format %q has no time; put $time_local or %%t where it stands", rest)
	}
	f.userBy, f.mapping, f.layout, f.prefix, f.fromZero = by, mapping, layout, before, fromZero
	return f.renamed(), nil
}

// cutPrefix cuts a prefix with something in parentheses off a name; within is empty if the name has no such prefix.
func cutPrefix(name, prefix string) (within, rest string, err error) {
	text, prefixed := strings.CutPrefix(name, prefix)
	if !prefixed {
		return "", name, nil
	}
	within, rest, ended := strings.Cut(text, prefixEnd)
	if !ended || within == "" {
		return "", "", fmt.Errorf("%q: %q must be followed by something and %q", name, prefix, prefixEnd)
	}
	return within, rest, nil
}

// base finds a format without its prefixes.
func base(name string, m Mapping) (Format, error) {
	var names []string
	for _, f := range each {
		f.family, names = f.Name, append(names, f.Name)
		if f.Name == name {
			return f, nil
		}
		if behind, ok := strings.CutPrefix(name, f.Name); ok && f.headed && strings.ContainsAny(behind[:1], ":(") {
			return f.underHeader(behind)
		}
	}
	if strings.ContainsAny(name, "$%") {
		program, err := compile(name, m)
		return Format{Words: "format string", family: name, parse: (*Parser).run, program: program, requests: true}, err
	}
	return Format{}, fmt.Errorf("no format is named %q; "+
		"there are %s, and format strings of nginx ($remote_addr …) and Apache (%%h …)", name, strings.Join(names, ", "))
}

// underHeader is the format in the dialect and under the header that its name says.
func (f Format) underHeader(text string) (Format, error) {
	d, rest, err := cutDialect(text)
	if err != nil {
		return f, err
	}
	if d != (dialect{}) && f.separator == 0 {
		return f, fmt.Errorf("%s is no table of separated values, which could be %s", f.Name, d)
	}
	header, ok := strings.CutPrefix(rest, ":")
	if f.dialect = d; ok {
		f.columns, err = spelling.SplitColumns(header)
	} else if rest != "" {
		err = fmt.Errorf("%q follows the name of the format %s; write a : and the columns there", rest, f.Name)
	}
	return f, err
}

// renamed puts the name together again from what the format is made of.
func (f Format) renamed() Format {
	f.Name = f.family + f.dialect.String()
	if f.columns != nil && !slices.Equal(f.columns, f.defined.fileColumns()) {
		f.Name += ":" + spelling.JoinColumns(f.columns)
	}
	f.Name = f.prefix.before(f.Name)
	if f.fromZero {
		f.Name = fromZeroPrefix + f.Name
	}
	if !f.layout.IsZero() {
		f.Name = timePrefix + f.layout.String() + prefixEnd + f.Name
	}
	f.Name = f.mapping.Of(f.Name)
	if f.userBy.ways != nil {
		f.Name = userPrefix + f.userBy.String() + prefixEnd + f.Name
	}
	return f
}

// translated reports whether the header is known only by the places of its columns.
func (f Format) translated() bool {
	_, translated := f.defined.translate(f.columns)
	return translated
}

// UserBy is what the name of the format says of whose an event is; the zero value if it says nothing.
func (f Format) UserBy() UserBy { return f.userBy }

// Turns reports whether a log can name other columns in its middle.
func (f Format) Turns() bool { return f.shape() == w3cFamily }

// shape is the format that says how values are written: the format itself, unless a file defines it.
func (f Format) shape() string {
	if f.defined != nil {
		return f.defined.file.Shape
	}
	return f.family
}

// CountsFromZero reports whether the times of the log are relative: see Learn.
func (f Format) CountsFromZero() bool { return f.fromZero }

// Unheaded is the format as it is before a log has named its columns.
func (f Format) Unheaded() Format {
	f.columns = f.defined.fileColumns()
	return f.renamed()
}

// Title is the name without what is special to one log: its columns and its mapping. It says the dialect of a table.
func (f Format) Title() string { return f.prefix.before(f.family + f.dialect.String()) }

// namesOf are the names of a field in this format, the one to prefer first.
func (f Format) namesOf(field field) []string {
	if mapped := f.mapping.names(field); mapped != nil {
		return mapped
	}
	if f.defined != nil {
		return f.defined.fields[field]
	}
	names := fieldNames[field]
	for _, more := range f.extra {
		if more.field == field {
			names = append(names[:len(names):len(names)], more.name)
		}
	}
	return names
}
