package tui

import (
	"encoding/csv"
	"strings"
	"testing"

	"spoor/tui/user"
)

// TestEveryTabIsExported exports the list of every tab that has one.
func TestEveryTabIsExported(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	press(a, "down", "m", "enter", "enter")
	for _, tab := range user.Tabs() {
		if tab == "hours" {
			press(a, "e")
			if a.overlay != nil || !strings.Contains(a.note, "no list here") {
				t.Errorf("%s can be exported", tab)
			}
			press(a, "tab")
			continue
		}
		rows, err := csv.NewReader(strings.NewReader(exported(t, a, ".csv"))).ReadAll()
		want := a.work.Users.Measuring.Own.Count() // findings
		if g := a.listed(); g != nil {
			want = g.Length()
		}
		if err != nil || len(rows) != want+1 || want == 0 {
			t.Errorf("%s: %d rows of %d: %v", a.link(), len(rows)-1, want, err)
		}
		press(a, "tab")
	}
}
