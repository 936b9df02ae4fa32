package predicate

// Event is what an expression sees of an event. A text that is not known is empty, a number that is not known is 0.
type Event struct {
	User    string            `expr:"user"`
	Profile map[string]string `expr:"profile"` // by field

	Action    string            `expr:"action"`
	Target    string            `expr:"target"` // the path and the query as they were asked for
	Path      string            `expr:"path"`
	Query     string            `expr:"query"` // without the question mark
	Item      string            `expr:"item"`
	Menu      string            `expr:"menu"`
	Level     string            `expr:"level"`     // summary, detail or unknown
	Catalogue map[string]string `expr:"catalogue"` // by field, of the item

	Address string `expr:"address"`
	Network string `expr:"network"` // of the address: its /24, or /48 of version 6
	Agent   string `expr:"agent"`

	Referrer string `expr:"referrer"`
	Source   string `expr:"source"` // the file or the endpoint

	Status  int    `expr:"status"`
	Outcome string `expr:"outcome"` // passed, failed, refused or unknown

	Bytes int `expr:"bytes"`

	Hour    int    `expr:"hour"`    // 0 to 23, in the time zone of the case
	Weekday string `expr:"weekday"` // monday to sunday
}

// Part is a part of an event that others have in common: what looks at one part alone need be asked once for each of
// them.
type Part uint8

// The parts of an event.
const (
	User Part = iota
	Request
	Client
	Referrer
	Source
	Answer
	Time
	Size // the bytes: no two events need have them in common

	PartCount = iota
)

// Parts is a set of parts.
type Parts uint8

// Has reports whether a part is in the set.
func (s Parts) Has(p Part) bool { return s&(1<<p) != 0 }

// field is a name that expressions use.
type field struct {
	name   string
	part   Part
	kind   kind
	values []string // all there are; nil: any
	least  int      // of a number
	most   int
	number func(*Event) *int
	text   func(*Event) *string
}

// The values of fields that have few.
var (
	Levels   = []string{"summary", "detail", "unknown"}
	Outcomes = []string{"passed", "failed", "refused", "unknown"}
	// as time.Weekday counts
	Weekdays = []string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}
)

// most is a number that no field exceeds.
const most = 1 << 53

// fields are all names there are.
var fields = []field{
	{name: "action", part: Request, kind: text, text: func(e *Event) *string { return &e.Action }},
	{name: "target", part: Request, kind: text, text: func(e *Event) *string { return &e.Target }},
	{name: "path", part: Request, kind: text, text: func(e *Event) *string { return &e.Path }},
	{name: "query", part: Request, kind: text, text: func(e *Event) *string { return &e.Query }},
	{name: "item", part: Request, kind: text, text: func(e *Event) *string { return &e.Item }},
	{name: "menu", part: Request, kind: text, text: func(e *Event) *string { return &e.Menu }},
	{name: "level", part: Request, kind: text, values: Levels, text: func(e *Event) *string { return &e.Level }},
	{name: "status", part: Answer, kind: number, most: 999, number: func(e *Event) *int { return &e.Status }},
	{name: "outcome", part: Answer, kind: text, values: Outcomes, text: func(e *Event) *string { return &e.Outcome }},
	{name: "bytes", part: Size, kind: number, most: most, number: func(e *Event) *int { return &e.Bytes }},
	{name: "address", part: Client, kind: text, text: func(e *Event) *string { return &e.Address }},
	{name: "network", part: Client, kind: text, text: func(e *Event) *string { return &e.Network }},
	{name: "agent", part: Client, kind: text, text: func(e *Event) *string { return &e.Agent }},
	{name: "referrer", part: Referrer, kind: text, text: func(e *Event) *string { return &e.Referrer }},
	{name: "hour", part: Time, kind: number, most: 23, number: func(e *Event) *int { return &e.Hour }},
	{name: "weekday", part: Time, kind: text, values: Weekdays, text: func(e *Event) *string { return &e.Weekday }},
	{name: "source", part: Source, kind: text, text: func(e *Event) *string { return &e.Source }},
	{name: "user", part: User, kind: text, text: func(e *Event) *string { return &e.User }},
	{name: "profile", part: User, kind: group},
	{name: "catalogue", part: Request, kind: group},
}

// Take takes the fields of a part over from another event.
func (e *Event) Take(part Part, from *Event) {
	switch part {
	case User:
		e.User, e.Profile = from.User, from.Profile
	case Request:
		e.Action, e.Target, e.Path, e.Query, e.Item, e.Menu, e.Level = from.Action, from.Target, from.Path, from.Query,
			from.Item, from.Menu, from.Level
		e.Catalogue = from.Catalogue
	case Client:
		e.Address, e.Network, e.Agent = from.Address, from.Network, from.Agent
	case Referrer:
		e.Referrer = from.Referrer
	case Source:
		e.Source = from.Source
	case Answer:
		e.Status, e.Outcome = from.Status, from.Outcome
	case Time:
		e.Hour, e.Weekday = from.Hour, from.Weekday
	case Size:
		e.Bytes = from.Bytes
	}
}

// Fields are the names that an expression can use of an event.
func Fields() []string {
	var names []string
	for i := range fields {
		name := fields[i].name
		if fields[i].kind == group {
			name += ".NAME"
		}
		names = append(names, name)
	}
	return names
}

// fieldOf is the field of this name, nil if there is none.
func fieldOf(name string) *field {
	for i := range fields {
		if fields[i].name == name {
			return &fields[i]
		}
	}
	return nil
}
