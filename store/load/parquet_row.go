//go:build parquet

package load

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"math"
	"math/big"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// parquetRow is a row that is being written: the values of each leaf column that are left. They say by their levels
// what belongs together (Dremel: repetition and definition levels).
type parquetRow struct {
	left [][]parquet.Value
	text []byte
}

// appendParquetRow appends a row as an object of JSON.
func appendParquetRow(to []byte, root *parquet.Column, row parquet.Row) []byte {
	r := parquetRow{text: to}
	row.Range(func(_ int, values []parquet.Value) bool {
		r.left = append(r.left, values)
		return true
	})
	r.group(root)
	return r.text
}

// column appends what a column says: nothing, one value or many.
func (r *parquetRow) column(c *parquet.Column) {
	first := firstLeaf(c)
	values := r.left[first.Index()]
	switch {
	case (c.Optional() || c.Repeated()) && (len(values) == 0 || values[0].DefinitionLevel() < c.MaxDefinitionLevel()):
		r.skip(c)
		if c.Repeated() {
			r.text = append(r.text, "[]"...)
		} else {
			r.text = append(r.text, "null"...)
		}
	case !c.Repeated():
		r.value(c)
	default:
		r.text = append(r.text, '[')
		r.each(c, first, func() { r.value(c) })
		r.text = append(r.text, ']')
	}
}

// each calls for every element of a repeated column, and puts commas between what it appends.
func (r *parquetRow) each(c, first *parquet.Column, element func()) {
	for {
		element()
		values := r.left[first.Index()]
		if len(values) == 0 || values[0].RepetitionLevel() < c.MaxRepetitionLevel() {
			return
		}
		r.text = append(r.text, ',')
	}
}

// value appends one value of a column.
func (r *parquetRow) value(c *parquet.Column) {
	switch inner := parquetInner(c); {
	case c.Leaf():
		i := c.Index()
		r.text = appendParquetValue(r.text, c.Type(), r.left[i][0])
		r.left[i] = r.left[i][1:]
	case inner == nil:
		r.group(c)
	case len(inner.Columns()) == 1:
		r.list(inner)
	default:
		r.pairs(inner)
	}
}

func (r *parquetRow) group(c *parquet.Column) {
	r.text = append(r.text, '{')
	for i, member := range c.Columns() {
		if i > 0 {
			r.text = append(r.text, ',')
		}
		r.text = appendText(r.text, []byte(member.Name()))
		r.text = append(r.text, ':')
		r.column(member)
	}
	r.text = append(r.text, '}')
}

// parquetInner is the column between a list, or a map, and its elements; nil for any other column. Writers call it
// list, bag or array, and key_value or map.
func parquetInner(c *parquet.Column) *parquet.Column {
	if c.Leaf() || len(c.Columns()) != 1 {
		return nil
	}
	inner := c.Columns()[0]
	if inner.Leaf() || !inner.Repeated() {
		return nil
	}
	switch members := inner.Columns(); inner.Name() {
	case "list", "bag", "array":
		if len(members) == 1 {
			return inner
		}
	case "key_value", "map", "entries":
		if len(members) == 2 && members[0].Leaf() {
			return inner
		}
	}
	return nil
}

// list appends the elements between which and the list a column stands.
func (r *parquetRow) list(inner *parquet.Column) {
	r.text = append(r.text, '[')
	if !r.empty(inner) {
		r.each(inner, firstLeaf(inner), func() { r.column(inner.Columns()[0]) })
	}
	r.text = append(r.text, ']')
}

// pairs appends a map as an object.
func (r *parquetRow) pairs(inner *parquet.Column) {
	key, value := inner.Columns()[0], inner.Columns()[1]
	r.text = append(r.text, '{')
	if !r.empty(inner) {
		r.each(inner, key, func() {
			r.text = appendParquetKey(r.text, key.Type(), r.left[key.Index()][0])
			r.left[key.Index()] = r.left[key.Index()][1:]
			r.text = append(r.text, ':')
			r.column(value)
		})
	}
	r.text = append(r.text, '}')
}

// empty passes over a repeated column without elements, and reports whether it is one.
func (r *parquetRow) empty(c *parquet.Column) bool {
	values := r.left[firstLeaf(c).Index()]
	if len(values) > 0 && values[0].DefinitionLevel() >= c.MaxDefinitionLevel() {
		return false
	}
	r.skip(c)
	return true
}

// skip passes over the nulls that stand for a missing value in each leaf column.
func (r *parquetRow) skip(c *parquet.Column) {
	if c.Leaf() {
		if i := c.Index(); len(r.left[i]) > 0 {
			r.left[i] = r.left[i][1:]
		}
		return
	}
	for _, member := range c.Columns() {
		r.skip(member)
	}
}

func firstLeaf(c *parquet.Column) *parquet.Column {
	for !c.Leaf() {
		c = c.Columns()[0]
	}
	return c
}

// appendParquetValue appends a value as its logical type says: times as RFC 3339, whole and decimal numbers in full,
// JSON as it is.
func appendParquetValue(to []byte, of parquet.Type, v parquet.Value) []byte {
	if v.IsNull() {
		return append(to, "null"...)
	}
	if logical := of.LogicalType(); logical != nil {
		if text, ok := appendLogical(to, logical.Value, v); ok {
			return text
		}
	}
	switch v.Kind() {
	case parquet.Boolean:
		return strconv.AppendBool(to, v.Boolean())
	case parquet.Int32:
		return strconv.AppendInt(to, int64(v.Int32()), 10)
	case parquet.Int64:
		return strconv.AppendInt(to, v.Int64(), 10)
	case parquet.Int96:
		return appendMoment(to, int96Time(v), true)
	case parquet.Float:
		return appendFloat(to, float64(v.Float()), 32)
	case parquet.Double:
		return appendFloat(to, v.Double(), 64)
	}
	return appendText(to, v.ByteArray())
}

// appendParquetKey appends a value as the name of a member.
func appendParquetKey(to []byte, of parquet.Type, v parquet.Value) []byte {
	key := appendParquetValue(nil, of, v)
	if key[0] == '"' {
		return append(to, key...)
	}
	return appendText(to, key)
}

// appendLogical appends a value of a logical type that its physical type does not tell; ok is false for any other.
func appendLogical(to []byte, logical format.LogicalTypeValue, v parquet.Value) (text []byte, ok bool) {
	switch logical := logical.(type) {
	case *format.TimestampType:
		return appendMoment(to, inUnit(v.Int64(), logical.Unit), logical.IsAdjustedToUTC), true
	case *format.TimeType:
		n := v.Int64()
		if v.Kind() == parquet.Int32 {
			n = int64(v.Int32())
		}
		return append(inUnit(n, logical.Unit).AppendFormat(append(to, '"'), "15:04:05.999999"), '"'), true
	case *format.DateType:
		at := time.Unix(int64(v.Int32())*24*60*60, 0).UTC()
		return append(at.AppendFormat(append(to, '"'), time.DateOnly), '"'), true
	case *format.IntType:
		if !logical.IsSigned && v.Kind() == parquet.Int64 {
			return strconv.AppendUint(to, v.Uint64(), 10), true
		}
		if !logical.IsSigned {
			return strconv.AppendUint(to, uint64(v.Uint32()), 10), true
		}
	case *format.DecimalType:
		return appendDecimal(to, decimalOf(v), int(logical.Scale)), true
	case *format.JsonType:
		if raw := v.ByteArray(); json.Valid(raw) && bytes.IndexByte(raw, '\n') < 0 {
			return append(to, raw...), true
		}
	case *format.UUIDType:
		if id := hex.EncodeToString(v.ByteArray()); len(id) == 32 {
			return append(to, `"`+id[:8]+"-"+id[8:12]+"-"+id[12:16]+"-"+id[16:20]+"-"+id[20:]+`"`...), true
		}
	}
	return to, false
}

// inUnit is the time so many units after 1970.
func inUnit(n int64, unit format.TimeUnit) time.Time {
	switch unit.Value.(type) {
	case *format.MilliSeconds:
		return time.UnixMilli(n).UTC()
	case *format.MicroSeconds:
		return time.UnixMicro(n).UTC()
	}
	return time.Unix(0, n).UTC()
}

// int96Time is the time that Spark and Impala write: nanoseconds of a day, and the Julian day.
func int96Time(v parquet.Value) time.Time {
	const julian1970 = 2_440_588
	parts := v.Int96()
	nanoseconds := int64(parts[1])<<32 | int64(parts[0])
	return time.Unix((int64(parts[2])-julian1970)*24*60*60, nanoseconds).UTC()
}

// appendMoment appends a time; one that is not UTC names no zone.
func appendMoment(to []byte, at time.Time, utc bool) []byte {
	layout := "2006-01-02T15:04:05.999999999"
	if utc {
		layout = time.RFC3339Nano
	}
	return append(at.AppendFormat(append(to, '"'), layout), '"')
}

func appendFloat(to []byte, f float64, bits int) []byte {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return append(to, "null"...)
	}
	return strconv.AppendFloat(to, f, 'f', -1, bits)
}

// decimalOf is the number of a decimal without its point.
func decimalOf(v parquet.Value) *big.Int {
	switch v.Kind() {
	case parquet.Int32:
		return big.NewInt(int64(v.Int32()))
	case parquet.Int64:
		return big.NewInt(v.Int64())
	}
	raw := v.ByteArray() // two's complement, the highest byte first
	n := new(big.Int).SetBytes(raw)
	if len(raw) > 0 && raw[0] >= 0x80 {
		n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(len(raw)*8)))
	}
	return n
}

// appendDecimal appends n · 10^-scale.
func appendDecimal(to []byte, n *big.Int, scale int) []byte {
	digits := new(big.Int).Abs(n).String()
	if n.Sign() < 0 {
		to = append(to, '-')
	}
	if scale <= 0 || scale > 100 {
		return append(to, digits...)
	}
	for len(digits) <= scale {
		digits = "0" + digits
	}
	point := len(digits) - scale
	return append(append(append(to, digits[:point]...), '.'), digits[point:]...)
}

// appendText appends a string of JSON. Bytes that are no text are written in hexadecimal.
func appendText(to, s []byte) []byte {
	if !utf8.Valid(s) {
		s = []byte(hex.EncodeToString(s))
	}
	quoted, _ := json.Marshal(string(s)) // a string can always be written
	return append(to, quoted...)
}
