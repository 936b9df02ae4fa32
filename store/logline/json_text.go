package logline

import (
	"bytes"
	"math"
	"strconv"

	"spoor/store/logline/jsonvalue"
)

// content is what a string or a number says: a string without quotes and escapes, a number in its one spelling. Other
// values say nothing that an event could use.
func (r *record) content(value []byte) []byte {
	if len(value) == 0 {
		return nil
	}
	if value[0] != '"' {
		if value[0] == '-' || value[0]-'0' <= 9 {
			return r.whole(value)
		}
		return nil
	}
	value = value[1 : len(value)-1]
	if bytes.IndexByte(value, '\\') < 0 {
		return value
	}
	start := len(r.scratch)
	r.scratch = jsonvalue.AppendUnescaped(r.scratch, value)
	return r.scratch[start:]
}

// whole gives a number that is a whole one as such: 7 for 7.0 and 7e0, since encoders differ, and a user has one
// name. Others stay as they are written.
func (r *record) whole(number []byte) []byte {
	point := bytes.IndexByte(number, '.')
	if bytes.IndexByte(number, 'e') < 0 && bytes.IndexByte(number, 'E') < 0 {
		if point < 0 || len(bytes.TrimRight(number[point+1:], "0")) > 0 {
			return number
		}
		return number[:point]
	}
	value, err := strconv.ParseFloat(string(number), 64)
	if err != nil || value != math.Trunc(value) || math.Abs(value) > 1<<53 {
		return number
	}
	start := len(r.scratch)
	r.scratch = strconv.AppendInt(r.scratch, int64(value), 10)
	return r.scratch[start:]
}
