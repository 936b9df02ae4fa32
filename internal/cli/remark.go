package cli

import (
	"fmt"

	"spoor/internal/clean"
	"spoor/store"
	"spoor/store/load"
)

// shownFields is of how many formats it is said what their fields are read as.
const shownFields = 3

// tellFields says what the fields of logs were read as.
func (o *options) tellFields(logs []load.Fields) {
	for _, log := range logs[:min(len(logs), shownFields)] {
		fmt.Fprintln(o.std.err, clean.Text(log.Path+": "+log.Use.String()))
	}
}

// warnOfRemarks says what logs say little of. What is so of several is said once, in the words of the first.
func (o *options) warnOfRemarks(logs []load.Remarked) {
	type warning struct {
		path   string
		remark store.Remark
		others int // logs of which the same is to be said
	}
	var warnings []*warning
	known := map[store.RemarkKind]*warning{}
	for _, log := range logs {
		for _, remark := range log.Remarks {
			same := known[remark.Kind]
			if same != nil && same.path != log.Path && (remark.Kind != store.GuestName || remark.Name == same.remark.Name) {
				same.others++
				continue
			}
			known[remark.Kind] = &warning{path: log.Path, remark: remark}
			warnings = append(warnings, known[remark.Kind])
		}
	}
	for _, w := range warnings {
		which := w.path
		if w.others > 0 {
			which += " and " + plural(w.others, "other log")
		}
		fmt.Fprintln(o.std.err, clean.Text(which+": "+w.remark.String()))
	}
}
