package store

import (
	"encoding/json"
	"fmt"
	"strings"
)

// RemarkKind is what a source does not say, or says in a way that users can hardly be told apart by.
type RemarkKind string

// The kinds of remarks, in the order in which they are made.
const (
	NoItem       RemarkKind = "no-item"        // no event names an item or a path
	NoStatus     RemarkKind = "no-status"      // no request has one
	NoMethod     RemarkKind = "no-method"      // no request has one
	NoEventName  RemarkKind = "no-event-name"  // no click event has one
	OneUser      RemarkKind = "one-user"       // all events are of one user
	Forwarded    RemarkKind = "forwarded"      // the addresses are what requests say of themselves
	OneAddress   RemarkKind = "one-address"    // half of the events come from one address
	GuestName    RemarkKind = "guest-name"     // a user is called as those are who are not known
	RelativeTime RemarkKind = "relative-times" // they count from zero, not from 1970
	DateOrder    RemarkKind = "date-order"     // which of day and month stands first was told from other lines
	Columns      RemarkKind = "columns"        // those of a table change in its middle
	NoYear       RemarkKind = "no-year"        // times name none
	DayOnly      RemarkKind = "day-only"       // times name the day alone
	Rival        RemarkKind = "rival-format"   // another format fits too; the name says which, and what speaks for each
	OtherFormat  RemarkKind = "other-format"   // some lines are in another format
	Guessed      RemarkKind = "guessed-format" // no known format fits; it was made of the first lines
	EveryAddress RemarkKind = "many-addresses" // one user comes from more than half of the addresses
	NotUTF8      RemarkKind = "not-utf-8"      // of texts of events, or of users where the name says so
)

// Remark is something about a source that makes its numbers say little. It is told from its first events.
type Remark struct {
	Kind  RemarkKind `json:"kind"`
	Name  string     `json:"name,omitempty"`  // of the user or the address
	Share float64    `json:"share,omitempty"` // of the events, or of the addresses
}

// shortWords are the kinds in a few words; those that end with a blank go on with the name.
var shortWords = map[RemarkKind]string{
	NoItem: "no items", NoStatus: "no status", NoMethod: "no method", NoEventName: "no event names",
	OneUser: "one user", OneAddress: "one address", EveryAddress: "a user of many addresses",
	Forwarded: "addresses of ", GuestName: "a user ", RelativeTime: "relative times", DateOrder: " ",
	NoYear: "years assumed", DayOnly: "days alone",
	Columns: "columns change", Rival: "another format fits", OtherFormat: "also ",
	Guessed: "guessed format", NotUTF8: "not UTF-8",
}

// Short is the remark in a few words.
func (r Remark) Short() string {
	words, known := shortWords[r.Kind]
	switch {
	case !known:
		return string(r.Kind)
	case strings.HasSuffix(words, " "):
		return strings.TrimLeft(words, " ") + r.Name
	}
	return words
}

// String is the remark as a sentence: what it is, what follows, and what to try.
func (r Remark) String() string {
	switch r.Kind {
	case NoItem:
		return "no event names an item or a path, so there are no views; " +
			"say what holds it with --field item=NAME or target=NAME"
	case NoStatus:
		return "no request has a status, so what failed can't be told from what was read; " +
			"say what holds it with --field status=NAME"
	case NoMethod:
		return "no request has a method; say what holds it with --field method=NAME"
	case NoEventName:
		return "no event has a name; say what holds it with --field event=NAME"
	case OneUser:
		return fmt.Sprintf("all events are of one user, %s; say whose they are with --user-by or --field user=NAME", r.Name)
	case Forwarded:
		return fmt.Sprintf("the address of %s the events is taken from %s, "+
			"which whoever sends a request can forge unless a proxy of yours sets it anew; "+
			"to take another: --field client=NAME, or NAME[-1] for the last of a list", r.part(), r.Name)
	case OneAddress:
		return fmt.Sprintf("%s the events come from one address, %s: "+
			"a proxy before the server may stand for everybody; say what holds the visitor's with --field client=NAME",
			r.part(), r.Name)
	case GuestName:
		return fmt.Sprintf("%s the events are of a user called %s, who is taken as one; "+
			"to tell them apart by address: --nobody %s", r.part(), r.Name, r.Name)
	case EveryAddress:
		return fmt.Sprintf("user %s comes from %s the addresses and is taken as one; "+
			"if that is nobody, tell them apart by address: --nobody %s", r.Name, r.part(), r.Name)
	}
	return r.ofReading()
}

// ofReading is a remark on how the lines were read, not on what they say.
func (r Remark) ofReading() string {
	switch r.Kind {
	case RelativeTime:
		return "the times count from zero, so the events lie after 1970, as far apart as they were; " +
			"--earliest 1990-01-01 makes them rejects"
	case DateOrder:
		return fmt.Sprintf("dates as 3/4/2024 are read %s, as others of the log must be; "+
			"to have them read otherwise: --time-layout", r.Name)
	case Rival:
		name, _, _ := strings.Cut(r.Name, ",")
		return fmt.Sprintf("another format fits as well: %s; to have it read so: --format %s", r.Name, name)
	case Columns:
		return "the columns change in the middle of the table; what no header names is not read"
	case NoYear:
		if r.Name == "" {
			return "the times name no year, so they were taken for the last before today; " +
				"load a file that still says when it was written, if they are older"
		}
		return fmt.Sprintf("the times name no year, so they were taken for the last before %s, "+
			"when the log was written; if that is wrong, say when it was: touch -d", r.Name)
	case DayOnly:
		return "some times name the day alone and were read as its midnight, so what came first that day can't be told; " +
			"say what holds the time of the day with --field time=NAME"
	case OtherFormat:
		return fmt.Sprintf("some lines are in another format and were read as %s; "+
			"to have them rejected, use --format with a format string", r.Name)
	case NotUTF8:
		return r.ofEncoding()
	case Guessed:
		return fmt.Sprintf("no known format fits, so one was guessed from the first lines; "+
			"if that is wrong, correct it: --format '%s'", r.Name)
	}
	return string(r.Kind)
}

// OfUsers is the name of a remark on the texts of users.
const OfUsers = "users"

func (r Remark) ofEncoding() string {
	of, same := "events are not UTF-8", "different items"
	if r.Name == OfUsers {
		of, same = "events are of users whose names are not UTF-8", "different users"
	}
	return fmt.Sprintf("%s the %s; what can't be read is kept as \uFFFD, so that %s can become one; "+
		"load the log into a case of its own and say what it is written in, as in --encoding cp949", r.part(), of, same)
}

// part begins what is said of a share: "12 % of".
func (r Remark) part() string {
	if r.Share < 0.01 {
		return "some of"
	}
	return fmt.Sprintf("%.0f %% of", 100*r.Share)
}

// remarkSchema keeps what a log says little of.
const remarkSchema = `
-- remarks are what the log says little of: kind, name and share, as JSON
ALTER TABLE source ADD COLUMN remarks TEXT NOT NULL DEFAULT '[]';
`

func remarksText(remarks []Remark) (string, error) {
	if len(remarks) == 0 {
		return "[]", nil
	}
	text, err := json.Marshal(remarks)
	return string(text), err
}

func parseRemarks(text string) (remarks []Remark, err error) {
	if text == "[]" {
		return nil, nil
	}
	return remarks, json.Unmarshal([]byte(text), &remarks)
}
