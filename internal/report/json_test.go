package report

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestWriteJSONHidesNothingAndObeysNothing(t *testing.T) {
	in := map[string]string{"user": "a\u009b31m\u202e\u200b\x7f\U000e0041채용"}
	var out strings.Builder
	if err := WriteJSON(&out, in); err != nil {
		t.Fatal(err)
	}
	want := "{\n  \"user\": \"a\\u009b31m\\u202e\\u200b\\u007f\\udb40\\udc41채용\"\n}\n"
	if out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
	var back map[string]string
	if err := json.Unmarshal([]byte(out.String()), &back); err != nil || back["user"] != in["user"] {
		t.Errorf("read back %q, %v", back, err)
	}
}

// TestJSONReadsBack reads any table again with encoding/json: the data is what it was, but for bytes that are not
// UTF-8.
func TestJSONReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := anyTable(t)
		var out strings.Builder
		if err := table.JSON(&out); err != nil {
			t.Fatal(err)
		}
		var rows []map[string]any
		decoder := json.NewDecoder(strings.NewReader(out.String()))
		decoder.UseNumber()
		if err := decoder.Decode(&rows); err != nil {
			t.Fatal(err)
		}
		if len(rows) != len(table.Rows) {
			t.Fatalf("%d objects for %d rows", len(rows), len(table.Rows))
		}
		for i, row := range table.Rows {
			for j, cell := range row {
				got := rows[i][table.Columns[j].Name]
				switch v := cell.(type) {
				case nil:
					if got != nil {
						t.Fatalf("nil became %v", got)
					}
				case string:
					if want := strings.ToValidUTF8(v, "\ufffd"); strings.ReplaceAll(got.(string), "\ufffd",
						"") != strings.ReplaceAll(want, "\ufffd", "") {
						t.Fatalf("%q became %q", v, got)
					}
				case int64:
					if n, err := got.(json.Number).Int64(); err != nil || n != v {
						t.Fatalf("%d became %v", v, got)
					}
				case float64:
					if x, err := got.(json.Number).Float64(); err != nil || x != v {
						t.Fatalf("%v became %v", v, got)
					}
				}
			}
		}
	})
}
