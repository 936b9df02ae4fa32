package web

// Level says how deep into an item a view goes.
type Level uint8

// The levels of a page. Without a site description every page is LevelUnknown.
const (
	LevelUnknown Level = iota
	LevelSummary
	LevelDetail
)

// Traits is a set of yes-or-no facts about one event.
type Traits uint16

// The traits of an event.
const (
	View         Traits = 1 << iota // an item was looked at
	Static                          // a picture, a style sheet: loaded by the browser, not by the user
	Logout                          // ends the session
	Robot                           // the agent says that it is a robot
	Purchase                        // something was bought
	ClientErrors                    // answered 4xx
	Click                           // reported by the page, not a request of a URL: it has neither referrer nor status
	Referred                        // the browser said where it came from
	LoginFailed                     // a login that was refused
	LoginPassed                     // a login that succeeded
)

// Has reports whether every trait of other is in the set.
func (t Traits) Has(other Traits) bool { return t&other == other }

// None stands for no item and for no menu.
const None int32 = -1

// Event is one event of one user, reduced to what the metrics look at.
type Event struct {
	Time     int64 // UTC milliseconds
	Item     int32 // dictionary id, None if the page names no item
	Menu     int32 // dictionary id, None if the page is in no menu
	Client   int32 // dictionary id of address and agent, from 1; 0 if it is not known
	Request  int32 // dictionary id of action and target, from 1; 0 if it is not known
	Referrer int32 // dictionary id of the URL, from 1; 0 if there is none
	Level    Level
	Traits   Traits
}
