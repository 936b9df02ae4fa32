package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
)

func TestScript(t *testing.T) {
	steps, err := parseScript("# a comment\n\nsize 80 24\nkey j Enter Ctrl+c 김\n")
	if err != nil || len(steps) != 2 || steps[1].line != 4 {
		t.Fatalf("got %d steps, %v", len(steps), err)
	}
	for text, want := range map[string]string{
		"jump 3":    "line 1: there is no step called \"jump\"",
		"run":       "line 1: run what?",
		"size 80":   "line 1: size takes columns and rows",
		"key Retur": "line 1: there is no key called \"Retur\"",
		"pause 3":   "line 1: time: missing unit",
		"shown a":   "line 1: shown takes a name and a text",
		"timed a":   "line 1: timed takes a name and keys",
		"timed a Q": "",
	} {
		if _, err := parseScript(text); (err == nil) != (want == "") || err != nil && !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", text, err, want)
		}
	}
}

func TestKeyOf(t *testing.T) {
	for name, want := range map[string]string{"j": "j", "Enter": "\r", "Ctrl+p": "\x10", "BackTab": "\x1b[Z"} {
		if got, err := keyOf(name); err != nil || got != want {
			t.Errorf("%s: got %q, %v, want %q", name, got, err, want)
		}
	}
}

// A run of cells that look alike becomes one text, as wide as its cells; what has a background gets a box.
func TestDrawSVG(t *testing.T) {
	screen := vt.NewEmulator(10, 2)
	if _, err := screen.WriteString("a<b \x1b[1;31mred\x1b[0m\r\n\x1b[7m김x\x1b[0m"); err != nil {
		t.Fatal(err)
	}
	got := string(drawSVG(screen, 10, 2))
	got = strings.ReplaceAll(got, ` lengthAdjust="spacingAndGlyphs" xml:space="preserve"`, "")
	for _, want := range []string{
		`x="12.0" y="24.9" textLength="33.6" fill="#d8d8dc">a&lt;b </text>`,
		`x="45.6" y="24.9" textLength="25.2" fill="#e06c75" font-weight="bold">red</text>`,
		`<rect x="12.0" y="29.0" width="16.8" height="17.0" fill="#d8d8dc"/>`,
		`textLength="16.8" fill="#101014">김</text>`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
}

// A character that is cut off between two pieces of output is written with the second.
func TestCast(t *testing.T) {
	var c cast
	begun := time.Unix(0, 0)
	c.add(begun, []byte("ab\xea\xb9"))
	c.add(begun.Add(1500*time.Millisecond), []byte("\x80c"))
	lines := strings.Split(strings.TrimSpace(string(c.encode(80, 24))), "\n")
	if len(lines) != 3 || lines[1] != `[0,"o","ab"]` || lines[2] != `[1.5,"o","김c"]` {
		t.Fatalf("got %q", lines)
	}
	var head struct{ Version, Width, Height int }
	err := json.Unmarshal([]byte(lines[0]), &head)
	if err != nil || head.Version != 2 || head.Width != 80 || head.Height != 24 {
		t.Fatalf("got %s, %v", lines[0], err)
	}
}

func TestWalk(t *testing.T) {
	dir := t.TempDir()
	script := filepath.Join(dir, "a.walk")
	text := "size 20 3\nrun printf 'name? '; read name; printf \"hello $name\"; sleep 60\n" +
		"until name?\ntype ann\nkey Enter\nuntil hello ann\npicture hello\n"
	if err := os.WriteFile(script, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := walk(script, dir, filepath.Join(dir, "a.cast"), 0); err != nil {
		t.Fatal(err)
	}
	picture, err := os.ReadFile(filepath.Join(dir, "hello.svg"))
	if err != nil || !strings.Contains(string(picture), "hello ann") {
		t.Fatalf("%v: %s", err, picture)
	}
	recorded, err := os.ReadFile(filepath.Join(dir, "a.cast"))
	if err != nil || !strings.Contains(string(recorded), "hello ann") {
		t.Fatalf("%v: %s", err, recorded)
	}
}
