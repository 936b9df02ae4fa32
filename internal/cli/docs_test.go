package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// shellBlock matches a block of shell in Markdown. After "sh" it may say what it needs: "needs=nft,root".
var shellBlock = regexp.MustCompile("(?ms)^```sh(?: needs=([a-z0-9,-]+))?\n(.*?)^```$")

// TestCommandsOfTheDocs runs the commands of the README and of every page of docs, those of a page in order and in one
// directory that has a log in it. What a block needs is "terminal" or "root", which a test does not have; "clone" of
// the source and a compiler; a log or a secret of the reader's ("yours"); or else a program, without which it is left
// out.
func TestCommandsOfTheDocs(t *testing.T) {
	if testing.Short() {
		t.Skip("makes up a month of a site")
	}
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("there is no bash")
	}
	pages, err := filepath.Glob("../../docs/*.md")
	if err != nil || len(pages) == 0 {
		t.Fatalf("no pages: %v", err)
	}
	for _, page := range append(pages, "../../README.md") {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(filepath.Base(page), func(t *testing.T) {
			t.Parallel()
			runBlocks(t, bash, string(text))
		})
	}
}

// runBlocks runs the blocks of a page that need nothing that is missing.
func runBlocks(t *testing.T, bash, page string) {
	dir := t.TempDir()
	for _, block := range shellBlock.FindAllStringSubmatch(page, -1) {
		if missing := missingOf(block[1]); missing != "" {
			t.Logf("left out, needs %s: %s", missing, firstLine(block[2]))
			continue
		}
		command := exec.CommandContext(t.Context(), bash, "-euo", "pipefail", "-c", block[2])
		command.Dir = dir
		command.Env = append(os.Environ(), "XDG_CONFIG_HOME="+dir, "XDG_STATE_HOME="+dir, "HOME="+dir)
		if out, err := command.CombinedOutput(); err != nil {
			t.Errorf("%v\n%s%s", err, block[2], out)
		}
	}
}

// missingOf is the first thing that a block needs and that isn't there.
func missingOf(needs string) string {
	for need := range strings.SplitSeq(needs, ",") {
		switch need {
		case "":
		case "terminal", "root", "yours", "clone":
			return need
		default:
			if _, err := exec.LookPath(need); err != nil {
				return need
			}
		}
	}
	return ""
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

// TestBlocksOfOtherTools checks what the page about other tools writes for each of them, from addresses of both
// families.
func TestBlocksOfOtherTools(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("there is no bash")
	}
	text, err := os.ReadFile("../../docs/blocking.md")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("addresses.txt", "192.0.2.1\n2001:db8::1\n")
	write("addresses4.txt", "192.0.2.1\n")
	for _, block := range shellBlock.FindAllStringSubmatch(string(text), -1) {
		if block[1] != "" || strings.Contains(block[2], "spoor demo") || strings.Contains(block[2], "spoor scan") {
			continue
		}
		command := exec.CommandContext(t.Context(), bash, "-euo", "pipefail", "-c", block[2])
		command.Dir = dir
		if out, err := command.CombinedOutput(); err != nil {
			t.Errorf("%v\n%s%s", err, block[2], out)
		}
	}
	for name, want := range map[string]string{
		"deny.conf":     "deny 192.0.2.1;\ndeny 2001:db8::1;\n",
		"spoor.nft":     "add element inet spoor spoor { 192.0.2.1 }\n",
		"spoor.ipset":   "create spoor hash:ip family inet timeout 86400 -exist\nadd spoor 192.0.2.1 -exist\n",
		"decisions.csv": "duration,reason,scope,type,value\n24h,spoor,ip,ban,192.0.2.1\n24h,spoor,ip,ban,2001:db8::1\n",
	} {
		if got, err := os.ReadFile(filepath.Join(dir, name)); err != nil || !strings.HasSuffix(string(got), want) {
			t.Errorf("%s: %v\n%s", name, err, got)
		}
	}
}
