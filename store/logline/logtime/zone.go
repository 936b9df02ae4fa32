package logtime

import (
	"bytes"
	"time"
)

// maxZone is how long the abbreviation of a zone is at most.
const maxZone = 5

// zoneNames are the abbreviations that mean one offset wherever they are written, in hours east of UTC: those of RFC
// 822, of Europe and of East Asia. IST, BST, CST and others are missing, since countries differ on them; where the zone
// of the log has such a one, it is known.
var zoneNames = map[string]float64{
	"UTC": 0, "GMT": 0, "UCT": 0, "WET": 0, "WEST": 1, "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "EET": 2, "EEST": 3,
	"MSK": 3,
	"JST": 9, "KST": 9, "HKT": 8, "SGT": 8, "PHT": 8, "WIB": 7, "ICT": 7, "NPT": 5.75,
	"EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10,
	"NST": -3.5, "NDT": -2.5,
	"BRT": -3, "ART": -3, "AEST": 10, "AEDT": 11, "ACST": 9.5, "ACDT": 10.5, "AWST": 8, "NZST": 12, "NZDT": 13,
	"SAST": 2, "CAT": 2, "EAT": 3,
}

// zoneNamed is the offset of a zone by its abbreviation, at a time that was read as if it were UTC: as the zone of the
// log calls its own summer and winter, or else as everybody calls it.
func (c *Clock) zoneNamed(name []byte, at int64) (offset int64, ok bool) {
	if len(name) == 1 && name[0]|0x20 == 'z' {
		return 0, true
	}
	if bytes.IndexByte(name, '/') > 0 {
		zone := c.locations.find(name)
		if zone == nil {
			return 0, false
		}
		return at - wallIn(zone, at), true
	}
	if c.Zone != time.UTC {
		year := time.UnixMilli(at).UTC().Year()
		for _, month := range []time.Month{time.January, time.July} {
			own, seconds := time.Date(year, month, 15, 0, 0, 0, 0, c.Zone).Zone()
			if len(own) == len(name) && bytes.EqualFold(name, []byte(own)) {
				return int64(seconds) * second, true
			}
		}
	}
	var upper [maxZone]byte
	if len(name) > maxZone {
		return 0, false
	}
	for i, b := range name {
		upper[i] = b &^ 0x20
	}
	hours, ok := zoneNames[string(upper[:len(name)])]
	return int64(hours * float64(hour)), ok
}

// locationLength is how long the name of a place with a zone of its own is that s begins with, Europe/Berlin; 0 if it
// begins with none.
func locationLength(s []byte) int {
	end, slashes := 0, 0
	for ; end < min(len(s), maxLocation); end++ {
		c := s[end]
		if c == '/' && (end+1 == len(s) || s[end+1]|0x20-'a' > 'z'-'a') { // a year follows on a month
			return 0
		}
		if c == '/' {
			slashes++
		} else if c|0x20-'a' > 'z'-'a' && (end == 0 || bytes.IndexByte([]byte("_-+0123456789"), c) < 0) {
			break
		}
	}
	if slashes == 0 || slashes > 2 {
		return 0
	}
	return end
}

// location takes the name of a place, which says nothing new behind an offset.
func (t *spelled) location(name []byte) bool {
	if len(t.zone) > 0 {
		return t.zoned
	}
	t.zone = name
	return true
}

// The longest name of a place, and how many of them are remembered: a log can name more than there are.
const (
	maxLocation  = 40
	maxLocations = 1000
)

// locations are zones by the names of places; nil are names that no place has.
type locations map[string]*time.Location

// find is the zone of a place, nil if there is none of that name.
func (l *locations) find(name []byte) *time.Location {
	if zone, ok := (*l)[string(name)]; ok {
		return zone
	}
	if len(*l) >= maxLocations {
		return nil
	}
	zone, err := time.LoadLocation(string(name))
	if err != nil {
		zone = nil
	}
	if *l == nil {
		*l = locations{}
	}
	(*l)[string(name)] = zone
	return zone
}
