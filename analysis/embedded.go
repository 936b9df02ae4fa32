package analysis

import (
	"fmt"
	"strconv"
	"strings"
)

// What tells requests that a page makes by itself from those that a user makes.
const (
	embeddedLeast    = 20   // requests, or a few visits decide
	embeddedOwn      = 0.9  // of them name a page of the site as referrer
	embeddedSoon     = 0.8  // of them follow what they belong to at once
	embeddedAtOnce   = 5000 // milliseconds
	embeddedUsers    = 3    // whose habits tell something about the page and not about one of them
	embeddedReferred = 0.01 // as many may be named as referrer: who opens a picture alone does not make a page of it
)

// Embedded is what pages ask for by themselves, as pictures and beacons without a file ending are, with what tells so.
type Embedded struct {
	Template string `json:"template"` // of the paths: see PathTemplate
	Requests int    `json:"requests"`
	Own      int    `json:"own"`   // requests that name a page of the site as referrer
	Soon     int    `json:"soon"`  // requests within 5 s of the same user's request of that page, or of something else it has
	Users    int    `json:"users"` // who made them
}

// String says what is embedded and why, on one line whatever is in the path.
func (e Embedded) String() string {
	percent := func(part int) string { return percent(float64(part) / float64(e.Requests)) }
	template := strconv.Quote(e.Template)
	return fmt.Sprintf("%s: %s by %s, %s from a page of the site, %s within 5 s of it", template[1:len(template)-1],
		requestNoun.count(float64(e.Requests)), userNoun.count(float64(e.Users)), percent(e.Own), percent(e.Soon))
}

// PathTemplate is the path of a target with # for each segment that holds a digit: of "/image/20116?name=chair" it is
// "/image/#".
func PathTemplate(target string) string { return string(AppendPathTemplate(nil, target)) }

// AppendPathTemplate appends the PathTemplate of a target to text.
func AppendPathTemplate(text []byte, target string) []byte {
	path := Path(target)
	for {
		segment, rest, more := strings.Cut(path, "/")
		if strings.ContainsAny(segment, "0123456789") {
			segment = "#"
		}
		text = append(text, segment...)
		if !more {
			return text
		}
		text = append(text, '/')
		path = rest
	}
}

// splitURL cuts "https://shop.example/list?page=2#top" into its host and the target "/list?page=2". A URL without a host is
// of the own site.
func splitURL(url string) (host, target string, ok bool) {
	url, _, _ = strings.Cut(url, "#")
	if strings.HasPrefix(url, "/") {
		return "", url, true
	}
	_, rest, found := strings.Cut(url, "://")
	if !found {
		return "", "", false
	}
	end := strings.IndexAny(rest, "/?")
	switch {
	case end < 0:
		return rest, "/", rest != ""
	case rest[end] == '?':
		return rest[:end], "/" + rest[end:], end > 0
	default:
		return rest[:end], rest[end:], end > 0
	}
}

// embeddedTally counts the requests of a template.
type embeddedTally struct {
	requests, own, soon, strict, referred int32
	users, soonUsers                      int32
	user, userRequests, userSoon          int32 // of the user who is being added
}

// add counts a request. If own, its referrer is a page of the site, which the user was last seen at then.
func (t *embeddedTally) add(own bool, last lastSeen, now int64) {
	t.requests++
	t.userRequests++
	if !own {
		return
	}
	t.own++
	if now-last.page <= embeddedAtOnce {
		t.strict++
	}
	if now-last.around <= embeddedAtOnce {
		t.soon++
		t.userSoon++
	}
}

// embedded reports whether pages make these requests by themselves.
func (t *embeddedTally) embedded() bool {
	share := func(part int32) float64 { return float64(part) / float64(t.requests) }
	soon, most := t.soon, 2*t.soonUsers > t.users
	if t.users < embeddedUsers {
		soon, most = t.strict, true
	}
	return t.requests >= embeddedLeast && share(t.own) >= embeddedOwn && share(soon) >= embeddedSoon && most &&
		share(t.referred) < embeddedReferred
}

// lastSeen is when a user last asked for a page, and for anything that belongs to it.
type lastSeen struct {
	user         int32
	page, around int64
}

// never is before all times.
const never = -1 << 62

func (l *lastSeen) see(user int32, now int64) {
	if l.user != user {
		*l = lastSeen{user: user, page: never}
	}
	l.around = now
}
