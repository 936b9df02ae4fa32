package logline

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"spoor/store/logline/decimal"
	"spoor/store/logline/logtime"
	"spoor/store/logline/pieces"
	"spoor/store/logline/spelling"
)

// guess makes a format string of the first lines of a log of requests that no format fits: what stands in the same
// place of most lines is a value, and those are named that can be but one thing. There must be a request, a time and a
// client; ok is false where there is none of these, or several that could be it. Where the lines have the prefix, it is
// passed over.
func guess(sample [][]byte, before *prefix, o Options) (f Format, ok bool) {
	g := newGuesser(sample, before, o)
	if g == nil {
		return Format{}, false
	}
	for _, step := range []func(*guesser) bool{
		(*guesser).findRequest, (*guesser).findTime, (*guesser).findClient, (*guesser).findUser,
		(*guesser).findAnswer, (*guesser).findAgent,
	} {
		if !step(g) {
			return Format{}, false
		}
	}
	f, err := Named(before.before(g.format()))
	f.guessed = true
	return f, err == nil
}

// newGuesser lays out the lines; nil if they are no requests that are alike.
func newGuesser(sample [][]byte, before *prefix, o Options) *guesser {
	table := tabulate(sample, before)
	if table == nil {
		return nil
	}
	g := &guesser{layout: table, clock: o.clock(), names: make([]string, len(table.columns)), prefixed: before != nil}
	g.clock.Layout = o.Layout
	return g
}

// unguessed says what a log of requests lacks of which no format string could be made, or how to make one; "" if the
// lines are no requests.
func unguessed(sample [][]byte, o Options) string {
	for _, before := range append(prefixesOf(sample), nil) {
		g := newGuesser(sample, before, o)
		if g == nil || !g.findRequest() {
			continue
		}
		if !g.findTime() {
			return "the lines are requests, but none of their values is plainly their time; " +
				"have the server write it, or describe the lines in a format file (spoor load --help)"
		}
		if !g.findClient() && len(g.addresses(0, len(g.columns))) == 0 {
			return "the lines are requests, but nothing in them says who made them; " +
				"have the server write the address or the user"
		}
		for _, find := range []func() bool{g.findUser, g.findAnswer, g.findAgent} {
			_ = find() // whoever is asked about the user need not be asked about the status
		}
		return fmt.Sprintf("the lines are requests, but it is not plain which of their values are the client and the user; "+
			"put $remote_addr and $remote_user in place of their $field_… here: --format '%s'", before.before(g.format()))
	}
	return ""
}

// Guessed reports whether no known format fits the log, so that the format is a format string that its first lines led
// to.
func (f Format) Guessed() bool { return f.guessed }

// guesser finds out what the columns of a log are.
type guesser struct {
	*layout
	clock    logtime.Clock
	prefixed bool     // something stands before each line, with a time
	names    []string // by column: the variable that it is, or "" as long as that is not known
	request  int      // the column with the request, or with its target
	time     int
	client   int
}

// findRequest finds the one column that has requests, or those that have their methods and targets.
func (g *guesser) findRequest() bool {
	found := 0
	for i, c := range g.columns {
		if c.share(isRequestLine) < 0.5 {
			continue
		}
		found++
		g.request, g.names[i] = i, "request"
		if c.share(isAbsoluteRequest) > 0.9 { // only paths are compared, so the parts are taken
			g.names[i] = "request_method $request_uri $server_protocol"
		}
	}
	for i := 0; found == 0 && i+1 < len(g.columns); i++ {
		if g.columns[i].share(isVerb) > 0.9 && g.columns[i+1].share(isPath) > 0.9 {
			g.request, g.names[i], g.names[i+1] = i+1, "request_method", "request_uri"
			found++
		}
	}
	return found == 1
}

// isRequestLine tells "GET /path HTTP/1.1" from other texts.
func isRequestLine(s []byte) bool {
	verb, target := splitRequest(s)
	last, n := s[bytes.LastIndexByte(s, ' ')+1:], len(s)-len(" HTTP 1.1")
	return isVerb(verb) && len(target) > 0 && (bytes.HasPrefix(last, []byte("HTTP/")) || n > 0 && isProtocol(s[n:]))
}

func isAbsoluteRequest(s []byte) bool {
	_, target := splitRequest(s)
	return isRequestLine(s) && bytes.Contains(target, []byte("://")) && isPath(target)
}

func isVerb(s []byte) bool {
	return len(s) >= 3 && len(s) <= len("UNSUBSCRIBE") && spelling.IsMethod(s)
}

// findTime finds the column with the time of the request: one in brackets, or else the first of those that are times,
// or a date and the time of the day beside it.
func (g *guesser) findTime() bool {
	g.time = nowhere
	for i, c := range g.columns {
		if g.names[i] == "" && c.share(g.isTime) > 0.95 &&
			(g.time == nowhere || c.close == "]" && g.columns[g.time].close != "]") {
			g.time = i
		}
	}
	if g.time == nowhere {
		return g.findDateAndTime()
	}
	g.names[g.time] = "timestamp"
	g.findZone(g.time + 1)
	if c := g.columns[g.time]; c.share(func(s []byte) bool { return len(s) == logtime.CommonLength && s[2] == '/' }) == 1 {
		g.names[g.time] = "time_local"
	}
	return true
}

// findDateAndTime finds two columns side by side that are the time of the request, unless the prefix has it.
func (g *guesser) findDateAndTime() bool {
	for i := range len(g.columns) - 1 {
		if g.columns[i].share(g.isDate) > 0.95 && g.columns[i+1].share(logtime.IsTimeOfDay) > 0.95 {
			g.time, g.names[i], g.names[i+1] = i, "date", "time"
			g.findZone(i + 2)
			return true
		}
	}
	return g.prefixed
}

// findZone finds the zone of the time in the column behind it.
func (g *guesser) findZone(i int) {
	if i < len(g.columns) && g.names[i] == "" && g.columns[i].share(g.isZone) > 0.95 {
		g.names[i] = "timezone"
	}
}

// isTime tells a whole time from a number that may be anything, and from a day.
func (g *guesser) isTime(s []byte) bool {
	_, _, ok := g.clock.Read(s)
	at, counted := logtime.EpochTime(s)
	if counted {
		whole := decimal.Length(s) // seconds or milliseconds of our days
		return at > DefaultEarliest.UnixMilli() && (whole == len("1700000000") || whole == len("1700000000000"))
	}
	return ok && bytes.IndexByte(s, ':') > 0
}

func (g *guesser) isDate(s []byte) bool {
	_, _, ok := g.clock.Read(s)
	return ok && bytes.IndexByte(s, ':') < 0 && bytes.ContainsAny(s, "-/.")
}

func (g *guesser) isZone(s []byte) bool {
	_, ok := g.clock.OffsetOf(s, 0)
	return ok
}

// findClient finds the column with the address of the client. Without any it is the name of a host, where identity,
// user and time follow, or none where there is a user.
func (g *guesser) findClient() bool {
	before := g.addresses(0, g.request)
	behind := g.addresses(g.request, len(g.columns))
	first := g.time - 3 // of host, identity, user and time
	switch {
	case len(before) > 0 && (len(behind) == 0 || g.names[g.request] != "request_uri") && g.isFirst(before):
		g.client = before[0]
	case len(before) == 0 && len(behind) == 1:
		g.client = behind[0]
	case len(before)+len(behind) > 0:
		return false
	case first >= 0 && g.columns[g.time].close == "]" && g.columns[first+1].share(isDash) == 1 &&
		g.columns[first].isWord() && g.names[first] == "":
		g.client = first
	default:
		return g.findUserAlone()
	}
	g.names[g.client] = "remote_addr"
	if g.columns[g.client].share(isList) > 0 && g.columns[g.client].isWord() { // which may have any length
		g.names[g.client] = "http_x_forwarded_for"
	}
	return true
}

func isList(s []byte) bool { return bytes.IndexByte(s, ' ') > 0 }

// findUserAlone finds the user of a log without clients, where servers write it.
func (g *guesser) findUserAlone() bool {
	g.client = nowhere
	if !g.isUser(g.time-1) || g.time < 2 || g.columns[g.time-2].share(isDash) < 1 {
		return false
	}
	g.names[g.time-1] = "remote_user"
	return true
}

// addresses are the columns of a range that have addresses.
func (g *guesser) addresses(from, to int) (found []int) {
	for i := from; i < to; i++ {
		c := g.columns[i]
		addressed := c.share(func(s []byte) bool { return isAddress(s) || isDash(s) }) > 0.95
		if g.names[i] == "" && addressed && c.share(isAddress) > 0 {
			found = append(found, i)
		}
	}
	return found
}

// isFirst reports whether the first of several addresses is the client's: it is the only one with a port, as of a
// connection, or they are all the same. Otherwise one may be the server's, or what a proxy says.
func (g *guesser) isFirst(columns []int) bool {
	socket := func(s []byte) bool { return len(spelling.HostOf(s)) < len(s) }
	sockets := g.columns[columns[0]].share(socket) == 1
	for _, i := range columns[1:] {
		if sockets && g.columns[i].share(socket) == 0 {
			continue
		}
		for _, row := range g.rows {
			if !bytes.Equal(row[i].Value, row[columns[0]].Value) {
				return false
			}
		}
	}
	return true
}

// findUser finds the user where servers write it: behind the identity, which is a -, or the client, and before the time
// or the request. A log that has none is told apart by clients, but not one with a word there that may be a name.
func (g *guesser) findUser() bool {
	if g.client == nowhere {
		return true
	}
	for _, anchor := range []int{g.time, g.request} {
		i := anchor - 1
		if !g.isUser(i) && !g.isCommonUser(i) {
			continue
		}
		if g.columns[i-1].share(isDash) == 1 && g.names[i-1] == "" || i-1 == g.client {
			g.names[i] = "remote_user"
			return true
		}
	}
	for i := g.client + 1; i < max(g.time, g.request); i++ {
		if g.names[i] == "" && g.columns[i].share(func(s []byte) bool { return isDash(s) || isNoName(s) }) < 0.95 {
			return false
		}
	}
	return true
}

// isUser reports whether a column, which is not the first, may be that of the user.
func (g *guesser) isUser(i int) bool {
	return i > 0 && g.names[i] == "" && g.columns[i].isValue() && g.columns[i].share(isNoName) <= 0.05
}

// isCommonUser reports whether a column is that of the user where the common format has it: between a client, the - of
// no identity, and the time. There it may have points, be a number, or the name of a certificate.
func (g *guesser) isCommonUser(i int) bool {
	return i == g.client+2 && i == g.time-1 && g.names[i] == "" && g.columns[i-1].share(isDash) == 1 &&
		g.columns[i].isValue() && g.columns[i].share(pieces.MayBeUser) == 1
}

// isNoName tells what is not the name of a user: numbers, addresses, hosts and URLs.
func isNoName(s []byte) bool {
	_, count := decimal.Number(s)
	host := bytes.IndexByte(s, '.') > 0 && bytes.IndexByte(s, '@') < 0
	return count || isAddress(s) || host || bytes.ContainsAny(s, "/:=\"")
}

// findAnswer finds the status, first behind the request, and the bytes behind it. What stands in its place and is none
// leaves in doubt what the line is.
func (g *guesser) findAnswer() bool {
	status := g.statusFrom(g.request+1, len(g.columns))
	if status == nowhere {
		status = g.statusFrom(0, g.request)
	}
	if status == nowhere {
		return false
	}
	g.names[status] = "status"
	next := status + 1
	if next < len(g.columns) && g.names[next] == "" && g.columns[next].isValue() && g.columns[next].share(isAmount) == 1 {
		g.names[next] = "bytes_sent"
	}
	return true
}

func (g *guesser) statusFrom(from, to int) int {
	for i := from; i < to; i++ {
		c, statusOrNone := g.columns[i], func(s []byte) bool { return isStatus(s) || isDash(s) }
		if g.names[i] == "" && c.share(isStatus) > 0.5 && c.share(statusOrNone) == 1 {
			return i
		}
	}
	return nowhere
}

// findAgent finds referrer and agent: two values side by side, of which the first is a URL or none, behind the request.
// One of them alone is what it looks like.
func (g *guesser) findAgent() bool {
	agent := g.findColumn(func(i int) bool { return g.columns[i].share(pieces.IsAgent) > 0.5 })
	if agent == nowhere { // agents of few words
		agent = 1 + g.findColumn(func(i int) bool {
			return i+1 < len(g.columns) && g.names[i+1] == "" && g.columns[i+1].isQuoted() &&
				g.columns[i+1].share(pieces.IsURL) == 0 && g.mayRefer(i)
		})
	}
	referrer := agent - 1
	if agent <= 0 {
		referrer = g.findColumn(func(i int) bool {
			return g.names[i-1] != "" && g.mayRefer(i) && g.columns[i].share(pieces.IsURL) > 0
		})
	} else {
		g.names[agent] = "http_user_agent"
	}
	if referrer > g.request && g.names[referrer] == "" && g.mayRefer(referrer) {
		c := &g.columns[referrer]
		if g.names[referrer] = "http_referer"; c.close == "" && c.before == " " { // in quotes, where there is one
			c.before, c.close = ` "`, `"`
		}
	}
	return true
}

// mayRefer reports whether a column can be the referrer: URLs in quotes, or nothing but -.
func (g *guesser) mayRefer(i int) bool {
	c := &g.columns[i]
	return c.share(pieces.IsReferrer) == 1 && (c.isQuoted() || c.share(isDash) == 1 || c.before != " ")
}

// findColumn is the first column behind the request that is so and means nothing else, or nowhere.
func (g *guesser) findColumn(is func(i int) bool) int {
	for i := g.request + 1; i < len(g.columns); i++ {
		if g.names[i] == "" && is(i) {
			return i
		}
	}
	return nowhere
}

// format is the format string. What follows the last column that means something may be anything.
func (g *guesser) format() string {
	var text strings.Builder
	last := len(g.names) - 1
	for last > 0 && g.names[last] == "" {
		last--
	}
	for i, c := range g.columns[:last+1] {
		name := g.names[i]
		if name == "" && i > 0 && c.before+g.columns[i-1].close == "" {
			continue // nothing parts it from the value before
		}
		if name == "" {
			name = "field_" + strconv.Itoa(i+1)
		}
		text.WriteString(escapedText(c.before) + "$" + name + escapedText(c.close))
	}
	if g.uneven && g.columns[last].close != "" { // nothing at all may follow, too
		text.WriteString("$more")
	} else if last+1 < len(g.columns) {
		text.WriteString(strings.TrimRight(escapedText(g.columns[last+1].before), `"'[(`) + "$more")
	}
	return text.String()
}

// escapedText is text as a format string has it.
func escapedText(text string) string {
	return strings.NewReplacer(`\`, `\\`, "$", `\$`, "\t", `\t`).Replace(text)
}
