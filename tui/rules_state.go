package tui

import (
	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
)

// ruleFile is a file of rules, and what they are in it.
type ruleFile struct {
	path  string // "" for none
	rules analysis.RuleSet
}

// change puts other rules in force and remembers the present ones for undo.
func (w *workspace) change(rules analysis.RuleSet) tea.Cmd {
	if rules == w.rules {
		return nil
	}
	w.past = append(w.past, w.rules)
	w.future = nil
	w.rules = rules
	return w.judge()
}

// rename puts the same rules in force under another name, which is nothing to undo.
func (w *workspace) rename(rules analysis.RuleSet) tea.Cmd {
	if known, ok := w.chances[w.rules]; ok {
		w.chances[rules] = known
	}
	w.rules = rules
	return w.judge()
}

// undo takes the last change back, redo makes it again; they tell whether there was one.
func (w *workspace) undo() (bool, tea.Cmd) { return w.travel(&w.past, &w.future) }
func (w *workspace) redo() (bool, tea.Cmd) { return w.travel(&w.future, &w.past) }

func (w *workspace) travel(from, to *[]analysis.RuleSet) (bool, tea.Cmd) {
	last := len(*from) - 1
	if last < 0 {
		return false, nil
	}
	*to = append(*to, w.rules)
	w.rules = (*from)[last]
	*from = (*from)[:last]
	return true, w.judge()
}

// preset is the rule set that the rules in force began as: one that comes with spoor, or one from a file.
func (w *workspace) preset() analysis.RuleSet {
	preset, err := analysis.Preset(w.rules.Name)
	switch {
	case err == nil:
		return preset
	case w.file.path != "" && w.file.rules.Name == w.rules.Name:
		return w.file.rules
	}
	return w.saved
}

// changes are the expressions that lead from the preset to the rules in force.
func (w *workspace) changes() []string { return w.rules.Changes(w.preset()) }

// changed reports whether there are any.
func (w *workspace) changed() bool { return w.rules != w.preset() }

// filed reports whether the rules in force are as they are in their file.
func (w *workspace) filed() bool { return w.file.path != "" && w.rules == w.file.rules }

// unsaved reports whether rules have been turned since the case was opened, and are in no file.
func (w *workspace) unsaved() bool { return w.rules != w.saved && w.changed() && !w.filed() }

// rulesName is the name of the rule set, with * if it has been changed.
func (w *workspace) rulesName() string {
	if w.changed() {
		return w.rules.Name + "*"
	}
	return w.rules.Name
}

// rulePath is how the expressions of a rule set begin that set a rule.
func rulePath(r analysis.RuleID, rule *analysis.Rule) string {
	if r < analysis.RuleCount {
		return rule.Name
	}
	return "rule." + rule.Name
}
