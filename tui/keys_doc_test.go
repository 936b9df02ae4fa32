package tui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// sections are the headings of docs/keys.md, in its order.
var sections = []struct {
	scope scope
	title string
}{
	{everywhere, "On every screen"},
	{always, "Always, even while text is typed"},
	{onList, "In every list"},
	{onUsers, "Users"},
	{onCase, "Users, Segments, Compare and Audit"},
	{onUser, "One user"},
	{onSession, "Session"},
	{onRules, "Rules"},
	{onChanges, "Rules, in the list of who enters and leaves"},
	{onTable, "Segments, Compare and Audit"},
	{onTables, "Screens of several tables"},
	{onRejects, "Rejects"},
	{onLoading, "While logs are loaded"},
	{onPrompt, "Where text is typed"},
	{onMenu, "In menus; typing narrows them"},
}

// keyDocument is docs/keys.md as the key table wants it.
func keyDocument() string {
	var b strings.Builder
	b.WriteString("# Keys\n\nWhat the keys of the screens do. This page is written from the key table by `go test ./tui -run KeyDocument -update`; " +
		"the same table feeds the footer and `?`, which lists, searches and runs the commands of the screen that is open.\n")
	for _, s := range sections {
		b.WriteString("\n## " + s.title + "\n\n| key | what it does |\n|---|---|\n")
		for _, line := range bindings {
			if line.scope == s.scope {
				b.WriteString("| `" + strings.Join(line.Keys(), "` `") + "` | " + strings.ReplaceAll(line.Help().Desc, "|", `\|`) + " |\n")
			}
		}
	}
	return b.String()
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
	titled := map[scope]bool{}
	for _, s := range sections {
		titled[s.scope] = true
	}
	for _, b := range bindings {
		if !titled[b.scope] {
			t.Errorf("%q (%s) is in no section", b.Help().Desc, b.label())
		}
	}
}
