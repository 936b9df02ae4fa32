package tui

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"spoor/store"
	"spoor/tui/term"
	"spoor/tui/workspace"
)

// exported exports what the screen shows to a file with that ending and returns what is in it.
func exported(t *testing.T, a *app, ending string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "out"+ending)
	press(a, "e")
	answer(a, file)
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v; it says %q", err, a.note)
	}
	return string(text)
}

func TestExportIsTheList(t *testing.T) {
	a := shown(t, newFakeCase("=SUM(A1)", "evil\x1b[31m"), 120, 40)
	press(a, "/")
	typed(a, "-user1 views>20")
	press(a, "enter", ">", ">", "R")
	u := a.stack[0].(*users)
	rows, err := csv.NewReader(strings.NewReader(exported(t, a, ".csv"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != len(u.rows)+1 || !strings.HasPrefix(a.note, term.Plural(len(u.rows), "row")+" of users written to ") {
		t.Errorf("%d rows of %d users; it says %q", len(rows), len(u.rows), a.note)
	}
	for i, row := range u.rows {
		key := a.work.Users.Key[row]
		if got := rows[i+1][1]; got != key && got != "'"+key && got != "evil␛[31m" {
			t.Errorf("row %d is %q, not %q", i, got, key)
		}
	}
	var list struct {
		Schema int
		List   []struct {
			User    string
			Verdict string
			Score   float64
		}
	}
	if err := json.Unmarshal([]byte(exported(t, a, ".json")), &list); err != nil || list.Schema != 1 ||
		len(list.List) != len(u.rows) {
		t.Fatalf("%v: %d users", err, len(list.List))
	}
	for i, row := range u.rows {
		if got := list.List[i]; got.User != a.work.Users.Key[row] || got.Score != a.work.Now.Score[row] ||
			got.Verdict != store.NoVerdict {
			t.Errorf("row %d is %+v", i, got)
		}
	}
	if got := strings.Count(exported(t, a, ".MD"), "\n|"); got < len(u.rows) {
		t.Errorf("%d lines of Markdown", got)
	}
}

func TestExportOfATable(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	press(a, "S")
	text := exported(t, a, ".csv")
	if !strings.Contains(text, `"loyal","78"`) || !strings.HasPrefix(a.note, "5 rows of segments written to ") {
		t.Errorf("%q holds %s", a.note, text)
	}
}

// TestEveryListIsExported exports the other lists and counts their rows.
func TestEveryListIsExported(t *testing.T) {
	for _, c := range []struct {
		keys string
		rows int
		has  string
	}{
		{"x", 3, "-- MARK --"},
		{"down enter enter enter", 80, "/jobs/"},
		{"r end left left left left enter", 1, "entered"},
	} {
		a := shown(t, newFakeCase(), 120, 40)
		press(a, strings.Fields(c.keys)...)
		rows, err := csv.NewReader(strings.NewReader(exported(t, a, ".csv"))).ReadAll()
		if err != nil || len(rows) != c.rows+1 || !strings.Contains(strings.Join(rows[1], " "), c.has) {
			t.Errorf("%s: %d rows, the first %q: %v", c.keys, len(rows)-1, rows[min(1, len(rows)-1)], err)
		}
	}
}

func TestExportRefuses(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	file := filepath.Join(t.TempDir(), "out.csv")
	press(a, "e")
	answer(a, file+".xlsx")
	if !strings.Contains(a.note, "no ending") {
		t.Errorf("it says %q", a.note)
	}
	if err := os.WriteFile(file, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	press(a, "esc", "e")
	nowhere := filepath.Join(filepath.Dir(file), "no", "out.csv")
	answer(a, nowhere)
	if want := "there is no directory " + filepath.Dir(nowhere) + "; nothing was written"; a.note != want {
		t.Errorf("it says %q, not %q", a.note, want)
	}
	answer(a, file) // it asks again
	press(a, "esc")
	if text, _ := os.ReadFile(file); string(text) != "precious" {
		t.Errorf("it is replaced by %q", text)
	}
	press(a, "/")
	typed(a, "zzz")
	press(a, "enter", "e")
	if a.overlay != nil || !strings.Contains(a.note, "the list is empty") {
		t.Errorf("of an empty list it says %q", a.note)
	}
}

// ExportOf opens the screens on a case in a time zone, presses keys, types what follows "type:", makes the terminal as
// wide as "width:" says, and returns what an export to a file of that ending holds.
func ExportOf(t *testing.T, c workspace.Case, zone *time.Location, keys []string, ending string) string {
	t.Helper()
	a := shown(t, c, 120, 40)
	a.work.Clock = term.Clock{Zone: zone}
	for _, key := range keys {
		if text, ok := strings.CutPrefix(key, "type:"); ok {
			typed(a, text)
		} else if text, ok := strings.CutPrefix(key, "width:"); ok {
			width, err := strconv.Atoi(text)
			if err != nil {
				t.Fatal(err)
			}
			send(a, tea.WindowSizeMsg{Width: width, Height: 40})
		} else {
			press(a, key)
		}
	}
	return exported(t, a, ending)
}
