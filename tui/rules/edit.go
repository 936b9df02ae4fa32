package rules

import (
	"math"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
	"spoor/tui/screen"
	"spoor/tui/term"
	"spoor/tui/workspace"
)

func (r *rules) param() param { return r.params[r.list.Cursor()] }

// Idle is true of keys of rules where the cursor is on what is none.
func (r *rules) Idle(c term.Command) bool {
	switch c {
	case term.ToggleRule, term.NextTab, term.LessWeight:
		return !r.walking && len(r.params) > 0 && r.param().of == nil
	case term.WalkChanges:
		return r.changes.Length() == 0
	}
	return false
}

// has is the field that has the keys: the one that had them last, or the nearest that the parameter has, however the
// cursor came to it.
func (r *rules) has() field { return r.param().nearest(r.field) }

// path is what has the keys, as the expressions of a rule set name it.
func (r *rules) path() string {
	k := r.param()
	if !k.isRule() {
		return k.path
	}
	return k.title + "." + fieldNames[r.has()]
}

func (r *rules) setting() *analysis.Setting { return &r.work.Rules.Rules[r.param().rule] }

// bound is the bound that has the keys, nil if it is no bound.
func (r *rules) bound() *analysis.Bound {
	switch {
	case !r.param().isRule():
		return nil
	case r.has() == lowField:
		return &r.setting().Low
	case r.has() == highField:
		return &r.setting().High
	}
	return nil
}

// set gives what has the keys a value, as it would be typed.
func (r *rules) set(text string) (screen.Action, tea.Cmd) { return r.express(r.path() + "=" + text) }

// express changes the rules by an expression; what the rules don't take is said, and changes nothing.
func (r *rules) express(expression string) (screen.Action, tea.Cmd) {
	changed, err := r.work.Rules.With(expression)
	if err != nil {
		return screen.Say(term.Warning, err.Error()), nil
	}
	return nil, r.work.Change(changed)
}

func (r *rules) toggle() (screen.Action, tea.Cmd) {
	switch k := r.param(); {
	case k.isSwitch():
		return r.step(1)
	case !k.isRule():
		return screen.Say(term.Plain, "this is not a rule; ←→ changes it"), nil
	}
	return r.express(r.param().title + ".on=" + strconv.FormatBool(!r.setting().On))
}

// weightStep is how far + and - turn a weight.
const weightStep = 5

func (r *rules) stepWeight(direction float64) (screen.Action, tea.Cmd) {
	k := r.param()
	if !k.isRule() {
		return r.step(direction)
	}
	weight := min(max(r.setting().Weight+direction*weightStep, 0), 100)
	return r.express(k.title + ".weight=" + workspace.Number(weight))
}

// switchKind turns a quantile into the number that it is now, and a number into its percentile.
func (r *rules) switchKind() (screen.Action, tea.Cmd) {
	b := r.bound()
	if b == nil || !r.work.Ready() {
		return screen.Say(term.Plain, "only bounds are quantiles or numbers"), nil
	}
	if r.param().of.Kind == analysis.Threshold {
		return screen.Say(term.Plain, "a threshold is a number"), nil
	}
	judge, rule := r.work.JudgeNow, r.param().rule
	if !judge.Baseline.Fits[rule].Evaluable() {
		return screen.Say(term.Warning, "too few ordinary users to tell what is where"), nil
	}
	switch b.Kind {
	case analysis.Quantile:
		return r.set(workspace.Number(judge.Baseline.Fits[rule].Quantile(b.Value / 100)))
	case analysis.Number:
		limits := furthest[r.has()]
		return r.set("p" + workspace.Number(min(max(math.Round(judge.Percentile(rule, b.Value)), limits[0]), limits[1])))
	}
	return r.set(r.usualBound())
}

// startTyping begins with an empty line; the value there is now stands below.
func (r *rules) startTyping() (screen.Action, tea.Cmd) {
	value := ""
	switch b := r.bound(); {
	case b != nil:
		value = b.String()
	case r.param().isRule():
		value = workspace.Number(r.setting().Weight)
	default:
		value = r.param().write(r.param().value(&r.work.Rules))
	}
	r.prompt, r.was = term.NewPrompt(r.path()+" =", ""), value
	return nil, nil
}

// endTyping takes what was typed; while it is wrong the prompt stays.
func (r *rules) endTyping() (screen.Action, tea.Cmd) {
	if strings.TrimSpace(r.prompt.Value()) == "" { // nothing was typed
		r.prompt = nil
		return nil, nil
	}
	expression := r.path() + "=" + strings.TrimSpace(r.prompt.Value())
	if _, err := r.work.Rules.With(expression); err != nil {
		return screen.Say(term.Warning, err.Error()), nil
	}
	r.prompt = nil
	return r.express(expression)
}

// copyChanges offers what leads to these rules to be copied.
func (r *rules) copyChanges() (screen.Action, tea.Cmd) {
	w := r.work
	if !w.Changed() && !w.Filed() {
		return screen.Say(term.Plain, "the rules are those of "+w.Rules.Name+"; there is nothing to copy"), nil
	}
	options, ok := w.AsOptions()
	if !ok {
		return screen.Say(term.Plain, "the rules are in no file yet; w writes them"), nil
	}
	items := []screen.Item{
		{Label: "options", Detail: "the changes as options of the commands", Act: screen.Copy("the options", options)},
		{Label: "rules", Detail: "all of the rules, as a file holds them",
			Act: screen.Copy("the rules", strings.Split(w.Rules.TOML(), "\n")...)},
	}
	return screen.Cover(screen.NewMenu("Copy", append(items, w.RuleCopies()...))), nil
}

// refit learns the case's own baseline anew; one from a file stays as it is.
func (r *rules) refit() (screen.Action, tea.Cmd) {
	if r.work.Against.Baseline != nil {
		return screen.Say(term.Plain, "the baseline of a file does not change; b goes back to that of this case"), nil
	}
	return screen.Say(term.Good, "the baseline is learned anew"), r.work.Refit()
}
