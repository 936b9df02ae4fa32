package logline

import (
	"bytes"
	"net/netip"
)

// growth follows a table that gets more columns in its middle, without a header that says it.
type growth struct {
	columns int         // that the header names
	kinds   []valueKind // of the values in each of them
	before  int         // records that have as many values
	after   int         // records behind these that have more
	mixed   bool        // some record of the first kind comes behind one of the second
	moved   bool        // a column has another kind of values since
}

// valueKind is what values of a column look like.
type valueKind uint8

const (
	noValue valueKind = iota
	wordValue
	numberValue
	addressValue
	pathValue
	timeValue
)

func kindOf(value []byte) valueKind {
	value = bytes.TrimSpace(value)
	switch {
	case len(present(value)) == 0:
		return noValue
	case isNumber(value):
		return numberValue
	case isPath(value) || bytes.Contains(value, []byte("://")):
		return pathValue
	}
	if len(value) <= len("ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255") {
		if _, err := netip.ParseAddr(string(value)); err == nil {
			return addressValue
		}
	}
	c := Options{}.clock()
	if _, _, ok := c.Read(value); ok || c.Unsettled {
		return timeValue
	}
	return wordValue
}

// add takes the values of a record.
func (g *growth) add(values [][]byte) {
	switch {
	case len(values) == g.columns:
		g.before++
		g.mixed = g.mixed || g.after > 0
	case len(values) > g.columns:
		g.after++
	default:
		return
	}
	for i, value := range values[:g.columns] {
		kind := kindOf(value)
		switch {
		case kind == noValue:
		case g.kinds[i] == noValue:
			g.kinds[i] = kind
		case g.kinds[i] != kind && len(values) > g.columns:
			g.moved = true
		case g.kinds[i] != kind:
			g.kinds[i] = wordValue
		}
	}
}

// grown reports whether all records from one on have more values, and none before.
func (g *growth) grown() bool { return g.before > 0 && g.after > 0 && !g.mixed }

// plain reports whether it is sure that what came is at the end: the last column that the header names has the values
// that it had, and they are not just any words.
func (g *growth) plain() bool {
	return !g.moved && g.columns > 0 && g.kinds[g.columns-1] > wordValue
}
