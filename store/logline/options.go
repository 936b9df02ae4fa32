package logline

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"spoor/store/logline/logtime"
	"spoor/store/logline/spelling"
)

// Options say how lines are read, whatever their format. The zero value will do for most logs.
type Options struct {
	Zone    *time.Location   // of times that name none; nil: UTC
	Now     time.Time        // times without a year are at most a day later; the zero time: such times can't be read
	Later   func() time.Time // what Now has become since, for a log that is followed over New Year; nil: it stays
	UserBy  UserBy           // whose an event is; zero: as the format says, or its user's, or else its client's
	Mapping Mapping          // what fields are called; the zero value: what the format says

	Layout TimeLayout // how times are written; the zero value: what the format says, or as they come

	Nobody   []string  // names that stand for no user, besides those that always do
	Earliest time.Time // an event before it is a reject; the zero time: DefaultEarliest, see AnyTime

	OneFormat bool // lines in another format are rejects, see NewParser

	Received func() time.Time // when a line came that names no time; nil: such a line is a reject
}

// zone is that of times that name none.
func (o Options) zone() *time.Location {
	if o.Zone == nil {
		return time.UTC
	}
	return o.Zone
}

// clock reads times as the options say.
func (o Options) clock() logtime.Clock { return logtime.New(o.zone(), o.Now, o.Later) }

// Mapping says what the fields of an event are called in a log, where that can't be found out.
type Mapping struct{ renamed []renaming }

type renaming struct {
	field field
	name  string // plain
	pick  int    // of a list of clients: 0 is the first, -1 the last
}

// ParseMapping reads texts such as "user=account.id,time=at": a field, and its name in the log. A point leads into a
// JSON object, and [0] takes the first of an array. Of several names for one field the first that says something
// counts. Behind that of the client [-1] takes the last of a list, "client, proxy, proxy", [-2] the one before, and
// so on.
func ParseMapping(texts []string) (Mapping, error) {
	var m Mapping
	for _, text := range texts {
		for _, pair := range splitPairs(text) {
			word, name, ok := strings.Cut(pair, "=")
			name, pick := cutPick(name)
			renamed := renaming{name: spelling.PlainPath(name), pick: pick}
			if !ok || renamed.name == "" || strings.ContainsAny(name, "+=") {
				return Mapping{}, fmt.Errorf("%q is not a mapping; write FIELD=NAME as in user=account.id", pair)
			}
			found := slices.Index(fieldWords[:], strings.TrimSpace(word))
			if found < 0 {
				return Mapping{}, fmt.Errorf("%q is not a field of an event; the fields are %s",
					word, strings.Join(fieldWords[:], ", "))
			}
			renamed.field = field(found)
			if renamed.pick < 0 && renamed.field != clientField {
				return Mapping{}, fmt.Errorf("%q: only client can be so many from the end of a list", pair)
			}
			m.renamed = append(m.renamed, renamed)
		}
	}
	return m, nil
}

// splitPairs cuts a text at its commas, but for those in names: what follows one has no =.
func splitPairs(text string) (pairs []string) {
	for part := range strings.SplitSeq(text, ",") {
		if n := len(pairs); n > 0 && part != "" && !strings.Contains(part, "=") {
			pairs[n-1] += "," + part
			continue
		}
		pairs = append(pairs, part)
	}
	return pairs
}

// String is the mapping as ParseMapping reads it.
func (m Mapping) String() string {
	pairs := make([]string, len(m.renamed))
	for i, renamed := range m.renamed {
		pairs[i] = fieldWords[renamed.field] + "=" + renamed.name
		if renamed.pick < 0 {
			pairs[i] += fmt.Sprintf("[%d]", renamed.pick)
		}
	}
	return strings.Join(pairs, ",")
}

// Of is the name of a format with the mapping.
func (m Mapping) Of(format string) string {
	if len(m.renamed) == 0 {
		return format
	}
	return mapPrefix + m.String() + prefixEnd + format
}

// names are those that a field is mapped to.
func (m Mapping) names(f field) (names []string) {
	for _, renamed := range m.renamed {
		if renamed.field == f {
			names = append(names, renamed.name)
		}
	}
	return names
}

// cutPick cuts [-1] and the like off a name.
func cutPick(name string) (rest string, pick int) {
	text, ok := strings.CutSuffix(strings.TrimSpace(name), "]")
	rest, digits, found := strings.Cut(text, "[-")
	if n, err := strconv.Atoi(digits); ok && found && err == nil && n > 0 && n <= 100 {
		return rest, -n
	}
	return name, 0
}

// pick is which of a list of clients is meant: 0 is the first, -1 the last.
func (m Mapping) pick() int {
	for _, renamed := range m.renamed {
		if renamed.pick < 0 {
			return renamed.pick
		}
	}
	return 0
}
