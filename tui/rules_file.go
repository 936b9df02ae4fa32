package tui

import (
	"io"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
	"spoor/tui/screen"
	"spoor/tui/term"
)

// rulesWords name the rules in force: the preset, how far they are from it, and the file that they are in.
func (w *workspace) rulesWords() string {
	words := w.rules.Name
	if n := len(w.changes()); n > 0 {
		words += ", " + term.Plural(n, "change")
	}
	switch {
	case w.filed():
		words += ", in " + filepath.Base(w.file.path)
	case w.unsaved():
		words += ", not saved"
	}
	return words
}

// newSaveRules asks for the file that the rules are written to.
func newSaveRules(w *workspace) *screen.Ask {
	name := w.file.path
	if name == "" {
		name = w.rules.Name + ".toml"
		if w.changed() {
			name = "rules.toml"
		}
	}
	return screen.NewAsk("Save the rules as", "for spoor scan --rules FILE, and o here", name, w.saveRules)
}

func (w *workspace) saveRules(name string) screen.Action {
	rules := w.rules
	if w.changed() { // so that the file does not go by the name of what it is no more
		rules = rules.Named(strings.TrimSuffix(filepath.Base(name), ".toml"))
	}
	text := rules.TOML()
	write := func(to io.Writer) error { _, err := io.WriteString(to, text); return err }
	return screen.Save(name, write, func(path string) screen.Action {
		return func(h screen.Host) tea.Cmd {
			w.file = ruleFile{path, rules}
			h.Say(term.Good, "written to "+path+"; use it with: spoor scan --rules "+quoted(path))
			return w.rename(rules)
		}
	})
}

// newReadRules asks for the file that rules are read from.
func newReadRules(w *workspace) *screen.Ask {
	return screen.NewAsk("Open rules", "a file that was saved here, or written by hand", w.file.path, w.readRules)
}

func (w *workspace) readRules(name string) screen.Action {
	return screen.Later(func() screen.Action {
		file, err := readRuleFile(name)
		if err != nil {
			return screen.Say(term.Warning, err.Error())
		}
		return func(h screen.Host) tea.Cmd {
			w.file = file
			h.Say(term.Good, "the rules are those of "+file.path)
			return w.change(file.rules)
		}
	})
}

func readRuleFile(name string) (ruleFile, error) {
	path, text, err := readText(name)
	if err != nil {
		return ruleFile{}, err
	}
	rules, err := analysis.ParseRuleSet(path, text)
	return ruleFile{path, rules}, err
}

// asOptions is what the command line takes to get the rules in force; not ok where they began as rules that are neither
// a preset nor in a file.
func (w *workspace) asOptions() (options string, ok bool) {
	_, err := analysis.Preset(w.rules.Name)
	switch {
	case w.filed():
		return "--rules " + quoted(w.file.path), true
	case err == nil:
		options = "--preset " + w.rules.Name
	case w.preset() == w.file.rules:
		options = "--rules " + quoted(w.file.path)
	default:
		return "", false
	}
	for _, change := range w.changes() {
		options += " --set " + change
	}
	return options, true
}
