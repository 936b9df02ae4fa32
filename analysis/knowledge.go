package analysis

import (
	"fmt"
	"strings"

	"spoor/analysis/stats"
	"spoor/analysis/web"
)

// Profile is what is known of a user.
type Profile struct {
	Has    []string // what the user has, by requirement of the site; "" and what is missing at the end: not known
	Joined int64    // UTC milliseconds; 0: not known

	Address bool // nothing but an address tells the user from others, who may share it
}

// has is what the user has of a requirement, "" if that is not known.
func (p *Profile) has(requirement int) string {
	if requirement < len(p.Has) {
		return p.Has[requirement]
	}
	return ""
}

// Capabilities says what kind of knowledge a matrix was measured with, and so why a rule is not evaluable.
type Capabilities struct {
	Described     bool // there is a site description
	Levels        bool // that tells summaries from details
	Catalogue     bool // there is a catalogue
	Prerequisites bool // that says what should be looked at before
	Referrers     bool // the logs tell referrers
	Logins        bool // the site description tells logins, or the formats of the logs do
	Requirements  []web.Requirement
}

// Knowledge is what is known of the site and its items, ready to measure with. It is safe for concurrent use.
type Knowledge struct {
	background    Capabilities
	demands       []demand  // by requirement
	prerequisites [][]int32 // by item: what should be looked at before; an item that does not occur is None
	catalogued    []bool    // by item: it is in the catalogue
	entries       int       // of the catalogue

	// Of the case, set before anything is measured:
	Referrers bool           // any event has one
	Logins    bool           // the formats of the logs say of some events that they are logins, and how they ended
	Devices   []int32        // by client: the number of its device; 0, and what is missing: not known
	Sequences []web.Sequence // by request: where it stands among others like it
	Paths     []int32        // by request: the number of its path, 0 if it is no request of a URL
}

// demand is what the items of the catalogue ask for of one requirement.
type demand struct {
	web.Requirement
	asks    []ask   // each once
	of      []int32 // by item: 1 + the index of what it asks for; 0: nothing
	entries int     // of the catalogue that ask for anything
}

type ask struct {
	text    string
	entries int // that ask for it
}

// NewKnowledge prepares what the site description and the catalogue say. number finds the dictionary id of an item;
// items that do not occur have none. Where the catalogue has an item twice, the last entry counts. It is an error if
// prerequisites go in a circle; a prerequisite that does not occur is one that nobody has looked at.
func NewKnowledge(site *web.Site, catalogue []web.Entry,
	number func(item string) (id int32, occurs bool)) (*Knowledge, error) {
	catalogue = web.LastEntries(catalogue)
	if circle := web.FindCircle(catalogue); circle != nil {
		return nil, fmt.Errorf("catalogue: prerequisites go in a circle: %s", strings.Join(circle, " → "))
	}
	k := &Knowledge{background: Capabilities{
		Described: site.Described, Levels: site.Levels(), Catalogue: len(catalogue) > 0,
		Requirements: site.Requirements, Logins: site.Login != nil,
	}, entries: len(catalogue)}
	for _, requirement := range site.Requirements {
		k.demands = append(k.demands, newDemand(requirement, catalogue, number))
	}
	for i := range catalogue {
		if id, occurs := number(catalogue[i].Item); occurs {
			stats.Put(&k.catalogued, id, true)
		}
		if len(catalogue[i].Requires) > 0 {
			k.background.Prerequisites = true
			k.addPrerequisites(&catalogue[i], number)
		}
	}
	return k, nil
}

// Capabilities says what kind of knowledge this is.
func (k *Knowledge) Capabilities() Capabilities {
	b := k.background
	b.Referrers = k.Referrers
	b.Logins = b.Logins || k.Logins
	return b
}

func (k *Knowledge) addPrerequisites(entry *web.Entry, number func(string) (int32, bool)) {
	id, occurs := number(entry.Item)
	if !occurs {
		return
	}
	var before []int32
	for _, item := range entry.Requires {
		required, occurs := number(item)
		if !occurs {
			required = web.None
		}
		before = append(before, required)
	}
	stats.Put(&k.prerequisites, id, before)
}

// before are the items that should be looked at before this one.
func (k *Knowledge) before(item int32) []int32 {
	return stats.At(k.prerequisites, item)
}

func newDemand(requirement web.Requirement, catalogue []web.Entry, number func(string) (int32, bool)) demand {
	d := demand{Requirement: requirement}
	known := map[string]int32{}
	for i := range catalogue {
		text := catalogue[i].Fields[requirement.Item]
		if text == "" {
			continue
		}
		if known[text] == 0 {
			d.asks = append(d.asks, ask{text: text})
			known[text] = int32(len(d.asks))
		}
		d.asks[known[text]-1].entries++
		d.entries++
		if id, occurs := number(catalogue[i].Item); occurs {
			stats.Put(&d.of, id, known[text])
		}
	}
	return d
}

// asked is what an item asks for: 1 + the index of it, 0 if nothing.
func (d *demand) asked(item int32) int32 {
	return stats.At(d.of, item)
}
