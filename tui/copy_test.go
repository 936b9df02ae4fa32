package tui

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
	"spoor/tui/screen"
	"spoor/tui/term/termtest"
)

// copies opens the menu of what can be copied, chooses an item and answers with what is copied.
func copies(t *testing.T, a *app, label string) string {
	t.Helper()
	press(a, "y")
	m, ok := a.overlay.(*screen.Menu)
	if !ok {
		t.Fatalf("there is nothing to copy on %s: %q", a.link(), a.note)
	}
	for i, item := range m.Choices() {
		if item.Label != label {
			continue
		}
		m.ChooseAt(i)
		_, cmd := a.Update(termtest.Key("enter"))
		msg := cmd()
		for act, later := msg.(screen.Action); later; act, later = msg.(screen.Action) {
			msg = act(a)()
		}
		return fmt.Sprint(msg)
	}
	t.Fatalf("%s offers no %q", a.link(), label)
	return ""
}

const hostileKey = "evil\x1b]52;c;x\a"

func toUser(t *testing.T, a *app, key string) {
	t.Helper()
	row, ok := a.work.Users.Row(key)
	if !ok {
		t.Fatalf("there is no user %q", key)
	}
	u := a.stack[0].(*users)
	u.list.Center(u.find(int32(row)))
}

func TestCopyingOfAUser(t *testing.T) {
	a := shown(t, newFakeCase(hostileKey, "-x"), 120, 40)
	toUser(t, a, hostileKey)
	if got := copies(t, a, "key"); got != "evil␛]52;c;x␇" {
		t.Errorf("%q is copied", got)
	}
	if a.note != "copied the user's key, 17 bytes, by OSC 52" {
		t.Errorf("it says %q", a.note)
	}
	const command = "spoor user --db /srv/logs/hibrain.db --preset strict -- 'evil␛]52;c;x␇'"
	if got := copies(t, a, "spoor user"); got != command {
		t.Errorf("%q is copied", got)
	}
	toUser(t, a, "scraper")
	why := strings.Split(copies(t, a, "why"), "\n")
	if why[0] != "scraper: score 67, declared robot; rules strict" ||
		len(why) != 2+len(a.work.JudgeNow.Hits(a.work.Now.Set, mustRow(t, a, "scraper"))) ||
		!strings.HasPrefix(why[2], "▲ +40 fast reading 13 scales, at least 3 scales over ") {
		t.Errorf("it is explained as %q", why)
	}
	press(a, "enter", "tab")
	if got := copies(t, a, "link"); got != "spoor --at users/scraper/sessions /srv/logs/hibrain.db" {
		t.Errorf("%q is copied", got)
	}
	drain(a, a.work.LookAt(days(0, 3)))
	press(a, "esc", "r", "right", "esc")
	got := copies(t, a, "spoor whatif")
	if got != "spoor whatif --db /srv/logs/hibrain.db --preset strict --set reading-time.low=23"+
		" --since 2003-03-01T00:00:00Z --until 2003-03-04T00:00:00.001Z --diff" {
		t.Errorf("%q is copied", got)
	}
}

func mustRow(t *testing.T, a *app, key string) int {
	t.Helper()
	row, ok := a.work.Users.Row(key)
	if !ok {
		t.Fatalf("there is no user %q", key)
	}
	return row
}

func TestCopyingOfASession(t *testing.T) {
	c := newFakeCase()
	a := shown(t, c, 120, 40)
	openSession(t, a, "scraper")
	press(a, "down")
	e := c.TrackOf("scraper").Events[1]
	raw, err := a.work.Source.Original(t.Context(), e)
	if err != nil {
		t.Fatal(err)
	}
	for _, keys := range [][]string{nil, {"enter"}} { // read for the copy, and on screen already
		press(a, keys...)
		if got := copies(t, a, "line"); got != string(raw.Raw) {
			t.Errorf("%q is copied", got)
		}
	}
	if got := copies(t, a, "event"); got != "2003-03-02T14:00:02Z scraper GET "+e.Request.Target+" 200" {
		t.Errorf("%q is copied", got)
	}
	if got := strings.Count(copies(t, a, "events"), "\n") + 1; got != a.listed().Length() {
		t.Errorf("%d lines are copied of %d events", got, a.listed().Length())
	}
}

func TestTooLongToCopy(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	drain(a, a.Apply(screen.Copy("the events", strings.Repeat("x", 100_001))))
	if !strings.HasPrefix(a.note, "not copied: the events, 100,001 bytes") {
		t.Errorf("it says %q", a.note)
	}
}

// TestCopyingThroughScreen takes the pieces apart again, as GNU screen does.
func TestCopyingThroughScreen(t *testing.T) {
	t.Setenv("STY", "1.pts")
	a := shown(t, newFakeCase(), 120, 40)
	text := strings.Repeat("한국 ", 200)
	msg := a.Apply(screen.Copy("the text", text))().(tea.RawMsg)
	sent := fmt.Sprint(msg.Msg)
	for _, piece := range strings.Split(strings.TrimSuffix(sent, "\x1b\\"), "\x1b\\") {
		if !strings.HasPrefix(piece, "\x1bP") || len(piece) > 242 {
			t.Fatalf("a piece of %d bytes: %q", len(piece), piece)
		}
	}
	sequence := strings.NewReplacer("\x1bP", "", "\x1b\\", "").Replace(sent)
	if want := "\x1b]52;c;" + base64.StdEncoding.EncodeToString([]byte(text)) + "\a"; sequence != want {
		t.Errorf("the terminal gets %q", sequence)
	}
}

// TestRulesInNoFileHaveNoCommand leaves the commands out that could not be written.
func TestRulesInNoFileHaveNoCommand(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	own := analysis.Paper()
	own.Name = "mine"
	a.work.Saved = own
	drain(a, a.work.Change(own))
	press(a, "y")
	for _, item := range a.overlay.(*screen.Menu).Choices() {
		if strings.HasPrefix(item.Label, "spoor") {
			t.Errorf("%s is offered", item.Label)
		}
	}
}

// TestRowInFullIsCleanedOnce reads rows with control characters in full: they show as in the list, as the end of a line
// within them does, and are copied so. A picture that was in the text is still told from a control character.
func TestRowInFullIsCleanedOnce(t *testing.T) {
	for text, want := range map[string]string{
		"/\x1b[31mred\a\x7f":  "/␛[31mred␇␡",
		"two\nuser: somebody": "two␊user: somebody",
		"/\u241bpicture":      `/\u{241B}picture`,
	} {
		for _, keys := range [][]string{{"v"}, {"F", "u", "s", "e", "r", "enter"}} {
			a := shown(t, newFakeCase(text), 160, 40)
			toUser(t, a, text)
			press(a, keys...)
			if !strings.Contains(seen(a), want) || strings.Contains(seen(a), `\u{2407}`) {
				t.Errorf("%q is shown by %v as:\n%s", text, keys, seen(a))
			}
			if keys[0] != "v" {
				if crumbs(a) != "counts of user" {
					t.Errorf("%v leads to %s", keys, crumbs(a))
				}
				continue
			}
			_, cmd := a.Update(termtest.Key("y"))
			if got := fmt.Sprint(cmd()); !strings.Contains(got, "user: "+want+"\n") {
				t.Errorf("%q is copied as %s", text, got)
			}
		}
	}
}
