package tui

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"spoor/internal/clean"
	"spoor/tui/screen"
	"spoor/tui/term"
)

func TestOwnCommandsAreChecked(t *testing.T) {
	good := OwnCommand{Key: "X", Name: "whois", Run: "whois $SPOOR_ADDRESS"}
	with := func(change func(c *OwnCommand)) OwnCommand { c := good; change(&c); return c }
	for want, commands := range map[string][]OwnCommand{
		"":                               {good, with(func(c *OwnCommand) { c.Key, c.Name = "ctrl+x", "other" })},
		"command 1 has no name":          {with(func(c *OwnCommand) { c.Name = "" })},
		"command whois: it has no key":   {with(func(c *OwnCommand) { c.Key = "" })},
		"command whois: it runs nothing": {with(func(c *OwnCommand) { c.Run = "" })},
		"command other: the key X is that of whois": {good,
			with(func(c *OwnCommand) { c.Name = "other" })},
		"command whois: the key j is taken: ":                          {with(func(c *OwnCommand) { c.Key = "j" })},
		"command whois: the key ctrl+c is taken: twice: leave at once": {with(func(c *OwnCommand) { c.Key = "ctrl+c" })},
	} {
		err := checkOwnCommands(commands)
		if got := ""; err != nil {
			got = err.Error()
			if want == "" || !strings.HasPrefix(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
		} else if want != "" {
			t.Errorf("no error, want %q", want)
		}
	}
}

// What a command is run on is in its environment, so that a name is never obeyed by the shell.
func TestOwnCommandRunsOnTheUserUnderTheCursor(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("for sh")
	}
	const hostile = "$(touch gone);`touch gone`\x1b[31m"
	t.Chdir(t.TempDir())
	a := shown(t, newFakeCase(hostile), 120, 40)
	a.commands = []OwnCommand{
		{Key: "X", Name: "show",
			Run:        `printf '%s|%s|%s|%s' "$SPOOR_USER" "$SPOOR_ADDRESS" "$SPOOR_FLAGGED" "$(basename "$SPOOR_CASE")"`,
			Background: true},
		{Key: "Z", Name: "fail", Run: `echo no such host >&2; exit 3`, Background: true},
	}
	press(a, "/")
	typed(a, "touch")
	press(a, "enter", "X")
	if want := "show: $(touch gone);`touch gone`"; !strings.HasPrefix(a.note, want) || strings.Contains(a.note, "\x1b") ||
		!strings.HasSuffix(a.note, "||true|"+filepath.Base(a.work.Source.Path())) {
		t.Errorf("the note is %q, want %q …", a.note, want)
	}
	if _, err := os.Stat("gone"); err == nil {
		t.Error("the shell obeyed the name of a user")
	}
	press(a, "enter", "tab", "enter", "X") // in a session the address is that of the event
	if _, address, ok := a.top().(subjective).Subject(); !ok ||
		!strings.Contains(a.note, "|"+clean.Text(address)+"|") {
		t.Errorf("the note is %q, want the address %s", a.note, address)
	}
	press(a, "Z")
	if want := "fail: no such host; exit status 3"; a.note != want {
		t.Errorf("the note is %q, want %q", a.note, want)
	}
	press(a, "esc", "esc", "r", "X")
	if !strings.Contains(a.note, "works on a user") {
		t.Errorf("on the rules the note is %q", a.note)
	}
	press(a, "esc", "?")
	if !strings.Contains(strings.Join(labels(a.overlay.(*screen.Menu)), " "), "X Z") {
		t.Error("help does not list the commands")
	}
}

func labels(m *screen.Menu) (all []string) {
	for _, i := range m.Choices() {
		all = append(all, i.Label)
	}
	return all
}

// A letter that is typed into a filter runs nothing.
func TestOwnCommandIsNotRunWhileTyping(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	a.commands = []OwnCommand{{Key: "X", Name: "show", Run: "echo ran", Background: true}}
	press(a, "/")
	typed(a, "X")
	if strings.Contains(a.note, "ran") || !term.Typing(a.top().Scopes()) {
		t.Errorf("the note is %q", a.note)
	}
}
