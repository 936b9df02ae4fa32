package tui_test

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"spoor/internal/cli"
	"spoor/store"
	"spoor/store/load"
	"spoor/store/model"
	"spoor/tui"
	"spoor/tui/workspace"
)

// opened is a case as the command line gives it to the screens.
type opened struct{ *store.Case }

func (o opened) Watch(ctx context.Context) (workspace.Watch, error) { return o.Case.Watch(ctx) }

func (o opened) Original(ctx context.Context, event model.Event) (load.Evidence, error) {
	return load.Original(ctx, o.Case, event)
}

// spoor runs a command and returns what it writes.
func spoor(t *testing.T, args ...string) string {
	t.Helper()
	var out, complaints strings.Builder
	if status := cli.Run(args, strings.NewReader(""), &out, &complaints); status != 0 {
		t.Fatalf("spoor %s: %d, %s", strings.Join(args, " "), status, complaints.String())
	}
	return out.String()
}

// demoCase loads a made-up site whose clocks are in Seoul, and whose log has lines that are no events.
func demoCase(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	spoor(t, "demo", "--users", "400", "--dir", dir)
	at := func(name string) string { return filepath.Join(dir, name) }
	log, err := os.OpenFile(at("access.log"), os.O_APPEND|os.O_WRONLY, 0o600)
	if err == nil {
		_, err = io.WriteString(log, "broken\n-- MARK --\n=1+1\x1b[31m\n")
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
	spoor(t, "load", "--db", at("seoul.db"), "--tz", "Asia/Seoul", "--site", at("site.toml"),
		"--profiles", at("profiles.csv"),
		"--catalogue", at("catalogue.csv"), at("access.log"))
	return at("seoul.db")
}

// TestListsAreTheSameEverywhere exports every list that a command and a screen have from both: the same columns, words,
// order and times.
func TestListsAreTheSameEverywhere(t *testing.T) {
	db := demoCase(t)
	c, err := store.Open(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	zone, err := time.LoadLocation("Asia/Seoul")
	if err != nil {
		t.Fatal(err)
	}
	firstOf := func(list string) string {
		return strings.Split(strings.Split(spoor(t, list, "--db", db, "--csv"), "\r\n")[1], `"`)[1]
	}
	for _, test := range []struct{ command, keys string }{
		{"scan --all", ""},
		{"scan", "/ type:flagged enter"},
		{"segments --list loyal", "/ type:segment:loyal enter"},
		{"segments", "S"},
		{"overview --of odd", "O"},
		{"overview --of statuses", "O tab tab"},
		{"overview --of referrers", "O tab tab tab tab tab tab tab"},
		{"overview --of time --by day", "O tab"},
		{"compare", "S c"},
		{"audit", "A | A tab"}, // two tables, one after the other
		{"items", "i"},
		{"items " + firstOf("items"), "i enter"},
		{"addresses --all", "a"},
		{"timeline --by day", "width:60 t"},
		{"timeline --by hour", "t + + +"},
		{"rejects", "x"},
		{"rejects --limit 0", "x"},
		{"whatif --diff --set flag.distance=3", "r end left enter"},
	} {
		t.Run(test.command, func(t *testing.T) {
			for _, format := range []string{"csv", "markdown"} {
				want := spoor(t, append(strings.Fields(test.command), "--db", db, "--"+format)...)
				var tables []string
				for _, keys := range strings.Split(test.keys, "|") {
					tables = append(tables, tui.ExportOf(t, opened{c}, zone, strings.Fields(keys), "."+format))
				}
				got := strings.Join(tables, "\n")
				if got != want {
					t.Errorf("the screen writes\n%.600s\nand the command\n%.600s", got, want)
				}
			}
		})
	}
}
