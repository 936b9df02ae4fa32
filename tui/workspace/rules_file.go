package workspace

import (
	"io"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
	"spoor/internal/report"
	"spoor/tui/screen"
	"spoor/tui/term"
)

// RulesWords name the rules in force: the preset, how far they are from it, and the file that they are in.
func (w *Workspace) RulesWords() string {
	words := w.Rules.Name
	if n := len(w.Changes()); n > 0 {
		words += ", " + term.Plural(n, "change")
	}
	switch {
	case w.Filed():
		words += ", in " + filepath.Base(w.File.Path)
	case w.Unsaved():
		words += ", not saved"
	}
	return words
}

// NewSaveRules asks for the file that the rules are written to.
func NewSaveRules(w *Workspace) *screen.Ask {
	name := w.File.Path
	if name == "" {
		name = w.Rules.Name + ".toml"
		if w.Changed() {
			name = "rules.toml"
		}
	}
	return w.askRulesFile(name)
}

func (w *Workspace) askRulesFile(name string) *screen.Ask {
	return screen.NewAsk("Save the rules as", "for spoor scan --rules FILE, and o here", name, w.saveRules)
}

func (w *Workspace) saveRules(name string) screen.Action {
	rules := w.Rules
	if w.Changed() { // so that the file does not go by the name of what it is no more
		rules = rules.Named(strings.TrimSuffix(filepath.Base(name), ".toml"))
	}
	text := rules.TOML()
	write := func(to io.Writer) error { _, err := io.WriteString(to, text); return err }
	return screen.Save(name, w.askRulesFile, write, func(path string) screen.Action {
		return func(h screen.Host) tea.Cmd {
			w.File = RuleFile{path, rules}
			h.Say(term.Good, "written to "+path+"; use it with: spoor scan --rules "+report.Quoted(path))
			return w.rename(rules)
		}
	})
}

// NewReadRules asks for the file that rules are read from.
func NewReadRules(w *Workspace) *screen.Ask {
	return w.askRules(w.File.Path)
}

func (w *Workspace) askRules(name string) *screen.Ask {
	return screen.NewAsk("Open rules", "a file that was saved here, or written by hand", name, w.readRules)
}

func (w *Workspace) readRules(name string) screen.Action {
	return screen.Later(func() screen.Action {
		file, err := ReadRuleFile(name)
		if err != nil {
			return screen.AskAgain(w.askRules(name), err.Error())
		}
		return func(h screen.Host) tea.Cmd {
			w.File = file
			h.Say(term.Good, "the rules are those of "+file.Path)
			return w.Change(file.Rules)
		}
	})
}

// RuleFile is a file of rules, and what they are in it.
type RuleFile struct {
	Path  string // "" for none
	Rules analysis.RuleSet
}

// ReadRuleFile reads rules from a file that a person has named.
func ReadRuleFile(name string) (RuleFile, error) {
	path, text, err := readText(name)
	if err != nil {
		return RuleFile{}, err
	}
	rules, err := analysis.ParseRuleSet(path, text)
	return RuleFile{path, rules}, err
}
