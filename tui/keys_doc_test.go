package tui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"spoor/analysis"
	"spoor/tui/find"
	"spoor/tui/term"
	"spoor/tui/userlist"
)

// sections are the headings of docs/keys.md, in its order.
var sections = []struct {
	scope term.Scope
	title string
}{
	{term.Everywhere, "On every screen"},
	{term.Always, "Always, even while text is typed"},
	{term.OnList, "In every list"},
	{term.OnFind, "In every list, to find something"},
	{term.OnFound, "While something is looked for"},
	{term.OnQuery, "SQL, in what was found"},
	{term.OnReader, "Where a row is read in full"},
	{term.OnUsers, "Users"},
	{term.OnCase, "Where all users are in view"},
	{term.OnUser, "One user"},
	{term.OnSession, "Session"},
	{term.OnRules, "Rules"},
	{term.OnChanges, "Rules, in the list of who enters and leaves"},
	{term.OnRuleDiff, "Rules, two sets beside each other"},
	{term.OnTable, "Segments, Compare, Audit and Sources"},
	{term.OnTables, "Screens of several tables"},
	{term.OnPivot, "Items and Addresses"},
	{term.OnTimeline, "Timeline"},
	{term.OnRejects, "Rejects"},
	{term.OnLoading, "While logs are loaded"},
	{term.OnPrompt, "Where text is typed"},
	{term.OnFilter, "Where a filter is typed"},
	{term.OnAsking, "Where SQL is typed"},
	{term.OnMenu, "In menus; typing narrows them"},
	{term.OnOrdered, "In the menu of columns"},
}

// terms are what a filter may hold, with what each asks for.
var terms = []struct{ example, help string }{
	{"marked", "users who are marked, by `space`"},
	{"kim", "users whose name contains the word, in any case"},
	{"flagged", "flagged users; also `robot` (declared), `judged` (enough events) and `hit` (any rule)"},
	{"segment:loyal", "users of the segment"},
	{"verdict:none", "users with that verdict"},
	{"hit:reading-time", "users who hit the rule; its first letters are enough"},
	{"hit:reading-time.low", "on that side"},
	{"ip:10.0.", "users who came from an address that begins so; `ip:10.0.0.0/20` is a network"},
	{"agent:curl", "users who came with an agent whose name contains the word"},
	{"item:1201", "users who viewed the item; if there is none of that name, items whose name or title contains the word"},
	{"event:{status == 404 && hour < 6}",
		"users who have an event that is so; [rules of your own](own-rules.md#conditions) have the same conditions"},
	{"score>40", "a comparison with whatever the list can be sorted by: `>` `>=` `<` `<=` `=`"},
	{"seen>2026-03-01",
		"last seen after that day, in the zone on screen; `seen<2026-03` is before that month, and `first` " +
			"goes by the first event"},
	{`"robot lee"`, "users whose name contains just that, whatever it would mean otherwise"},
	{"user=kim", "the user of exactly that name; `user=kim|lee` is either"},
	{"~^kim_\\d+$", "users whose name a regular expression matches"},
	{"segment:new|loyal", "one or the other; also `kim|park` and `hit:sharing|score>50`"},
	{"-robot", "a minus turns any term round"},
}

// rowTerms are what may be looked for in other lists.
var rowTerms = []struct{ example, help string }{
	{"login", "rows that say it in any column, in any case, also where it is cut on the screen"},
	{`"GET /jobs"`, "the same with a space"},
	{"login|logout", "either"},
	{"~jobs/\\d+$", "a column matches a regular expression"},
	{"status=404", "a column says exactly that"},
	{"request~^post", "a column matches a regular expression"},
	{"status>=400", "a number, a duration such as 3m20s or a time of day such as 14:30 is compared"},
	{"-robot", "a minus turns any term round"},
}

// keyDocument is docs/keys.md as the key table wants it.
func keyDocument() string {
	var b strings.Builder
	b.WriteString("# Keys\n\nWhat the keys of the screens do. This page is written from the key table by " +
		"`go test ./tui -run KeyDocument -update`; the same table feeds the footer and `?`, which lists, searches and runs " +
		"the commands of the screen that is open.\n")
	for _, s := range sections {
		b.WriteString("\n## " + s.title + "\n\n| key | what it does |\n|---|---|\n")
		for _, line := range term.Bindings() {
			if line.Scope == s.scope {
				b.WriteString("| `" + strings.Join(line.Keys(), "` `") + "` | " + strings.ReplaceAll(line.Help().Desc, "|", `\|`) +
					" |\n")
			}
		}
	}
	b.WriteString("\n## The filter\n\nTerms are separated by spaces, and all of them must hold. `tab` completes names " +
		"and values; what is wrong is pointed at. For `ip:`, `agent:` and `item:` all events are read once, in the " +
		"background; from then on their names are completed too.\n\n" +
		"| term | whom it shows |\n|---|---|\n")
	for _, of := range terms {
		b.WriteString("| `" + strings.ReplaceAll(of.example, "|", `\|`) + "` | " + strings.ReplaceAll(of.help, "|", `\|`) +
			" |\n")
	}
	b.WriteString("\n## Everywhere else\n\n`/` works in every other list in the same way: sessions, events, " +
		"items of a user, peers, rejects and tables. `up` brings back what was looked for before.\n\n" +
		"| term | which rows it shows |\n|---|---|\n")
	for _, of := range rowTerms {
		b.WriteString("| `" + strings.ReplaceAll(of.example, "|", `\|`) + "` | " + of.help + " |\n")
	}
	return b.String()
}

func TestKeyDocumentNamesTermsThatThereAre(t *testing.T) {
	for _, of := range rowTerms {
		if _, err := find.Parse(of.example, []string{"time", "status", "request"}); err != nil {
			t.Errorf("%s: %v", of.example, err)
		}
	}
	for _, of := range terms {
		if _, err := userlist.Parse(of.example, term.Clock{}, analysis.OwnRules{}); err != nil {
			t.Errorf("%s: %v", of.example, err)
		}
	}
}

func TestKeyDocumentIsUpToDate(t *testing.T) {
	file := filepath.Join("..", "docs", "keys.md")
	if *update {
		if err := os.WriteFile(file, []byte(keyDocument()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != keyDocument() {
		t.Errorf("%s is not what the key table says; go test ./tui -update writes it", file)
	}
}

func TestKeyDocumentHasEveryScope(t *testing.T) {
	titled := map[term.Scope]bool{}
	for _, s := range sections {
		titled[s.scope] = true
	}
	for _, b := range term.Bindings() {
		if !titled[b.Scope] {
			t.Errorf("%q (%s) is in no section", b.Help().Desc, b.Label())
		}
	}
}
