package engine

import (
	"path/filepath"
	"time"

	"spoor/analysis"
	"spoor/store"
)

// Suspicious are the users, by key, whom a person has marked as suspicious. They are never taken for ordinary.
func Suspicious(verdicts map[string]store.Verdict) map[string]bool {
	users := map[string]bool{}
	for user, v := range verdicts {
		if v.Label == store.Suspicious {
			users[user] = true
		}
	}
	return users
}

// LearnBaseline learns what is ordinary in a case by the policy of a rule set, from the users who are judged and not
// suspicious. There is one matrix, or one for each span of the time that it is learned from.
func LearnBaseline(policy analysis.BaselinePolicy, suspicious map[string]bool,
	spans ...*analysis.Matrix) *analysis.Baseline {
	return analysis.FitBaselines(spans, policy, func(span, row int) bool { return suspicious[spans[span].Key[row]] })
}

// BaselineSource is whom users are compared with: the ordinary users of the case, or those of a baseline from a file.
// It stays as it is until it is learned anew, so that turning a rule moves nobody's distance.
type BaselineSource struct {
	Path       string               // of the file
	Baseline   *analysis.Baseline   // from the file; nil: the case's own
	Suspicious map[string]bool      // the users whom verdicts keep out of the case's own baseline
	Zone       *time.Location       // of the case, in which judges explain when something was; nil: UTC
	Before     *analysis.Evaluation // what the rules say that the case was opened with; nil while it is not known

	judges map[analysis.BaselinePolicy]*analysis.Judge
}

// NewBaselineSource has users compared with the ordinary ones of the case itself.
func NewBaselineSource(suspicious map[string]bool) BaselineSource {
	return BaselineSource{Suspicious: suspicious, judges: map[analysis.BaselinePolicy]*analysis.Judge{}}
}

// FileBaseline is the baseline that a file holds.
func FileBaseline(path string, text []byte) (s BaselineSource, err error) {
	s = NewBaselineSource(nil)
	s.Path = path
	s.Baseline, err = analysis.ParseBaseline(path, text)
	return s, err
}

// Name is that of the file, "" where there is none.
func (s BaselineSource) Name() string {
	if s.Baseline == nil {
		return ""
	}
	return filepath.Base(s.Path)
}

// ForUsers is the same baseline source for other users, with nothing judged by it yet. The case's own leaves out those
// whom verdicts find suspicious.
func (s BaselineSource) ForUsers(suspicious map[string]bool) BaselineSource {
	fresh := NewBaselineSource(suspicious)
	fresh.Path, fresh.Baseline, fresh.Zone = s.Path, s.Baseline, s.Zone
	return fresh
}

// Key is the part of a rule set that the baseline depends on: nothing of it where the baseline is from a file.
func (s BaselineSource) Key(rules analysis.RuleSet) analysis.BaselinePolicy {
	if s.Baseline != nil {
		return analysis.BaselinePolicy{}
	}
	return rules.BaselinePolicy
}

// Judge is the judge for a rule set, nil if none has been kept yet.
func (s BaselineSource) Judge(rules analysis.RuleSet) *analysis.Judge { return s.judges[s.Key(rules)] }

// Keep remembers the judge for a rule set, and what the rules say that the case was opened with.
func (s *BaselineSource) Keep(rules analysis.RuleSet, judge *analysis.Judge, before *analysis.Evaluation) {
	s.judges[s.Key(rules)] = judge
	s.Before = before
}

// NewJudge compares all users with the baseline: that of the file, or the one that the rules learn from the judged
// users without declared robots and without those that a person finds suspicious.
func (s BaselineSource) NewJudge(users *analysis.Matrix, rules analysis.RuleSet) *analysis.Judge {
	baseline := s.Baseline
	if baseline == nil {
		baseline = LearnBaseline(rules.BaselinePolicy, s.Suspicious, users)
	}
	judge := analysis.NewJudge(users, baseline)
	judge.Matrix.Zone = s.Zone
	return judge
}
