package clickhouse

import (
	"fmt"
	"strconv"
)

// integer reads a number that the server has written.
func integer(text string) int64 {
	n, _ := strconv.ParseInt(text, 10, 64)
	return n
}

// text is a column of ours as a text. In a table of others it may be of any type that can be written down, and not be
// there: then it is empty.
func (p *Place) text(own string) string {
	if p.columns == nil {
		switch own {
		case "agent", "action", "menu", "kind", "outcome":
			return "CAST(" + own + ", 'String')"
		}
		return own
	}
	column := p.columns[own]
	switch {
	case column != "":
		return "CAST(ifNull(toString(" + column + "), ''), 'String')"
	case own == "user" && p.columns["account"] != "":
		return fmt.Sprintf("if(%[1]s != '', %[1]s, %[2]s)", p.text("account"), p.text("ip"))
	case own == "user":
		return p.text("ip")
	case own == "action":
		return "'GET'"
	}
	return "''"
}

// codedText is a column of ours as a text that may be told once for many events.
func (p *Place) codedText(own string) string {
	if p.columns == nil {
		return own
	}
	return p.text(own)
}

// number is a column of ours as a whole number of any size.
func (p *Place) number(own string) string {
	if p.columns == nil {
		return own
	}
	return p.whole(own)
}

// whole is a column of ours as a whole number.
func (p *Place) whole(own string) string {
	if p.columns == nil {
		return "toInt64(" + own + ")"
	}
	unknown := "0"
	if own == "bytes" {
		unknown = "-1"
	}
	if column := p.columns[own]; column != "" {
		return "CAST(ifNull(toInt64(" + column + "), " + unknown + "), 'Int64')"
	}
	return "toInt64(" + unknown + ")"
}

// time is a column of ours as a time. When an event of others came in is not known: it is when it happened.
func (p *Place) time(own string) string {
	if p.columns == nil {
		return own
	}
	return "assumeNotNull(toDateTime64(" + p.columns["ts"] + ", 3, 'UTC'))"
}

// milliseconds is a time in UTC milliseconds.
func (p *Place) milliseconds(own string) string {
	return "toUnixTimestamp64Milli(toDateTime64(" + p.time(own) + ", 3, 'UTC'))"
}

// bucket is the bucket of the user.
func (p *Place) bucket() string {
	if p.columns == nil {
		return "bucket"
	}
	return "cityHash64(" + p.text("user") + ") % 1024"
}

// countable is the condition of what counts in a table of others: what has a time and a user.
func (p *Place) countable() string {
	return " AND " + p.columns["ts"] + " IS NOT NULL AND " + p.text("user") + " != ''"
}
