package logline

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestRecordEnd(t *testing.T) {
	records := Records{separator: ','}
	for data, want := range map[string]int{
		"a,b\nc":               4,
		"a,\"b\nc\"\nd":        8,
		"a,\"b\nc\",d\r\ne":    11,
		"a,\"b\nc\"\r\ne":      9,
		"\"a\"\"\n\"\"\",b\nc": 11,
		"a,\"b\nc\"x\nd":       5,  // wrong behind the quote
		"a,\"b\nc\nd\n":        5,  // never closed
		"a, \"b\nc\" ,d\ne":    12, // blanks around
		"a,6\" b\nc\",d\n":     7,  // a quote within a value is one
		"\uFEFF\"a\nb\",c\nd":  11,
		"a,\"b\nc\"":           7,
		"no line feed":         12,
		"\"" + strings.Repeat("x\n", MaxRecord/2) + "\"\n": 3,
	} {
		if end, found := records.End([]byte(data), true); end != want || !found {
			t.Errorf("%.20q: %d, want %d", data, end, want)
		}
	}
	for _, data := range []string{"a", "a,\"b\nc", "a,\"b\nc\"", "\""} {
		if end, found := records.End([]byte(data), false); found {
			t.Errorf("%q: %d", data, end)
		}
	}
}

// TestRecordsAreThoseOfCSV cuts what a writer of CSV has written as its reader does, of whatever pieces it is given.
func TestRecordsAreThoseOfCSV(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.StringOfN(rapid.SampledFrom([]rune("ab,\"\n ;")), 0, 6, -1)
		rows := rapid.SliceOfN(rapid.SliceOfN(value, 2, 4), 1, 8).Draw(t, "rows")
		var data bytes.Buffer
		w := csv.NewWriter(&data)
		for _, row := range rows {
			_ = w.Write(row) // a buffer takes everything
		}
		w.Flush()
		records := Records{separator: ','}
		for i := 0; data.Len() > 0; i++ {
			end, found := records.End(data.Bytes(), false)
			if !found {
				t.Fatalf("record %d does not end", i)
			}
			for cut := range end {
				if early, found := records.End(data.Bytes()[:cut], false); found && early != cut {
					t.Fatalf("record %d, cut at %d: %d", i, cut, early)
				}
			}
			r := csv.NewReader(bytes.NewReader(data.Next(end)))
			if _, err := r.Read(); err != nil {
				t.Fatal(err)
			}
			if _, err := r.Read(); !errors.Is(err, io.EOF) {
				t.Fatalf("record %d: more than one", i)
			}
		}
	})
}
