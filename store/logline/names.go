package logline

import (
	"bytes"
	"slices"
	"strings"

	"spoor/store/logline/spelling"
	"spoor/store/logline/vocabulary"
)

// field is something that an event says and a log has a name for.
type field uint8

const (
	userField field = iota
	clientField
	agentField
	referrerField
	timeField
	dateField
	zoneField // of times that name none
	eventField
	itemField
	menuField
	methodField
	targetField
	queryField
	requestField
	statusField
	sizeField
	outcomeField

	fieldCount
)

// fieldWords are what a mapping calls the fields.
var fieldWords = [fieldCount]string{
	userField: "user", clientField: "client", agentField: "agent", referrerField: "referrer",
	timeField: "time", dateField: "date", zoneField: "zone",
	eventField: "event", itemField: "item", menuField: "menu", methodField: "method",
	targetField: "target", queryField: "query", requestField: "request", statusField: "status",
	sizeField: "bytes", outcomeField: "outcome",
}

// fieldNames are the names that a field goes by, the one to prefer first, in lower case without separators.
var fieldNames = [fieldCount][]string{
	userField: vocabulary.User, clientField: vocabulary.Client, agentField: vocabulary.Agent,
	referrerField: vocabulary.Referrer, timeField: vocabulary.Time, dateField: vocabulary.Date,
	zoneField:  vocabulary.Zone,
	eventField: vocabulary.Event, itemField: vocabulary.Item, menuField: vocabulary.Menu,
	methodField: vocabulary.Method, targetField: vocabulary.Target, queryField: vocabulary.Query,
	requestField: vocabulary.Request, statusField: vocabulary.Status, sizeField: vocabulary.Size,
	outcomeField: vocabulary.Outcome,
}

func init() { fieldNames[clientField] = append(fieldNames[clientField], spelling.Forwarded...) }

// names is a tree of names: those of an object, and of the objects and arrays in it.
type names struct {
	place int               // of the value in the record, or nowhere
	first bool              // of an array, the first value
	inner map[string]*names // the members of an object
	head  *names            // the first element of an array
	keyed map[string]*names // the elements of an array by what one of their members says
	key   *names            // has that member only

	keyPlace int // of what that member says

	recent *[recentNames]recentName // names as the log writes them
}

// recentName is a name that was looked up and what was found. The lines of a log have the same names over and over.
type recentName struct {
	name  []byte // nil: none yet
	found *names
}

const recentNames = 16 // a power of two

const nowhere = -1

func newNames() *names { return &names{place: nowhere} }

// add gives a path a place. Names with points between them are found in the objects that they lead through, and where
// they are written in one piece. keyPlace is the place of the member that chooses among the elements of an array.
func (n *names) add(steps []spelling.Step, place int, keyPlace func(steps []spelling.Step) int) {
	end := slices.IndexFunc(steps, spelling.Step.Chooses)
	if end < 0 {
		end = len(steps) - 1
	}
	run := make([]string, end+1)
	for i, s := range steps[:end+1] {
		run[i] = s.Name
	}
	for _, way := range spelling.Ways(run) {
		level := n
		for _, name := range way {
			level = level.member(name)
		}
		level.addBehind(steps, end, place, keyPlace)
	}
}

// addBehind goes on behind the step at end.
func (n *names) addBehind(steps []spelling.Step, end, place int, keyPlace func([]spelling.Step) int) {
	step, last := steps[end], end == len(steps)-1
	below := n
	switch {
	case step.First && last:
		n.place, n.first = place, true
		return
	case step.First:
		if n.head == nil {
			n.head = newNames()
		}
		below = n.head
	case step.By != "":
		below = n.element(step, keyPlace(steps[:end+1]))
	}
	if last {
		below.place = place
		return
	}
	below.add(steps[end+1:], place, func(rest []spelling.Step) int {
		return keyPlace(append(steps[:end+1:end+1], rest...))
	})
}

// member is the node of a member.
func (n *names) member(name string) *names {
	if n.inner == nil {
		n.inner = make(map[string]*names)
	}
	if n.inner[name] == nil {
		n.inner[name] = newNames()
	}
	return n.inner[name]
}

// element is the node of the element that a step chooses.
func (n *names) element(step spelling.Step, keyPlace int) *names {
	if n.key == nil {
		n.key, n.keyed = newNames(), make(map[string]*names)
	}
	n.keyPlace = keyPlace
	n.key.member(step.By).place = keyPlace
	if n.keyed[step.Value] == nil {
		n.keyed[step.Value] = newNames()
	}
	return n.keyed[step.Value]
}

// find looks a name up as it is written in a log; nil is a name that means nothing.
func (n *names) find(name []byte) *names {
	if len(name) == 0 || len(name) > spelling.MaxName || n.inner == nil {
		return n.lookUp(name)
	}
	if n.recent == nil {
		n.recent = new([recentNames]recentName)
	}
	r := &n.recent[(len(name)*5+int(name[0])+3*int(name[len(name)-1]))%recentNames]
	if r.name == nil || !bytes.Equal(r.name, name) {
		r.name, r.found = append(r.name[:0], name...), n.lookUp(name)
	}
	return r.found
}

func (n *names) lookUp(name []byte) *names {
	var buffer [spelling.MaxName]byte
	return n.inner[string(spelling.AppendPlain(buffer[:0], name))]
}

// MayNameActor reports whether a field of this name may say who did something: a user or a client.
func MayNameActor(name string) bool {
	name = spelling.Plain(name)
	return slices.Contains(fieldNames[userField], name) || slices.Contains(fieldNames[clientField], name) ||
		strings.HasSuffix(name, "ip") || name != "useragent" && slices.ContainsFunc(actorWords, func(word string) bool {
		return strings.Contains(name, word)
	})
}

// actorWords are parts of names that say who.
var actorWords = []string{"user", "actor", "email", "ipaddress"}

// placesByName has the place of every column; of columns of one name that of the first. A column whose name says a
// unit, as in "Time (UTC)" and "size [bytes]", is also known without it, if no other is.
func placesByName(columns []string) map[string]int {
	index := make(map[string]int, len(columns))
	defer func() {
		for place, column := range columns {
			if bare, unit := spelling.CutUnit(column); unit != "" && spelling.Plain(bare) != "" {
				if _, again := index[spelling.Plain(bare)]; !again {
					index[spelling.Plain(bare)] = place
				}
			}
		}
	}()
	for place, column := range columns {
		if strings.HasPrefix(column, dateColumn) {
			column = "date"
		}
		for _, name := range []string{spelling.PlainPath(column), column} { // a path is known by itself, however long
			if _, again := index[name]; !again && name != "" {
				index[name] = place
			}
		}
	}
	return index
}

func placesOf(index map[string]int, names []string) (places []int) {
	for _, name := range names {
		if place, ok := index[name]; ok {
			places = append(places, place)
		}
	}
	return places
}

// allNames are the names that a format looks for where every value has one, each once.
func allNames(f Format) []string {
	var all []string
	for field := range fieldCount {
		all = append(all, f.namesOf(field)...)
	}
	all = append(all, f.userBy.names()...)
	all = append(all, f.defined.requiredNames()...)
	for _, name := range all {
		all = append(all, keysOf(name)...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// keysOf are the paths of the members by which a path chooses among the elements of arrays.
func keysOf(path string) (keys []string) {
	steps, err := spelling.ParsePath(path)
	if err != nil {
		return nil
	}
	for i, s := range steps {
		if s.By != "" {
			keys = append(keys, spelling.KeyPath(steps[:i+1]))
		}
	}
	return keys
}

// plant builds the tree of the names whose places are in their order.
func plant(columns []string) *names {
	tree := newNames()
	keyPlace := func(steps []spelling.Step) int { return slices.Index(columns, spelling.KeyPath(steps)) }
	for place, name := range columns {
		if strings.HasSuffix(name, "=]") { // the key of a path
			continue
		}
		if steps, err := spelling.ParsePath(name); err == nil {
			tree.add(steps, place, keyPlace)
		}
	}
	return tree
}
