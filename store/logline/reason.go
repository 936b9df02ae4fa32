package logline

// Reason says why a line did not become an event. The list is closed, so that rejects can be counted by reason.
type Reason uint8

// What Parse can answer. OK is no reason at all, and Blank is no reject: a line of white space says nothing wrong.
const (
	OK Reason = iota
	Blank
	NoMatch
	BadTimestamp
	MissingRequest
	UnterminatedQuote
	BadStatus
	BadSize
	BadTail
	NotObject
	ArrayJSON
	CutJSON
	BadJSON
	DeepJSON
	MissingTime
	MissingUser
	OffFormat
	NoHeader
	ColumnCount
	BadQuote
	NoLabel
	NoPrefix
	Implausible
	NoActor
	DayOrMonth

	reasonCount
)

var reasonWords = [reasonCount]string{
	OK:                "ok",
	Blank:             "blank line",
	NoMatch:           "no match: the line does not start with client, identity, user and [time]",
	BadTimestamp:      "bad timestamp",
	MissingRequest:    "no match: no quoted request after the time",
	UnterminatedQuote: "no match: unterminated quote",
	BadStatus:         "no match: the status is neither three digits nor -",
	BadSize:           "no match: the size is neither a number nor -",
	BadTail:           "no match: the size is followed by something else than quoted referrer and agent",
	NotObject:         "bad JSON: the line is not an object",
	ArrayJSON:         "bad JSON: the line is an array; a line can be one event only",
	CutJSON:           "bad JSON: the line ends inside the object",
	BadJSON:           "bad JSON: wrong syntax",
	DeepJSON:          "bad JSON: nested deeper than 64 levels",
	MissingTime:       "missing time: no field is named like one",
	MissingUser: "missing user: neither a user nor a client address, " +
		"nor anything else that was asked for to tell users apart",
	OffFormat:   "no match: the line is not as the format says",
	NoHeader:    "no header: no line before names a column for the time and one for the user",
	ColumnCount: "wrong columns: more or fewer than the header names",
	BadQuote:    "wrong quotes: something stands between a closing quote and the next value",
	NoLabel:     "no match: something on the line has no name",
	NoPrefix:    "no match: the line does not begin as the format says, with the prefix of syslog or of a container",
	Implausible: "implausible time: before 1990, or before what --earliest says",
	DayOrMonth:  "bad timestamp: day and month can't be told apart; use --time-layout day-first or month-first",
	NoActor:     "no user in it: a line that says nothing of what a user did",
}

// String is the reason in plain words, the same for every line.
func (r Reason) String() string {
	if r >= reasonCount {
		return "unknown reason"
	}
	return reasonWords[r]
}

// foreign reports whether the line looks like one of another format.
func (r Reason) foreign() bool {
	switch r {
	case NoMatch, NotObject, OffFormat, NoHeader, ColumnCount, NoLabel, NoPrefix:
		return true
	}
	return false
}

// Rejects reports whether a line with this reason is a reject: neither an event nor blank.
func (r Reason) Rejects() bool { return r != OK && r != Blank }
