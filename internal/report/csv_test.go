package report

import (
	"encoding/csv"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"spoor/internal/clean"
)

func TestGuard(t *testing.T) {
	for in, want := range map[string]string{
		"kim": "kim", "": "", "-12.5": "-12.5", "42": "42",
		"=1+1": "'=1+1", "+1": "'+1", "-x": "'-x", "@sum": "'@sum", "-": "'-", "  =1": "'  =1", `"=1`: `'"=1`,
		"\t=1": "'␉=1", "\n": "'␊", "\x00=1": "'␀=1", "＝1": "'＝1", "＠a": "'＠a",
		"a=1": "a=1", "a;=1": "a;'=1", `a; "=1`: `a;' "=1`, "=;=": "'=;'=", "a;b": "a;b", "-1.": "'-1.", "-1\n": "'-1␊",
	} {
		if got := guard(in); got != want {
			t.Errorf("guard(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestCSVReadsBack reads any table again with encoding/csv: every field is what was meant, and none starts a formula,
// neither where fields are separated by commas nor where a spreadsheet splits at semicolons.
func TestCSVReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := anyTable(t)
		var out strings.Builder
		if err := table.CSV(&out); err != nil {
			t.Fatal(err)
		}
		if strings.Count(out.String(), "\n") != strings.Count(out.String(), "\r\n") {
			t.Fatalf("a line of %q does not end in CRLF", out.String())
		}
		records, err := csv.NewReader(strings.NewReader(out.String())).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if len(records) != 1+len(table.Rows) {
			t.Fatalf("%d records for %d rows", len(records), len(table.Rows))
		}
		for i, row := range table.Rows {
			for j, cell := range row {
				checkField(t, cell, records[i+1][j])
			}
		}
	})
}

func checkField(t *rapid.T, cell Cell, field string) {
	switch v := cell.(type) {
	case nil:
		if field != "" {
			t.Fatalf("nil became %q", field)
		}
	case int64:
		if n, err := strconv.ParseInt(field, 10, 64); err != nil || n != v {
			t.Fatalf("%d became %q", v, field)
		}
	case float64:
		if x, err := strconv.ParseFloat(field, 64); err != nil || x != v {
			t.Fatalf("%v became %q", v, field)
		}
	case string:
		if got, want := strings.ReplaceAll(field, "'", ""), strings.ReplaceAll(clean.Text(v), "'", ""); got != want {
			t.Fatalf("%q became %q", v, field)
		}
		if _, err := strconv.ParseFloat(field, 64); err == nil {
			return
		}
		for _, part := range strings.Split(field, ";") {
			if part = strings.TrimLeft(part, ` "`); part != "" && strings.ContainsAny(part[:1], "=+-@\t\r\n") {
				t.Fatalf("%q starts a formula", field)
			}
		}
	}
}
