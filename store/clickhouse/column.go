package clickhouse

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"
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
	if own == "user" { // as the key of a case, which is a text without a NUL
		return "toValidUTF8(replaceAll(" + p.plainText(own) + ", '\\0', '␀'))"
	}
	return p.plainText(own)
}

// plainText is a column of a table of others as it is.
func (p *Place) plainText(own string) string {
	column := p.columns[own]
	switch {
	case column != "" && p.kinds[own] == "IPv6": // as logs write an address of four bytes
		return "replaceRegexpOne(CAST(ifNull(toString(" + column + "), ''), 'String'), '^::ffff:([0-9.]+)$', '\\1')"
	case column != "":
		return "CAST(ifNull(toString(" + column + "), ''), 'String')"
	case own == "user" && p.columns["account"] != "":
		return fmt.Sprintf("if(%[1]s != '', %[1]s, %[2]s)", p.plainText("account"), p.plainText("ip"))
	case own == "user":
		return p.plainText("ip")
	case own == "action":
		return "'GET'"
	}
	return "''"
}

// codedText is a column of ours as a text that may be told once for many events. Users and addresses are told so
// although they are not kept so: events that are next to each other mostly have the same.
func (p *Place) codedText(own string) string {
	switch {
	case p.columns == nil && (own == "user" || own == "ip"):
		return "toLowCardinality(" + own + ")"
	case p.columns == nil:
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
	column := p.columns[own]
	if column == "" {
		return "toInt64(" + unknown + ")"
	}
	number := "ifNull(" + wholeOrNull(column, p.kinds[own]) + ", " + unknown + ")"
	if most := mostOf[own]; most != "" {
		number = "if(" + number + " BETWEEN 0 AND " + most + ", " + number + ", 0)"
	}
	return "CAST(" + number + ", 'Int64')"
}

// wholeOrNull is a column of others of a type as a whole number; what is none, or too large for one, is not known.
func wholeOrNull(column, kind string) string {
	switch {
	case strings.HasSuffix(kind, "String") || strings.HasPrefix(kind, "FixedString"):
		column = "trunc(toFloat64OrNull(trimBoth(replaceAll(toString(" + column + "), '\\0', ''))))" // 200.0 too
	case strings.HasPrefix(kind, "Float"), strings.HasPrefix(kind, "Decimal"):
		column = "trunc(toFloat64(" + column + "))"
	}
	return "accurateCastOrNull(" + column + ", 'Int64')"
}

// mostOf is the largest of a number that there are not so many of; where others have more, it is not known.
var mostOf = map[string]string{"status": "999", "click": "2", "source": "2147483647"}

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

// wrapped are types that say how a value is kept, and whether it may be missing.
var wrapped = regexp.MustCompile(`^(?:LowCardinality|Nullable)\((.*)\)$`)

// The types that a column of a table of others may have. A time is said as one: a number or a text may mean anything.
var (
	timeKinds    = regexp.MustCompile(`^DateTime(64)?\b`)
	numberKinds  = regexp.MustCompile(`^(U?Int\d+|Float\d+|Decimal.*|Bool|String|FixedString\(.*)$`)
	addressKinds = regexp.MustCompile(`^(String|FixedString\(.*|IPv4|IPv6)$`)
	textKinds    = regexp.MustCompile(`^(String|FixedString\(.*|Enum.*|IPv4|IPv6|UUID|U?Int\d+|Bool|Date.*)$`)
)

// kindsOf are those that a column of ours may have, with what is said of them.
func kindsOf(own string) (kinds *regexp.Regexp, say string) {
	switch own {
	case "ts":
		return timeKinds, "a time, DateTime or DateTime64"
	case "ip":
		return addressKinds, "an address, String, IPv4 or IPv6"
	case "status", "bytes", "click", "source", "line":
		return numberKinds, "a number"
	}
	return textKinds, "a text"
}

// columnKinds are the types of the columns of a table of others, by ours. One that can't be taken for what it is named
// as is an error.
func (c *client) columnKinds(ctx context.Context) (map[string]string, error) {
	there := map[string]string{}
	err := c.rows(ctx, "SELECT name, type FROM system.columns WHERE database = currentDatabase() "+
		"AND table = {table:String}",
		args{"table": c.place.table}, 2, func(row []string) error {
			there[row[0]] = row[1]
			return nil
		})
	if err != nil {
		return nil, err
	}
	kinds := map[string]string{}
	for _, own := range ownColumns {
		column := strings.Trim(c.place.columns[own], "`")
		if column == "" {
			continue
		}
		kind, found := there[column]
		if !found {
			return nil, fmt.Errorf("%s: the table %s has no column %s, which is named for %s; "+
				"DESCRIBE TABLE %s tells what there is",
				c.place.Shown, c.place.table, column, own, c.place.events)
		}
		for wrapped.MatchString(kind) {
			kind = wrapped.FindStringSubmatch(kind)[1]
		}
		if may, say := kindsOf(own); !may.MatchString(kind) {
			return nil, fmt.Errorf("%s: the column %s is of type %s, and %s is %s; "+
				"make a view of %s that has it as one, and name the view as events=",
				c.place.Shown, column, there[column], own, say, c.place.table)
		}
		kinds[own] = kind
	}
	return kinds, nil
}
