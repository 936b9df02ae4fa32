package logline

import "strings"

// field is something that an event says and a log has a name for.
type field uint8

const (
	userField field = iota
	clientField
	agentField
	referrerField
	timeField
	dateField
	eventField
	itemField
	menuField
	methodField
	targetField
	queryField
	requestField
	statusField
	sizeField

	fieldCount
)

// fieldWords are what a mapping calls the fields.
var fieldWords = [fieldCount]string{
	userField: "user", clientField: "client", agentField: "agent", referrerField: "referrer", timeField: "time", dateField: "date",
	eventField: "event", itemField: "item", menuField: "menu", methodField: "method", targetField: "target", queryField: "query",
	requestField: "request", statusField: "status", sizeField: "bytes",
}

// fieldNames are the names that a field goes by, the one to prefer first. They are plain: see appendPlain. A point leads
// into an object, and [0] takes the first of an array.
var fieldNames = [fieldCount][]string{
	userField: {
		"user", "userid", "uid", "username", "account", "accountid", "login", "member", "memberid", "customer", "customerid",
		"remoteuser", "csusername", "cauthid", "clientusername", "user.id", "user.name", "request.userid",
	},
	clientField: {
		"ip", "client", "clientip", "remoteaddr", "remoteip", "ipaddress", "clienthost", "clientaddr", "cip", "remotehost", "connectionaddr",
		"request.clientip", "request.remoteip", "request.remoteaddr", "context.ip", "client.ip", "source.ip", "client.address",
		"source.address", "clientipaddress", "sourceipaddress", "sourceip", "srcip", "src",
	},
	agentField: {
		"agent", "useragent", "httpuseragent", "csuseragent", "ua", "clientrequestuseragent", "requestuseragent",
		"request.headers.useragent[0]", "context.useragent", "useragent.original",
	},
	referrerField: {
		"referrer", "referer", "httpreferrer", "httpreferer", "csreferer", "csreferrer", "clientrequestreferer", "requestreferer",
		"request.headers.referer[0]", "context.page.referrer", "http.request.referrer",
	},
	timeField: {
		"timestamp", "@timestamp", "ts", "datetime", "startutc", "edgestarttimestamp", "time", "timelocal", "eventtime", "timeiso8601", "msec",
		"timeepoch",
	},
	dateField:   {"date", "datelocal", "eventdate", "day"},
	eventField:  {"event", "action", "eventname", "eventtype", "type", "event.action"},
	itemField:   {"item", "itemid", "product", "productid", "page", "pageid", "article", "articleid", "content", "contentid", "job", "jobid", "item.id", "product.id"},
	menuField:   {"menu", "category", "section", "namespace", "channel"},
	methodField: {"method", "requestmethod", "httpmethod", "csmethod", "clientrequestmethod", "request.method", "http.request.method"},
	targetField: {
		"requesturi", "uri", "path", "url", "requestpath", "csuristem", "csuri", "clientrequesturi", "clientrequestpath", "request.uri",
		"context.page.path", "url.original", "url.path", "url.full", "uripath",
	},
	queryField:   {"args", "querystring", "csuriquery", "url.query", "uriquery"},
	requestField: {"request", "req", "requestline"},
	statusField: {
		"status", "statuscode", "scstatus", "downstreamstatus", "edgeresponsestatus", "cstatus", "http.response.statuscode",
	},
	sizeField: {
		"bytes", "bodybytessent", "bytessent", "size", "scbytes", "downstreamcontentsize", "edgeresponsebytes", "http.response.body.bytes",
		"http.response.bytes", "bytesout", "length",
	},
}

func init() { fieldNames[clientField] = append(fieldNames[clientField], forwarded...) }

// maxName is the length of the longest plain name that means something to us.
const maxName = 64

// appendPlain appends a name as it is compared: in lower case and without _, -, spaces and parentheses. So user_id is
// also userId, USER-ID and "User ID", and cs(Referer) is csreferer. A name that is too long becomes nothing.
func appendPlain(to, name []byte) []byte {
	for _, c := range name {
		switch {
		case c == '_' || c == '-' || c == ' ' || c == '(' || c == ')':
			continue
		case len(to) == maxName:
			return to[:0]
		case c-'A' <= 'Z'-'A':
			c |= 0x20
		}
		to = append(to, c)
	}
	return to
}

func plain(name string) string { return string(appendPlain(nil, []byte(name))) }

// names is a tree of names: those of an object, and of the objects in it.
type names struct {
	place int  // of the value in the record, or nowhere
	first bool // of an array, the first value
	inner map[string]*names
}

const nowhere = -1

// add gives the name a place. A name with points is found in the objects that it leads through, and where it is written
// in one piece.
func (n *names) add(name string, place int) {
	path := strings.TrimSuffix(name, "[0]")
	ways := [][]string{{path}}
	if strings.Contains(path, ".") {
		ways = append(ways, strings.Split(path, "."))
	}
	for _, way := range ways {
		level := n
		for _, step := range way {
			if level.inner == nil {
				level.inner = make(map[string]*names)
			}
			if level.inner[step] == nil {
				level.inner[step] = &names{place: nowhere}
			}
			level = level.inner[step]
		}
		level.place, level.first = place, path != name
	}
}

// find looks a name up as it is written in a log; nil is a name that means nothing.
func (n *names) find(name []byte) *names {
	var buffer [maxName]byte
	return n.inner[string(appendPlain(buffer[:0], name))]
}
