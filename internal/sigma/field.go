package sigma

import (
	"fmt"
	"strconv"
	"strings"
)

// eventField is what a field of Sigma is of an event.
type eventField struct {
	names []string // of the texts that it may be: any of them
	kind  fieldKind
	note  string // what differs
}

type fieldKind uint8

const (
	textField fieldKind = iota
	statusField
	bytesField
	extensionField
	keywordField
)

var (
	// uriField is the query by the standard, and the path with the query in most rules: either will do.
	uriField      = eventField{names: []string{"target", "query"}}
	wholeURL      = eventField{names: []string{"target"}, note: "many logs keep path and query of a URL, without the host"}
	pathField     = eventField{names: []string{"path"}}
	methodField   = eventField{names: []string{"action"}}
	agentField    = eventField{names: []string{"agent"}}
	referrerField = eventField{names: []string{"referrer"}}
	addressField  = eventField{names: []string{"address"}}
	userField     = eventField{names: []string{"user"}, note: "a user without an account is its address"}

	// keywords are sought in all that is kept of a line as it was.
	keywords = eventField{names: []string{"target", "agent", "referrer", "user", "address"}, kind: keywordField,
		note: "keywords are sought in the request, the agent, the referrer, the user and the address"}
)

// eventFields are the fields of the categories webserver and proxy, as in W3C's extended log format.
var eventFields = map[string]eventField{
	"": keywords,

	"c-uri": wholeURL, "cs-uri": wholeURL, "url": wholeURL, "uri": wholeURL, "request": wholeURL, "cs-request": wholeURL,
	"cs-uri-query": uriField, "c-uri-query": uriField,
	"cs-uri-stem": pathField, "c-uri-stem": pathField, "cs-uri-path": pathField, "c-uri-path": pathField,
	"c-uri-extension":  {names: []string{"path"}, kind: extensionField},
	"cs-uri-extension": {names: []string{"path"}, kind: extensionField},

	"cs-method": methodField, "c-method": methodField, "method": methodField,
	"sc-status": {names: []string{"status"}, kind: statusField}, "status": {names: []string{"status"}, kind: statusField},
	"sc-bytes": {names: []string{"bytes"}, kind: bytesField},

	"c-useragent": agentField, "cs-useragent": agentField, "cs-user-agent": agentField,
	"cs(user-agent)": agentField, "c-user-agent": agentField, "useragent": agentField,
	"user-agent": agentField, "user_agent": agentField,
	"cs-referer": referrerField, "cs-referrer": referrerField, "cs(referer)": referrerField, "cs(referrer)": referrerField,
	"referer": referrerField, "referrer": referrerField, "c-referer": referrerField, "c-referrer": referrerField,

	"c-ip": addressField, "src_ip": addressField, "src-ip": addressField, "client_ip": addressField,
	"clientip": addressField, "sourceip": addressField,
	"cs-username": userField, "username": userField, "user": userField, "c-username": userField,
}

func fieldNamed(name string) (eventField, error) {
	if f, known := eventFields[strings.ToLower(strings.TrimSpace(name))]; known {
		return f, nil
	}
	return eventField{}, fmt.Errorf("%s has no equivalent: it is not kept of an event", name)
}

// The statuses that an event may have.
const leastStatus, mostStatus = 100, 999

// askStatus asks for the statuses that are like this in their digits: "status in 400..499".
func askStatus(like func(digits string) bool) *tree {
	var ways []*tree
	var single []string
	for from := leastStatus; from <= mostStatus; from++ {
		if !like(strconv.Itoa(from)) {
			continue
		}
		to := from
		for to < mostStatus && like(strconv.Itoa(to+1)) {
			to++
		}
		if from == to {
			single = append(single, strconv.Itoa(from))
		} else {
			ways = append(ways, is("status in %d..%d", from, to))
		}
		from = to
	}
	switch len(single) {
	case 0:
	case 1:
		ways = append(ways, is("status == %s", single[0]))
	default:
		ways = append(ways, is("status in [%s]", strings.Join(single, ", ")))
	}
	if len(ways) == 0 {
		return cannot("no status is like that")
	}
	return anyOf(ways...)
}
