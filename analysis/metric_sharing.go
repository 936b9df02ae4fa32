package analysis

import (
	"cmp"
	"slices"

	"spoor/analysis/clock"
	"spoor/analysis/stats"
	"spoor/analysis/units"
	"spoor/analysis/web"
)

var ofAccount = units.NewNoun("event of an account", "events of an account")

var sharing = Rule{
	Name: "sharing", Title: "use on two devices at once", Unit: units.Days, Family: Identity, Alone: true, Grows: true,
	Kind: Threshold, HighOnly: true, Usual: 2,
	Least: 1, Observed: ofAccount, Over: units.NewNoun("event", "events"),
	More:       "more",
	ofSessions: true,
	measure:    measureSharing,
	evidence:   sharingEvidence,
	missing:    missingAccount,
}

// stay is a session on one device.
type stay struct {
	from, to    int64 // UTC milliseconds
	device      int32
	first, last int // the indexes of its events; events on other devices lie between
}

// measureSharing is on how many days (UTC) sessions on different devices overlapped for as long as the MeasureOptions
// ask for. Who takes turns on two devices is one person; who is on both at the same time may be two.
func measureSharing(m *Measurer) Value {
	known := m.collectStays()
	days, last := 0, int64(-1)
	m.eachOverlap(func(later, _ *stay) {
		if day := later.from / clock.DayLength; day != last {
			days, last = days+1, day
		}
	})
	return Value{float64(days), int32(known)}
}

// collectStays cuts what the user did on each device into stays, in the order in which they begin, and returns how many
// events are on a known device. On one device alone nothing overlaps, and nothing is collected.
func (m *Measurer) collectStays() (known int) {
	m.stays, m.requests = m.stays[:0], m.requests[:0]
	if m.address || len(m.knowledge.Devices) == 0 {
		return 0
	}
	one := int32(0)
	several := false
	for i := range m.events {
		device := stats.At(m.knowledge.Devices, m.events[i].Client)
		if device == 0 {
			continue
		}
		if one == 0 {
			one = device
		}
		several = several || device != one
		m.requests = append(m.requests, uint64(device)<<32|uint64(i))
	}
	if several {
		slices.Sort(m.requests)
		m.cutStays()
		slices.SortFunc(m.stays, func(a, b stay) int {
			return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.device, b.device), cmp.Compare(a.first, b.first))
		})
	}
	return len(m.requests)
}

// cutStays cuts the events in requests, which are sorted by device and time.
func (m *Measurer) cutStays() {
	for k, request := range m.requests {
		device, i := int32(request>>32), int(uint32(request))
		event := &m.events[i]
		if k > 0 {
			open := &m.stays[len(m.stays)-1]
			before := &m.events[open.last]
			if open.device == device && !before.Traits.Has(web.Logout) &&
				event.Time-before.Time <= m.measuring.Timeout.Milliseconds() {
				open.to, open.last = event.Time, i
				continue
			}
		}
		m.stays = append(m.stays, stay{event.Time, event.Time, device, i, i})
	}
}

// eachOverlap calls take for each stay that overlaps with an earlier one on another device, the one of them that lasts
// longest.
func (m *Measurer) eachOverlap(take func(later, earlier *stay)) {
	least := m.measuring.Overlap.Milliseconds()
	var longest, second *stay // of those on two different devices, those that last longest
	for i := range m.stays {
		later := &m.stays[i]
		earlier := longest
		if longest != nil && longest.device == later.device {
			earlier = second
		}
		if earlier != nil && min(later.to, earlier.to)-later.from >= least {
			take(later, earlier)
		}
		switch {
		case longest == nil || longest.device == later.device && later.to > longest.to:
			longest = later
		case later.to > longest.to:
			longest, second = later, longest
		case later.device != longest.device && (second == nil || later.to > second.to):
			second = later
		}
	}
}

func missingAccount(m *Matrix, row int) string {
	switch {
	case m.Stats[row].Address:
		return "no account"
	case m.N[Sharing][row] == 0:
		return "no known device"
	default:
		return ""
	}
}

// sharingEvidence finds the first and the last event of each two stays that overlap.
func sharingEvidence(m *Measurer, _ *Profile, add func(event int)) {
	m.collectStays()
	m.eachOverlap(func(later, earlier *stay) {
		for _, event := range []int{later.first, later.last, earlier.first, earlier.last} {
			add(event)
		}
	})
}
