package logline

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"
)

// SampleFailure is a sample of a format file of which something else came than the file says.
type SampleFailure struct {
	Sample int    // from 1
	Words  string // what came of it
}

// sampleDay is the day on which samples are read: times without a year are before it.
var sampleDay = time.Date(2026, 12, 31, 12, 0, 0, 0, time.UTC)

// CheckSamples reads the samples of a format that a file defines and reports what differs from what the file says must
// come of them, and how many samples there are.
func CheckSamples(f Format) (failures []SampleFailure, samples int) {
	for i, sample := range f.defined.samples() {
		if words := sample.check(f); words != "" {
			failures = append(failures, SampleFailure{i + 1, words})
		}
	}
	return failures, len(f.defined.samples())
}

func (d *definition) samples() []sampleFile {
	if d == nil {
		return nil
	}
	return d.file.Samples
}

// check reads a sample and says what is not as it must be.
func (s sampleFile) check(f Format) string {
	lines := bytes.Split(bytes.TrimRight([]byte(s.Text), "\n"), []byte("\n"))
	o := Options{Now: sampleDay}
	if detected, err := Detect(lines, o); err != nil {
		return err.Error()
	} else if detected.family != f.Name {
		return fmt.Sprintf("it is taken for %s", detected.Title())
	} else {
		f = detected
	}
	parser, rejects := NewParser(f.Unheaded(), o), 0
	var events []map[string]string
	for i, line := range f.Records().all(lines) {
		var e Event
		switch reason := parser.Parse(line, &e); reason {
		case OK:
			events = append(events, describe(&e))
		case Blank:
		case NoActor:
			rejects++
		default:
			if rejects++; rejects > s.Rejects {
				return fmt.Sprintf("line %d: %s", i+1, reason)
			}
		}
	}
	switch {
	case len(events) != len(s.Events):
		return fmt.Sprintf("%d events come of it, not %d", len(events), len(s.Events))
	case rejects != s.Rejects:
		return fmt.Sprintf("%d rejects come of it, not %d", rejects, s.Rejects)
	}
	for i, want := range s.Events {
		if words := compareEvents(events[i], want); words != "" {
			return fmt.Sprintf("event %d: %s", i+1, words)
		}
	}
	return ""
}

// compareEvents says in which part an event is not as it must be. What is not asked for may be anything.
func compareEvents(got, want map[string]string) string {
	for _, name := range slices.Sorted(maps.Keys(want)) {
		value, known := got[name]
		switch {
		case !known:
			return fmt.Sprintf("%q is not a part of an event; there are %s", name, wordList(slices.Sorted(maps.Keys(got))))
		case name == fieldWords[timeField] && sameTime(value, want[name]):
		case value != want[name]:
			return fmt.Sprintf("%s is %q, not %q", name, value, want[name])
		}
	}
	return ""
}

func sameTime(got, want string) bool {
	at, err := time.Parse(time.RFC3339Nano, want)
	return err == nil && at.UTC().Format(sampleTime) == got
}

const sampleTime = "2006-01-02T15:04:05.000Z"

// describe are the parts of an event as texts, by the words that samples use.
func describe(e *Event) map[string]string {
	parts := map[string]string{
		"key": string(e.Key), "user": string(e.User), "client": string(e.Client), "agent": string(e.Agent),
		"referrer": string(e.Referrer), "action": string(e.Action), "target": string(e.Target), "item": string(e.Item),
		"menu": string(e.Menu), "status": "", "bytes": "", "outcome": e.Outcome.String(), "kind": e.Kind.String(),
		"time": time.UnixMilli(e.Time).UTC().Format(sampleTime),
	}
	if e.Status != 0 {
		parts["status"] = strconv.Itoa(int(e.Status))
	}
	if e.Bytes >= 0 {
		parts["bytes"] = strconv.FormatInt(e.Bytes, 10)
	}
	return parts
}
