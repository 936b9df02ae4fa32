package rules

import (
	"context"
	"math"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
	"spoor/analysis/stats"
	"spoor/tui/screen"
	"spoor/tui/task"
	"spoor/tui/term"
	"spoor/tui/why"
	"spoor/tui/workspace"
)

// newRule is the box in which a rule of one's own is written. While it is typed it says how many events and users the
// rule takes and how its metric spreads.
type newRule struct {
	work     *workspace.Workspace
	was      analysis.OwnRule // that is changed; of a new one only the name
	input    *term.Prompt
	wrong    string // what is wrong with the line, "" if nothing is
	draft    analysis.OwnRule
	measured task.Task[ownDraft]
	found    *ownDraft // of the draft; nil until it is measured
	failure  error
}

// ownDraft is what a rule that is being written measures.
type ownDraft struct {
	of      analysis.OwnRule
	users   int     // with a value above 0
	sum     float64 // of all values
	members int     // ordinary users with a value
	fit     stats.Fit
	rule    *analysis.Rule
}

// draftName stands for a rule that has no name yet.
const draftName = "draft"

// askNewRule asks for a name, and then for the rule.
func (r *rules) askNewRule() (screen.Action, tea.Cmd) {
	w := r.work
	if len(w.Rules.MeasureOptions.Own.List()) >= analysis.MostOwnRules {
		return screen.Say(term.Plain, "there are as many rules of your own as there can be"), nil
	}
	return screen.Cover(screen.NewAsk("New rule", "its name, as in night-reading", "", func(name string) screen.Action {
		if _, err := analysis.ParseOwnWords(name, "count"); err != nil {
			return screen.Say(term.Warning, err.Error())
		}
		if _, taken := w.Rules.MeasureOptions.Own.Named(name); taken {
			return screen.Say(term.Warning, "there is a rule "+name)
		}
		rule := analysis.OwnRule{Name: name, Family: analysis.Semantic}
		return screen.Cover(&newRule{work: w, was: rule, input: term.NewPrompt("›", "")})
	})), nil
}

// askOwnRule opens the rule of one's own under the cursor for changes.
func (r *rules) askOwnRule() (screen.Action, tea.Cmd) {
	rule := r.param().rule
	if !r.param().isRule() || rule < analysis.RuleCount {
		return screen.Say(term.Plain, "only a rule of your own can be written otherwise; n writes one"), nil
	}
	was := r.work.Rules.MeasureOptions.Own.List()[rule-analysis.RuleCount]
	n := &newRule{work: r.work, was: was, input: term.NewPrompt("›", was.Words())}
	return func(h screen.Host) tea.Cmd { return tea.Batch(h.Cover(n), n.typed()) }, nil
}

// changes reports whether a rule is changed that is in force, and where it stands.
func (n *newRule) changes() (at int, is bool) {
	at = slices.IndexFunc(n.work.Rules.MeasureOptions.Own.List(),
		func(r analysis.OwnRule) bool { return r.Name == n.was.Name })
	return at, at >= 0
}

func (n *newRule) Caption() screen.Caption {
	if _, is := n.changes(); is {
		return screen.Caption{Crumb: "Rule " + n.was.Name}
	}
	return screen.Caption{Crumb: "New rule " + n.was.Name}
}

func (n *newRule) Scopes() []term.Scope { return []term.Scope{term.OnPrompt} }

const newRuleHeight = 12

func (n *newRule) Size(body screen.BodySize) (w, h int) {
	return min(100, body.W), min(newRuleHeight, body.H)
}

func (n *newRule) Update(msg tea.Msg) (screen.Action, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg, tea.PasteMsg:
		before := n.input.Value()
		n.input.Update(msg)
		if n.input.Value() != before {
			return nil, n.typed()
		}
	case task.Result[ownDraft]:
		if n.measured.Accept(msg) {
			n.failure = msg.Err
			if msg.Err == nil {
				n.found = &msg.Value
			}
		}
	case term.Command:
		switch msg {
		case term.Accept:
			return n.accept()
		case term.CancelInput:
			return screen.Uncover(nil), nil
		}
	}
	return nil, nil
}

// typed checks the line, and measures everybody by it a little later, in the background.
func (n *newRule) typed() tea.Cmd {
	n.found, n.failure = nil, nil
	n.measured.Stop()
	draft, err := n.was.WithWords(n.input.Value())
	if draft.Name = draftName; err != nil {
		n.wrong = err.Error()
		return nil
	}
	n.wrong, n.draft = "", draft
	w := n.work
	source, users, policy := w.Source, w.Users, w.Rules.BaselinePolicy
	if users == nil {
		return nil
	}
	return n.measured.Start(w.Ctx, w.Pauses.Measuring, func(ctx context.Context) (ownDraft, error) {
		own, err := analysis.NewOwnRules([]analysis.OwnRule{draft})
		if err != nil {
			return ownDraft{}, err
		}
		m, err := source.MeasureOwn(ctx, users, own, nil)
		if err != nil {
			return ownDraft{}, err
		}
		found := ownDraft{of: draft, rule: own.Rule(analysis.RuleCount),
			fit: analysis.FitBaseline(m, policy, nil).Fits[analysis.RuleCount]}
		for _, x := range m.X[analysis.RuleCount] {
			if x > 0 {
				found.users++
				found.sum += x
			}
		}
		found.members = found.fit.N
		return found, nil
	})
}

// accept takes the rule over into the rules in force; while it is wrong the box stays.
func (n *newRule) accept() (screen.Action, tea.Cmd) {
	w := n.work
	at, changes := n.changes()
	rules := slices.Clone(w.Rules.MeasureOptions.Own.List())
	rule, err := n.was.WithWords(n.input.Value())
	switch {
	case changes && strings.TrimSpace(n.input.Value()) == "":
		rules = slices.Delete(rules, at, at+1)
	case err != nil:
		n.wrong = err.Error()
		return nil, nil
	case changes:
		rules[at] = rule
	default:
		rules = append(rules, rule)
	}
	changed, err := w.Rules.WithOwn(rules)
	if err != nil {
		n.wrong = err.Error()
		return nil, nil
	}
	return screen.Uncover(func(screen.Host) tea.Cmd {
		cmd := w.Change(changed)
		return tea.Batch(cmd, func() tea.Msg { return workspace.Changed{} })
	}), nil
}

func (n *newRule) Draw(a term.Area) {
	n.input.Draw(a.Line(0))
	_, changes := n.changes()
	under := a.Rows(1, a.H)
	switch {
	case n.input.Value() == "" && changes:
		under.Words(term.Dim, "enter takes the rule away, esc leaves it as it is")
	case n.input.Value() == "":
		under.Words(term.Dim, `a condition as in status == 404 && hour < 6, or share of views where hour < 6`,
			`of action target path query item menu level status outcome bytes address network agent referrer hour `+
				`weekday source user profile.NAME catalogue.NAME`)
	case n.wrong != "":
		under.Words(term.Warning, n.wrong)
	case n.failure != nil:
		under.Words(term.Warning, n.failure.Error())
	case n.found == nil:
		under.Words(term.Dim, "measuring…")
	default:
		n.drawFound(under)
	}
}

func (n *newRule) drawFound(a term.Area) {
	f := n.found
	words := term.Plural(f.users, "user") + " with any"
	if f.rule.Unit.Whole() {
		words += ", " + f.rule.Unit.Format(f.sum) + " together"
	}
	a.Line(0).Own(term.Plain, words)
	if !f.fit.Evaluable() {
		a.Line(1).Own(term.Dim, "too few ordinary users with a value for a picture")
		return
	}
	picture := why.NewPicture(f.rule.Unit, f.fit.Knots, math.Inf(-1), f.fit.Quantile(0.9), math.NaN())
	picture.Draw(a.Rows(1, a.H))
}

func (n *newRule) Close() { n.measured.Stop() }
