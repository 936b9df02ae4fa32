package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// listings are the commands that print what a case holds.
var listings = []string{"scan", "user kim", "user lee", "items --limit 2", "items /jobs/7", "addresses",
	"addresses 10.0.0.2", "timeline --by hour", "overview", "segments", "segments --list loyal",
	"whatif --set content-usage.weight=1", "audit", "compare", "evaluate --truth truth.csv", "info", "rejects"}

// TestWhatEveryCommandPrints: the words on a terminal, and in JSON the names and the values that scripts read, of a
// case in which kim alone is flagged.
func TestWhatEveryCommandPrints(t *testing.T) {
	rules := kimInTheCrowd(t)
	folder := filepath.Dir(rules[1])
	truth := filepath.Join(folder, "truth.csv")
	if err := os.WriteFile(truth, []byte("user,kind\nkim,scraper\nlee,human\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var text, asJSON strings.Builder
	for _, line := range listings {
		args := strings.Fields(strings.ReplaceAll(line, "truth.csv", truth))
		if slices.Contains([]string{"evaluate", "info", "rejects", "audit", "compare"}, args[0]) {
			args = append(args, rules[:2]...)
		} else {
			args = append(args, rules...)
		}
		var out, said bytes.Buffer
		if status := Run(args, new(bytes.Buffer), &out, &said); status != statusOK {
			t.Errorf("spoor %s: status %d", line, status)
		}
		words := sizeOfCase.ReplaceAllString(out.String(), "(size)")
		fmt.Fprintf(&text, "$ spoor %s\n%s%s\n", line, strings.ReplaceAll(words, folder+"/", ""), &said)
		if args[0] == "scan" {
			args = append(args, "--addresses=all")
		}
		fmt.Fprintf(&asJSON, "%s\n%s\n", line, inLines(t, runSpoor(t, append(args, "--json")...), folder))
	}
	golden(t, "text.golden", text.String())
	golden(t, "json.golden", asJSON.String())
}

// fullAfter is a disk that is full after some bytes.
type fullAfter struct{ room int }

func (f *fullAfter) Write(p []byte) (int, error) {
	n := min(f.room, len(p))
	if f.room -= n; n < len(p) {
		return n, syscall.ENOSPC
	}
	return n, nil
}

// TestWhatCannotBeWrittenIsAFailure, be it all, a half or the last byte of it.
func TestWhatCannotBeWrittenIsAFailure(t *testing.T) {
	rules := kimInTheCrowd(t)
	log, write := filepath.Join(filepath.Dir(rules[1]), "access.log"), func(name, text string) string {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	truth := write("truth.csv", "user,kind\nkim,scraper\nlee,human\n")
	site, set := write("site.toml", ""), write("set.toml", "name = \"mine\"\n")
	rules = append([]string{"scan", "--addresses", "--exit-code"}, rules...)
	if status := Run(rules, new(bytes.Buffer), &fullAfter{5}, io.Discard); status != statusFailure {
		t.Errorf("status %d, though somebody is flagged", status)
	}
	for _, line := range slices.Concat(listings, []string{"user kim --json", "user kim --markdown", "scan --html",
		"scan --lines=ecs", "scan --addresses", "scan --csv", "info --json", "rules list", "rules show paper", "rules learn",
		"formats", "rules diff strict paper", "rules check " + set,
		"site check " + site + " " + log, "load --dry-run " + log, "measure", "version", "sql SELECT(1)",
		"completion bash"}) {
		args := append(strings.Fields(strings.ReplaceAll(line, "truth.csv", truth)), "--db", rules[4])
		whole := len(runSpoor(t, args...))
		for _, room := range []int{0, whole / 2, whole - 1} {
			var said strings.Builder
			status := Run(args, new(bytes.Buffer), &fullAfter{room}, &said)
			if whole > 0 && (status != statusFailure || !strings.Contains(said.String(), syscall.ENOSPC.Error())) {
				t.Errorf("spoor %s, after %d of %d bytes: status %d, %s", line, room, whole, status, &said)
			}
		}
	}
}

// sizeOfCase is what SQLite decides.
var sizeOfCase = regexp.MustCompile(`\(\d+ KiB\)`)

// longFraction is more of a fraction than two processors need have in common.
var longFraction = regexp.MustCompile(`\d+\.\d{6,}`)

// inLines is an object of JSON with a member a line, and lists with an element a line; without the folder of files, the
// size of the case, and the last digits of fractions.
func inLines(t *testing.T, text, folder string) string {
	t.Helper()
	var out bytes.Buffer
	decoder := json.NewDecoder(strings.NewReader(strings.ReplaceAll(text, folder+"/", "")))
	_, _ = decoder.Token()
	for decoder.More() {
		name, _ := decoder.Token()
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			t.Fatal(err)
		}
		var list []json.RawMessage
		if name == "bytes" {
			continue
		}
		if json.Unmarshal(value, &list) != nil {
			list = []json.RawMessage{value}
		}
		fmt.Fprintf(&out, "%s\n", name)
		for _, element := range list {
			out.WriteByte('\t')
			if err := json.Compact(&out, element); err != nil {
				t.Fatal(err)
			}
			out.WriteByte('\n')
		}
	}
	return longFraction.ReplaceAllStringFunc(out.String(), func(number string) string {
		value, _ := strconv.ParseFloat(number, 64)
		return strconv.FormatFloat(value, 'g', 5, 64)
	})
}
