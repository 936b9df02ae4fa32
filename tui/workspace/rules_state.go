package workspace

import (
	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
)

// Change puts other rules in force and remembers the present ones for undo.
func (w *Workspace) Change(rules analysis.RuleSet) tea.Cmd {
	if rules == w.Rules {
		return nil
	}
	w.past = append(w.past, w.Rules)
	w.future = nil
	w.Rules = rules
	return w.Judge()
}

// rename puts the same rules in force under another name, which is nothing to undo.
func (w *Workspace) rename(rules analysis.RuleSet) tea.Cmd {
	if known, ok := w.chances[w.Rules]; ok {
		w.chances[rules] = known
	}
	w.Rules = rules
	return w.Judge()
}

// Undo takes the last change back and tells whether there was one.
func (w *Workspace) Undo() (bool, tea.Cmd) { return w.travel(&w.past, &w.future) }

// Redo makes the last change again that was taken back, and tells whether there was one.
func (w *Workspace) Redo() (bool, tea.Cmd) { return w.travel(&w.future, &w.past) }

func (w *Workspace) travel(from, to *[]analysis.RuleSet) (bool, tea.Cmd) {
	last := len(*from) - 1
	if last < 0 {
		return false, nil
	}
	*to = append(*to, w.Rules)
	w.Rules = (*from)[last]
	*from = (*from)[:last]
	return true, w.Judge()
}

// preset is the rule set that the rules in force began as: one that comes with spoor, or one from a file.
func (w *Workspace) preset() analysis.RuleSet {
	preset, err := analysis.Preset(w.Rules.Name)
	switch {
	case err == nil:
		return preset
	case w.File.Path != "" && w.File.Rules.Name == w.Rules.Name:
		return w.File.Rules
	}
	return w.Saved
}

// Changes are the expressions that lead from the preset to the rules in force.
func (w *Workspace) Changes() []string { return w.Rules.Changes(w.preset()) }

// Changed reports whether there are any.
func (w *Workspace) Changed() bool { return w.Rules != w.preset() }

// Filed reports whether the rules in force are as they are in their file.
func (w *Workspace) Filed() bool { return w.File.Path != "" && w.Rules == w.File.Rules }

// Unsaved reports whether rules have been turned since the case was opened, and are in no file.
func (w *Workspace) Unsaved() bool { return w.Rules != w.Saved && w.Changed() && !w.Filed() }

// RulesName is the name of the rule set, with * if it has been changed.
func (w *Workspace) RulesName() string {
	if w.Changed() {
		return w.Rules.Name + "*"
	}
	return w.Rules.Name
}

// RulePath is how the expressions of a rule set begin that set a rule.
func RulePath(r analysis.RuleID, rule *analysis.Rule) string {
	if r < analysis.RuleCount {
		return rule.Name
	}
	return "rule." + rule.Name
}
