package analysis

import (
	"time"

	"spoor/analysis/clock"
	"spoor/analysis/predicate"
	"spoor/analysis/stats"
	"spoor/analysis/web"
)

// Detail is what rules of one's own look at of an event beside what an Event has.
type Detail struct {
	Bytes    int64 // of the answer; less than 0: not known
	Referrer int32 // its number, from 1; 0: none
	Source   int32 // its number, from 1
	Status   int16 // 0: none
}

// OwnTables know of each request, client and so on whether the conditions of rules of one's own take it. They are safe
// for use by several goroutines once everything has been told.
type OwnTables struct {
	own          OwnRules
	zone         *time.Location
	where, among []*predicate.Tables // by rule; nil: all events
	wants, mixed predicate.Parts
	kept         [predicate.PartCount][]*predicate.Event // by number, of the parts that are looked at with others
}

// NewOwnTables returns tables that know nothing yet but the times of day, in a time zone, and the answers.
func NewOwnTables(own OwnRules, zone *time.Location) *OwnTables {
	t := &OwnTables{own: own, zone: zone}
	for i := range own.List() {
		t.where = append(t.where, t.tables(own.list.where[i]))
		t.among = append(t.among, t.tables(own.list.among[i]))
	}
	if t.Wants(predicate.Time) {
		for id := range clock.HoursOfWeek {
			t.Tell(predicate.Time, int32(id), &predicate.Event{Hour: id % 24, Weekday: predicate.Weekdays[id/24]})
		}
	}
	if t.Wants(predicate.Answer) {
		for id := range answers {
			status, login := id/loginStates, id%loginStates
			t.Tell(predicate.Answer, int32(id), &predicate.Event{Status: status, Outcome: outcome(status, login)})
		}
	}
	return t
}

func (t *OwnTables) tables(p *predicate.Predicate) *predicate.Tables {
	if p == nil {
		return nil
	}
	tables := predicate.NewTables(p)
	for part := range predicate.Part(predicate.PartCount) {
		if tables.Wants(part) {
			t.wants |= 1 << part
		}
	}
	t.mixed |= tables.Mixed()
	return tables
}

// Wants reports whether it must be told of everything that is such a part of an event.
func (t *OwnTables) Wants(part predicate.Part) bool { return (t.wants | t.mixed).Has(part) }

// Tell says what the part of an event with a number is.
func (t *OwnTables) Tell(part predicate.Part, id int32, e *predicate.Event) {
	for i := range t.where {
		if t.where[i] != nil {
			t.where[i].Tell(part, id, e)
		}
		if t.among[i] != nil {
			t.among[i].Tell(part, id, e)
		}
	}
	if t.mixed.Has(part) {
		kept := *e
		stats.Put(&t.kept[part], id, &kept)
	}
}

// Outcomes of an event.
const (
	passed = iota
	failed
	refused
	unknown
)

// What an event says of a login.
const (
	noLogin = iota
	loginFailed
	loginPassed

	loginStates = iota
)

// answers is how many numbers there are for a status and what the event says of a login, and statuses of the former.
const (
	statuses = 1000
	answers  = statuses * loginStates
)

// outcome says how an event ended: a login as the site says, everything else by its status: refused is what is not
// allowed or too much, failed any other error.
func outcome(status, login int) string {
	at := unknown
	switch {
	case login == loginFailed:
		at = failed
	case login == loginPassed:
		at = passed
	case status == 401, status == 403, status == 407, status == 429, status == 451:
		at = refused
	case status >= 400:
		at = failed
	case status >= 100:
		at = passed
	}
	return predicate.Outcomes[at]
}

// answerOf is the number of an event's status and what it says of a login.
func answerOf(e *web.Event, d *Detail) int32 {
	login := noLogin
	switch {
	case e.Traits.Has(web.LoginFailed):
		login = loginFailed
	case e.Traits.Has(web.LoginPassed):
		login = loginPassed
	}
	return int32(min(max(int(d.Status), 0), statuses-1)*loginStates + login)
}

// NewRequestPart is the part of an event that a request of a URL is: its target is split into path and query.
func NewRequestPart(action, target string, click bool) predicate.Event {
	e := predicate.Event{Action: action, Target: target, Path: target}
	if !click {
		e.Path = web.Path(target)
		if rest := target[len(e.Path):]; len(rest) > 0 && rest[0] == '?' {
			e.Query = rest[1:]
			for i := range len(e.Query) {
				if e.Query[i] == '#' {
					e.Query = e.Query[:i]
					break
				}
			}
		}
	}
	return e
}

// NewClientPart is the part of an event that a client is.
func NewClientPart(address, agent string) predicate.Event {
	return predicate.Event{Address: address, Network: web.Network(address), Agent: agent}
}
