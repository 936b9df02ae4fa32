package tui

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"spoor/tui/term/termtest"
)

// script is a made-up case on a screen, and what a key script does with it.
type script struct {
	t *testing.T
	c *fakeCase
	a *app
}

// scriptCommands are the lines of a key script: a word, and what follows it.
var scriptCommands = map[string]func(s *script, rest string) error{
	// size 120x40: how large the screen is from now on
	"size": func(s *script, rest string) error {
		var w, h int
		if _, err := fmt.Sscanf(rest, "%dx%d", &w, &h); err != nil {
			return err
		}
		send(s.a, tea.WindowSizeMsg{Width: w, Height: h})
		return nil
	},
	// press down enter: keys, as the key table names them
	"press": func(s *script, rest string) error {
		press(s.a, strings.Fields(rest)...)
		return nil
	},
	// type score>20: text where text is typed
	"type": func(s *script, rest string) error {
		typed(s.a, rest)
		return nil
	},
	// see TEXT: it is on the screen
	"see": func(s *script, rest string) error { return s.shows(rest, true) },
	// gone TEXT: it is not
	"gone": func(s *script, rest string) error { return s.shows(rest, false) },
	// cursor TEXT: it is in the line of the cursor
	"cursor": func(s *script, rest string) error {
		for _, line := range strings.Split(s.text(), "\n") {
			if strings.Contains(line, "›") && strings.Contains(line, rest) && !strings.HasPrefix(line, "spoor") {
				return nil
			}
		}
		return fmt.Errorf("the cursor is not on %q", rest)
	},
	// file NAME TEXT: a file was written that holds it
	"file": func(_ *script, rest string) error {
		name, want, _ := strings.Cut(rest, " ")
		text, err := os.ReadFile(name)
		if err == nil && !strings.Contains(string(text), want) {
			err = fmt.Errorf("%s does not hold %q:\n%s", name, want, text)
		}
		return err
	},
	// comes NAME DAY VIEWS: somebody does something while the case is open
	"comes": func(s *script, rest string) error {
		part := strings.Fields(rest)
		day, err := strconv.Atoi(part[1])
		if err != nil {
			return err
		}
		views, err := strconv.Atoi(part[2])
		if err != nil {
			return err
		}
		s.c.AddVisit(part[0], day, views)
		came(s.t, s.a, s.c)
		return nil
	},
}

func (s *script) text() string { return termtest.Text(s.a.frame(), s.a.w, s.a.h) }

func (s *script) shows(text string, want bool) error {
	if strings.Contains(s.text(), text) != want {
		return fmt.Errorf("%q is on the screen: %v", text, !want)
	}
	return nil
}

// TestKeyScripts runs every script of testdata/tui/keys, in a folder of its own.
func TestKeyScripts(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "testdata", "tui", "keys", "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Chdir(t.TempDir())
			c := newFakeCase()
			s := &script{t, c, shown(t, c, 120, 40)}
			for i, line := range strings.Split(string(text), "\n") {
				word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
				if word == "" || strings.HasPrefix(word, "#") {
					continue
				}
				do, ok := scriptCommands[word]
				if !ok {
					t.Fatalf("line %d: there is no command %q", i+1, word)
				}
				if err := do(s, rest); err != nil {
					t.Fatalf("line %d: %v\n%s", i+1, err, s.text())
				}
			}
		})
	}
}
