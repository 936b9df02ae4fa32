package tui

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
	"spoor/internal/engine"
	"spoor/internal/toml"
	"spoor/tui/term"
)

// baselineSource is whom users are compared with: the ordinary users of the case, or those of a baseline from a file. It stays as it is until
// it is learned anew, so that turning a rule moves nobody's distance.
type baselineSource struct {
	path       string             // of the file
	baseline   *analysis.Baseline // from the file; nil: the case's own
	suspicious map[int32]bool     // the users that verdicts keep out of the case's own
	judges     map[analysis.BaselinePolicy]*analysis.Judge
	before     *analysis.Evaluation // what the rules say that the case was opened with
}

func newBaselineSource(suspicious map[int32]bool) baselineSource {
	return baselineSource{suspicious: suspicious, judges: map[analysis.BaselinePolicy]*analysis.Judge{}}
}

// forUsers is the same baseline source for other users, with nothing judged by it yet. The case's own leaves out those whom verdicts find
// suspicious.
func (s baselineSource) forUsers(suspicious map[int32]bool) baselineSource {
	fresh := newBaselineSource(suspicious)
	fresh.path, fresh.baseline = s.path, s.baseline
	return fresh
}

// key is what of a rule set a baseline depends on, unless it is in a file.
func (s baselineSource) key(rules analysis.RuleSet) analysis.BaselinePolicy {
	if s.baseline != nil {
		return analysis.BaselinePolicy{}
	}
	return rules.BaselinePolicy
}

// judge is the judge for a rule set, nil if there has been none yet.
func (s baselineSource) judge(rules analysis.RuleSet) *analysis.Judge { return s.judges[s.key(rules)] }

// keep remembers what a judgement was made of.
func (s *baselineSource) keep(j judgement) {
	s.judges[s.key(j.now.Set)] = j.judgeNow
	s.before = j.before
}

// newJudge compares all users with the baseline: that of the file, or the one that the rules learn from the judged users without
// declared robots and without those that a person finds suspicious.
func (s baselineSource) newJudge(users *analysis.Matrix, rules analysis.RuleSet) *analysis.Judge {
	baseline := s.baseline
	if baseline == nil {
		baseline = engine.Ordinary(rules.BaselinePolicy, s.suspicious, users)
	}
	return analysis.NewJudge(users, baseline)
}

// stale reports whether verdicts have changed whom the case's own baseline should be learned from.
func (w *workspace) stale() bool {
	return w.against.baseline == nil && !maps.Equal(w.against.suspicious, w.suspicious)
}

// refit learns the case's own baseline anew.
func (w *workspace) refit() tea.Cmd { return w.compareWith(newBaselineSource(w.suspicious)) }

// compareWith puts another baseline in force. What the rules as opened say is judged by it too, so that only rules make a difference.
func (w *workspace) compareWith(s baselineSource) tea.Cmd {
	w.against, w.chances, w.otherwise = s, map[analysis.RuleSet]chance{}, w.now
	return w.judge()
}

// name is that of the file, "" where there is none.
func (s baselineSource) name() string {
	if s.baseline == nil {
		return ""
	}
	return filepath.Base(s.path)
}

// baselineWords name whom users are compared with.
func (w *workspace) baselineWords() string {
	name := cmp.Or(w.against.name(), "this case")
	if w.ready() {
		name += ", " + term.Plural(w.judgeNow.Baseline.Members, "ordinary user")
	}
	return name
}

// refit learns the case's own baseline anew; one from a file stays as it is.
func (r *rules) refit() (action, tea.Cmd) {
	if r.work.against.baseline != nil {
		return say(term.Plain, "the baseline of a file does not change; b goes back to that of this case"), nil
	}
	return say(term.Good, "the baseline is learned anew"), r.work.refit()
}

// unfitRules tells of each rule that somebody has a value for why the baseline can't judge it, as where it was learned over another length
// of time.
func unfitRules(judge *analysis.Judge) (why [analysis.MostRules]string) {
	users := judge.Matrix
	for r := range users.Rules() {
		row := slices.IndexFunc(users.X[r], func(x float64) bool { return !math.IsNaN(x) })
		if row >= 0 {
			why[r] = judge.NotEvaluable(row, r)
		}
	}
	return why
}

// unfitWords count the rules that the baseline can't judge and say why not, "" if there is none.
func (w *workspace) unfitWords() string {
	n, first := 0, ""
	for _, why := range w.unfit {
		if why != "" {
			n++
			first = cmp.Or(first, why)
		}
	}
	if n == 0 || w.against.baseline == nil {
		return ""
	}
	return term.Plural(n, "rule") + " not evaluable: " + first
}

// newBaselineMenu lets it be chosen whom users are compared with.
func newBaselineMenu(w *workspace) *menu {
	own := "learn it anew from the ordinary users of this case"
	if n := len(w.suspicious); n > 0 {
		own += ", without " + term.Plural(n, "suspicious one")
	}
	return newMenu("Compare users with", []item{
		{"this case", own, func(*app) tea.Cmd { return w.refit() }},
		{"a file…", "a baseline that spoor rules learn has written", cover(newAsk("Baseline from a file", "written by spoor rules learn -o FILE", "",
			func(name string) action { return w.readBaseline(name) }))},
	})
}

// readBaseline compares with the baseline in a file.
func (w *workspace) readBaseline(name string) action {
	return later(func() action {
		against, err := fileBaseline(name)
		if err != nil {
			return say(term.Warning, err.Error())
		}
		return func(a *app) tea.Cmd {
			a.say(term.Good, "compared with "+filepath.Base(against.path)+", "+term.Plural(against.baseline.Members, "ordinary user"))
			return w.compareWith(against)
		}
	})
}

// fileBaseline is the baseline in a file.
func fileBaseline(name string) (baselineSource, error) {
	path, text, err := readText(name)
	if err != nil {
		return baselineSource{}, err
	}
	s := newBaselineSource(nil)
	s.path = path
	s.baseline, err = analysis.ParseBaseline(path, text)
	return s, err
}

// readText reads a file of settings that a person has named, but not a log that was named by mistake to its end.
func readText(name string) (path string, text []byte, err error) {
	if path, err = expanded(name); err != nil {
		return path, nil, err
	}
	file, err := os.Open(path)
	if err != nil {
		return path, nil, err
	}
	defer file.Close()
	if info, err := file.Stat(); err == nil && !info.Mode().IsRegular() {
		return path, nil, fmt.Errorf("%s is not a regular file", path)
	}
	text, err = io.ReadAll(io.LimitReader(file, toml.Limit+1))
	return path, text, err
}
