package clickhouse

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"spoor/analysis"
)

// TestColumnsOfAnyTypeEqualTheFile has a table of others for each type that a column may have: what is measured is what
// the file says, or an error that says what to do.
func TestColumnsOfAnyTypeEqualTheFile(t *testing.T) {
	own, place := newDatabase(t)
	file, path := fileCase(t), filepath.Join(t.TempDir(), "a.log")
	if err := os.WriteFile(path, []byte(numberedLog()), 0o600); err != nil {
		t.Fatal(err)
	}
	loadInto(t, file, path)
	loadInto(t, own, path)
	want, err := file.Matrix(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	usual := map[string][2]string{ // by column: its type, and how it is filled
		"ts": {"DateTime64(3, 'UTC')", "ts"}, "user": {"String", "user"}, "ip": {"String", "ip"},
		"target": {"String", "target"},
		"action": {"String", "action"}, "status": {"UInt16", "status"}, "referrer": {"String", "referrer"},
		"agent": {"String", "agent"},
		"bytes": {"Int64", "bytes"},
	}
	for i, c := range []struct{ what, column, kind, fill, wrong string }{
		{"nanoseconds elsewhere", "ts", "DateTime64(9, 'Asia/Seoul')", "ts", ""},
		{"nanoseconds that may be missing", "ts", "Nullable(DateTime64(9))", "ts", ""},
		{"seconds", "ts", "DateTime('America/New_York')", "ts", ""},
		{"a text as time", "ts", "String", "toString(ts)", "time"},
		{"milliseconds as time", "ts", "Int64", "toUnixTimestamp64Milli(ts)", "time"},
		{"a day as time", "ts", "Date", "toDate(ts)", "time"},
		{"a key of fixed length", "user", "FixedString(12)", "user", ""},
		{"a key that may be missing", "user", "LowCardinality(Nullable(String))", "user", ""},
		{"a key that is a number", "user", "Nullable(Int32)", "toInt32(user)", ""},
		{"keys as a list", "user", "Array(String)", "[user]", "user"},
		{"an address of six", "ip", "IPv6", "toIPv6(ip)", ""},
		{"an address that may be missing", "ip", "Nullable(IPv4)", "toIPv4(ip)", ""},
		{"an address as a number", "ip", "UInt32", "toUInt32(toIPv4(ip))", "ip"},
		{"a target that may be missing", "target", "LowCardinality(Nullable(String))", "target", ""},
		{"an action of a list", "action", "Enum16('GET' = 1, 'POST' = 300)", "CAST(action, 'String')", ""},
		{"a status as text", "status", "String", "toString(status)", ""},
		{"a status as a word", "status", "String", "if(status = 200, '200', '-')", ""},
		{"a status that is large", "status", "Nullable(Int64)", "status", ""},
		{"a status with a fraction", "status", "Float64", "status", ""},
		{"a status as a text with a fraction", "status", "String", "concat(' ', toString(status), '.0 ')", ""},
		{"bytes that are no number", "bytes", "Float64", "if(bytes % 2 = 0, nan, inf)", ""},
		{"bytes beyond all numbers", "bytes", "Decimal(38, 2)", "toDecimal128('99999999999999999999999', 2)", ""},
		{"bytes as text", "bytes", "LowCardinality(Nullable(String))", "toString(bytes)", ""},
		{"bytes without a sign", "bytes", "UInt64", "toUInt64(bytes)", ""},
		{"referrers as a tuple", "referrer", "Tuple(String, String)", "(referrer, '')", "referrer"},
	} {
		table := fmt.Sprintf("odd_%d", i)
		query := "?events=" + table
		var made, filled []string
		for _, column := range []string{"ts", "user", "ip", "target", "action", "status", "referrer", "agent",
			"bytes"} {
			kind, fill := usual[column][0], usual[column][1]
			if column == c.column {
				kind, fill = c.kind, c.fill
			}
			made, filled = append(made, "c_"+column+" "+kind), append(filled, fill)
			query += "&" + column + "=c_" + column
		}
		for _, statement := range []string{
			"CREATE TABLE " + table + " (" + strings.Join(made, ", ") + ") ENGINE = MergeTree ORDER BY tuple() " +
				"SETTINGS allow_nullable_key = 1", "INSERT INTO " + table + " SELECT " + strings.Join(filled, ", ") +
				" FROM event",
		} {
			if err := own.c.exec(t.Context(), statement); err != nil {
				t.Fatal(c.what, err)
			}
		}
		odd, err := Parse("clickhouse://"+place.base.Host+"/"+place.database+query, Options{})
		if err != nil {
			t.Fatal(err)
		}
		k, err := Open(t.Context(), odd)
		if err == nil && c.wrong == "" {
			got, err := k.Matrix(t.Context())
			if err != nil {
				t.Errorf("%s: %v", c.what, err)
				continue
			}
			if _, err := k.Overview(t.Context(), analysis.Window{}, time.UTC, nil); err != nil {
				t.Errorf("%s: %v", c.what, err)
			}
			if c.column == "status" && strings.Contains(c.fill, "'-'") {
				continue // some have no status then, and nothing breaks
			}
			equalMatrices(t, c.what, want, got)
			continue
		}
		if c.wrong == "" || err == nil || !strings.Contains(err.Error(), c.wrong) ||
			strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", c.what, err)
		}
	}
}
