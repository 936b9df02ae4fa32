package web

import (
	"fmt"
	"strconv"
	"strings"

	"spoor/analysis/units"
)

// What tells requests that a page makes by itself from those that a user makes.
const (
	embeddedLeast    = 20   // requests, or a few visits decide
	embeddedOwn      = 0.9  // of them name a page of the site as referrer
	embeddedSoon     = 0.8  // of them follow what they belong to at once
	embeddedAtOnce   = 5000 // milliseconds
	embeddedUsers    = 3    // whose habits tell something about the page and not about one of them
	embeddedReferred = 0.01 // as many may be named as referrer: who opens a picture alone does not make a page of it
	embeddedPictures = 0.9  // of them name a picture in their query: who names no page as referrer tells nothing then
)

// Embedded is what pages ask for by themselves, as pictures and beacons without a file ending are, with what tells so.
type Embedded struct {
	Template string `json:"template"` // of the paths: see PathTemplate
	Requests int    `json:"requests"`
	Own      int    `json:"own"`                // requests that name a page of the site as referrer
	Soon     int    `json:"soon"`               // those within 5 s of that page by the same user, or of what else it has
	Users    int    `json:"users"`              // who made them
	Pictures int    `json:"pictures,omitempty"` // requests that name a picture in their query
}

// String says what is embedded and why, on one line whatever is in the path.
func (e Embedded) String() string {
	percent := func(part int) string { return units.Percent(float64(part) / float64(e.Requests)) }
	template, pictures := strconv.Quote(e.Template), ""
	if e.Pictures > 0 {
		pictures = ", " + percent(e.Pictures) + " name a picture"
	}
	return fmt.Sprintf("%s: %s by %s, %s from a page of the site, %s within 5 s of it%s", template[1:len(template)-1],
		units.NewNoun("request", "requests").Count(e.Requests), units.UserNoun.Count(e.Users),
		percent(e.Own), percent(e.Soon), pictures)
}

// pictureEndings are those of the staticEndings that a query names where a program makes pictures:
// "/image/7?name=chair.jpg".
var pictureEndings = []string{".ico", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".bmp"}

// namesPicture reports whether a value in the query of a target is the name of a picture.
func namesPicture(target string) bool {
	target, _, _ = strings.Cut(target, "#")
	_, query, _ := strings.Cut(target, "?")
	for field := range strings.SplitSeq(query, "&") {
		_, value, _ := strings.Cut(field, "=")
		for _, ending := range pictureEndings {
			if start := len(value) - len(ending); start > 0 && strings.EqualFold(value[start:], ending) {
				return true
			}
		}
	}
	return false
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

// splitURL cuts "https://shop.example/list?page=2#top" into its host and the target "/list?page=2". A URL without a
// host is of the own site.
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
	foreign                               int32 // requests that name a page of another site as referrer
	pictures                              int32 // requests that name a picture in their query
	users, ownUsers, soonUsers            int32
	user, userOwn, userSoon               int32 // of the user who is being added
}

// add counts a request. If its referrer is a page of the site, the user was last seen at it then.
func (t *embeddedTally) add(request askedFor, referrer namedPage, last lastSeen, now int64) {
	t.requests++
	if request.picture {
		t.pictures++
	}
	switch {
	case referrer.foreign:
		t.foreign++
		return
	case referrer.page == 0:
		return
	}
	t.own++
	t.userOwn++
	if now-last.page <= embeddedAtOnce {
		t.strict++
	}
	if now-last.around <= embeddedAtOnce {
		t.soon++
		t.userSoon++
	}
}

// endUser is called after the last request of a user.
func (t *embeddedTally) endUser() {
	t.users++
	if t.userOwn > 0 {
		t.ownUsers++
	}
	if 2*t.userSoon > t.userOwn {
		t.soonUsers++
	}
}

// embedded reports whether pages make these requests by themselves. What pages of other sites ask for, as caches and
// translators do, says nothing of the own ones. Of what names a picture those requests count alone that name a page, as
// apps, messengers and whoever hides the referrer ask for pictures without one.
func (t *embeddedTally) embedded() bool {
	counted := t.requests - t.foreign
	if float64(t.pictures) >= embeddedPictures*float64(t.requests) {
		counted = t.own
	}
	share := func(part int32) float64 { return float64(part) / float64(counted) }
	soon, most := t.soon, 2*t.soonUsers > t.ownUsers
	if t.ownUsers < embeddedUsers {
		soon, most = t.strict, true
	}
	return counted >= embeddedLeast && share(t.own) >= embeddedOwn && share(soon) >= embeddedSoon && most &&
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
