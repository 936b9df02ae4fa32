package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"spoor/internal/cli"
)

// TestEveryCommandHasAPage: with its options, dated by SOURCE_DATE_EPOCH; and each shell has its completion.
func TestEveryCommandHasAPage(t *testing.T) {
	t.Setenv("SOURCE_DATE_EPOCH", "1772359200") // 2026-03-01
	dir := t.TempDir()
	if err := write(dir); err != nil {
		t.Fatal(err)
	}
	read := func(name string) string {
		t.Helper()
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Error(err)
		}
		return string(text)
	}
	for _, command := range cli.Command().Commands() {
		if command.Hidden || command.Name() == "help" {
			continue
		}
		page := read(filepath.Join("man", "spoor-"+command.Name()+".1"))
		if !strings.Contains(page, "Mar 2026") {
			t.Errorf("%s has no date of 2026-03-01", command.Name())
		}
	}
	if page := read("man/spoor-scan.1"); !strings.Contains(page, `exit-code`) || !strings.Contains(page, "spoor scan") {
		t.Error("the page of scan says nothing of its options")
	}
	for name, want := range map[string]string{
		"spoor.bash": "complete -o default", "_spoor": "#compdef spoor", "spoor.fish": "complete -c spoor",
		"spoor.ps1": "Register-ArgumentCompleter",
	} {
		if !strings.Contains(read(filepath.Join("completions", name)), want) {
			t.Errorf("%s: no %q", name, want)
		}
	}
}
