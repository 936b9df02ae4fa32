package tui

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
	"spoor/store"
	"spoor/store/load"
)

// Case is what the screens ask a case for: a *store.Case whose events can be traced back to their lines.
type Case interface {
	Path() string
	Sources(ctx context.Context) ([]store.Source, error)
	Matrix(ctx context.Context) (*analysis.Matrix, error)
	Track(ctx context.Context, user int32) (*store.Track, error)
	Original(ctx context.Context, event store.Event) (load.Evidence, error)
	Rejects(ctx context.Context, reason string, limit int) ([]store.Reject, error)
	RejectCounts(ctx context.Context) ([]store.ReasonCount, error)
}

// workspace is what all screens of a case share: the measured users, the rules in force and what they say. It is changed only in the
// event loop; what tasks are given, they only read.
type workspace struct {
	ctx      context.Context
	source   Case
	clock    clock
	sources  []store.Source
	users    *analysis.Matrix
	segments []analysis.Segment
	measured [analysis.RuleCount]bool // whether anybody has a value
	// judges by the number of passes of their baseline, which is all of a rule set that a baseline depends on.
	judges map[int]*analysis.Judge

	saved        analysis.RuleSet // the rules that the case was opened with
	rules        analysis.RuleSet // the rules as they are turned now
	past, future []analysis.RuleSet

	before, now *analysis.Evaluation // what saved and what rules say; nil until they have been judged
	difference  analysis.Difference
	chances     map[analysis.RuleSet]chance // "if the rules were unrelated", by rule set

	given *analysis.Matrix // what a load has just measured
	// pauses before work begins: how long somebody who is still turning is waited for.
	pauses struct{ judging, guessing, settling time.Duration }

	opening  task[opened]
	judging  task[judgement]
	guessing task[guess]
	failure  error
}

// opened is a case that has been read and measured.
type opened struct {
	sources  []store.Source
	users    *analysis.Matrix
	segments []analysis.Segment
	measured [analysis.RuleCount]bool
}

// judgement is what a rule set says of all users.
type judgement struct {
	judge       *analysis.Judge // of the rule set's baseline
	before, now *analysis.Evaluation
	difference  analysis.Difference
}

// chance is how many users would be flagged if the rules were unrelated; without ok it can't be judged.
type chance struct {
	expected float64
	ok       bool
}

type guess struct {
	rules analysis.RuleSet
	chance
}

// workChanged tells every screen that the workspace has something new.
type workChanged struct{}

// manyUsers is from where judging takes long enough to be felt, so that a held key must not start it at every repetition.
const manyUsers = 200_000

func newWorkspace(ctx context.Context, source Case, rules analysis.RuleSet, zone *time.Location) *workspace {
	w := &workspace{ctx: ctx, source: source, clock: clock{zone}, saved: rules, rules: rules,
		judges: map[int]*analysis.Judge{}, chances: map[analysis.RuleSet]chance{}}
	w.pauses.judging, w.pauses.guessing, w.pauses.settling = 80*time.Millisecond, 300*time.Millisecond, 120*time.Millisecond
	return w
}

// open reads the case.
func (w *workspace) open() tea.Cmd {
	source, given := w.source, w.given
	return w.opening.start(w.ctx, 0, func(ctx context.Context) (o opened, err error) {
		if o.sources, err = source.Sources(ctx); err != nil {
			return o, err
		}
		if o.users = given; given == nil {
			if o.users, err = source.Matrix(ctx); err != nil {
				return o, err
			}
		}
		o.segments = analysis.Segments(o.users)
		for r := range o.measured {
			o.measured[r] = slices.ContainsFunc(o.users.X[r], func(x float64) bool { return !math.IsNaN(x) })
		}
		return o, nil
	})
}

// ready tells whether there is a judgement to show.
func (w *workspace) ready() bool { return w.now != nil }

// update takes the results of the workspace's tasks and tells whether anything changed.
func (w *workspace) update(msg tea.Msg) (changed bool, cmd tea.Cmd) {
	switch msg := msg.(type) {
	case loaded[opened]:
		if !w.opening.accept(msg) {
			return false, nil
		}
		if msg.err != nil {
			w.failure = fmt.Errorf("the case can't be read: %w", msg.err)
			return true, nil
		}
		w.failure = nil
		w.sources, w.users, w.segments, w.measured = msg.value.sources, msg.value.users, msg.value.segments, msg.value.measured
		return true, w.judge()
	case loaded[judgement]:
		if !w.judging.accept(msg) {
			return false, nil
		}
		w.judges[msg.value.now.Set.Passes] = msg.value.judge
		w.before, w.now, w.difference = msg.value.before, msg.value.now, msg.value.difference
		return true, w.guess()
	case loaded[guess]:
		if !w.guessing.accept(msg) {
			return false, nil
		}
		w.chances[msg.value.rules] = msg.value.chance
		return true, nil
	}
	return false, nil
}

// judge applies the rules as they are now.
func (w *workspace) judge() tea.Cmd {
	if w.users == nil {
		return nil
	}
	var delay time.Duration
	if w.users.Len() > manyUsers && w.ready() {
		delay = w.pauses.judging
	}
	w.guessing.stop()
	users, saved, rules, before := w.users, w.saved, w.rules, w.before
	judge, savedJudge := w.judges[rules.Passes], w.judges[saved.Passes]
	return w.judging.start(w.ctx, delay, func(context.Context) (judgement, error) {
		if judge == nil {
			judge = newJudge(users, rules)
		}
		if before == nil {
			if savedJudge == nil && saved.Passes == rules.Passes {
				savedJudge = judge
			} else if savedJudge == nil {
				savedJudge = newJudge(users, saved)
			}
			before = savedJudge.Evaluate(saved)
		}
		now := before
		if rules != saved {
			now = judge.Evaluate(rules)
		}
		return judgement{judge, before, now, analysis.Compare(before, now)}, nil
	})
}

// newJudge fits the baseline that a rule set asks for: judged users without declared robots.
func newJudge(users *analysis.Matrix, rules analysis.RuleSet) *analysis.Judge {
	return analysis.NewJudge(users, analysis.FitBaseline(users, rules.Passes, nil))
}

// guess counts what chance alone would flag, unless it is known.
func (w *workspace) guess() tea.Cmd {
	rules, judge := w.rules, w.judges[w.rules.Passes]
	if _, known := w.chances[rules]; known || judge == nil {
		return nil
	}
	return w.guessing.start(w.ctx, w.pauses.guessing, func(ctx context.Context) (guess, error) {
		expected, ok := judge.Chance(ctx, rules)
		return guess{rules, chance{expected, ok}}, nil
	})
}

// judgeNow is the judge of the rules as they were last judged.
func (w *workspace) judgeNow() *analysis.Judge { return w.judges[w.now.Set.Passes] }

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

// preset is the rule set that the rules in force began as.
func (w *workspace) preset() analysis.RuleSet {
	preset, err := analysis.Preset(w.rules.Name)
	if err != nil {
		return w.saved
	}
	return preset
}

// changes are the expressions that lead from the preset to the rules in force.
func (w *workspace) changes() []string { return w.rules.Changes(w.preset()) }

// changed tells whether there are any.
func (w *workspace) changed() bool { return w.rules != w.preset() }

// unsaved tells whether rules have been turned since the case was opened.
func (w *workspace) unsaved() bool { return w.rules != w.saved && w.changed() }

// rulesName is the name of the rule set, with * if it has been changed.
func (w *workspace) rulesName() string {
	if w.changed() {
		return w.rules.Name + "*"
	}
	return w.rules.Name
}

// chanceWords is what chance alone would flag under some rules, in words; "" while it is being counted.
func (w *workspace) chanceWords(rules analysis.RuleSet) string {
	switch c, known := w.chances[rules]; {
	case !known:
		return ""
	case !c.ok:
		return "–"
	case c.expected > 0 && c.expected < 1:
		return "<1"
	default:
		return count(int(c.expected + 0.5))
	}
}

func (w *workspace) events() (events, rejects int64) {
	for _, s := range w.sources {
		events += s.Events
		rejects += s.Rejects
	}
	return events, rejects
}
