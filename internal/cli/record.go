package cli

import (
	"fmt"
	"math"
	"time"

	"spoor/analysis"
	"spoor/internal/clean"
)

// userRecord is a user as scan and user print it in JSON.
type userRecord struct {
	User     string                  `json:"user"`
	Score    float64                 `json:"score"`
	Reach    float64                 `json:"reach"`
	Flagged  bool                    `json:"flagged"`
	Robot    bool                    `json:"robot"`
	Segment  string                  `json:"segment"`
	Events   int32                   `json:"events"`
	Sessions int32                   `json:"sessions"`
	Views    int32                   `json:"views"`
	First    string                  `json:"first"`
	Last     string                  `json:"last"`
	Verdict  string                  `json:"verdict"` // that stands, or none
	Note     string                  `json:"note"`
	Hits     []hitRecord             `json:"hits"`
	Metrics  map[string]metricRecord `json:"metrics"`

	Addresses []userAddress `json:"addresses,omitempty"` // of a flagged user, where they are asked for
}

// comparedRecord says whether users can be compared with others at all: without it only rules with fixed limits flag,
// and that nobody is flagged says little.
type comparedRecord struct {
	Judged bool   `json:"judged"`
	Why    string `json:"why,omitempty"` // it cannot be

	Incomparable []string `json:"incomparable,omitempty"` // rules that judge nobody by this baseline, and why
}

func (j *judgement) compared() comparedRecord {
	why := j.CannotCompare()
	return comparedRecord{why == "", why, j.Incomparable(j.Now.Set)}
}

// warn says on the side that nobody can be compared with others, or not by which rules, where it is so.
func (o *options) warn(j *judgement) {
	if why := j.CannotCompare(); why != "" {
		fmt.Fprintln(o.std.err, clean.Text(why))
	}
	o.warnIncomparable(j)
}

// warnIncomparable says which rules judge nobody since the baseline was learned otherwise.
func (o *options) warnIncomparable(j *judgement) {
	for _, why := range j.Incomparable(j.Now.Set) {
		fmt.Fprintln(o.std.err, clean.Text(why))
	}
}

type hitRecord struct {
	Rule       string   `json:"rule"`
	Side       string   `json:"side"`
	Value      float64  `json:"value"`
	Unit       string   `json:"unit"`
	N          int32    `json:"n"`
	Z          *float64 `json:"z"`
	Percentile *float64 `json:"percentile"`
	Points     float64  `json:"points"`
	Why        string   `json:"why"`

	Evidence []evidenceRecord `json:"evidence,omitempty"` // of one user
	Group    *groupRecord     `json:"group,omitempty"`    // of one user: who else is in it
}

// evidenceRecord is an event that proves a hit.
type evidenceRecord struct {
	Source string `json:"source"`
	Line   int64  `json:"line"`
	Time   string `json:"time"`
	Device string `json:"device"` // its letter
}

type metricRecord struct {
	Value *float64 `json:"value"`
	N     int32    `json:"n"`
	State string   `json:"state"` // ok, or not evaluable
	Why   string   `json:"why,omitempty"`
	Z     *float64 `json:"z"`
}

func (j *judgement) record(row int) userRecord {
	m := j.Matrix
	user := &m.Stats[row]
	verdict := j.Verdict(row)
	record := userRecord{
		User: m.Key[row], Score: j.Now.Score[row], Reach: j.Now.Reach[row], Flagged: j.Now.Flagged[row],
		Robot: m.Robot(row), Segment: j.Segments[row].String(),
		Events: user.Events, Sessions: user.Sessions, Views: user.Views,
		First: instant(user.First, j.zone), Last: instant(user.Last, j.zone),
		Verdict: verdict.Label, Note: verdict.Note,
		Hits: []hitRecord{}, Metrics: map[string]metricRecord{},
	}
	for _, hit := range j.Hits(j.Now.Set, row) {
		rule := j.Matrix.Rule(hit.Rule)
		record.Hits = append(record.Hits, hitRecord{
			Rule: rule.Name, Side: sideNames[hit.Side], Value: hit.Value, Unit: rule.Unit.String(), N: hit.N,
			Z: known(hit.Z), Percentile: known(j.Percentile(hit.Rule, hit.Value)), Points: hit.Points,
			Why: j.Why(j.Now.Set, row, hit),
		})
	}
	for r, rule := range j.Matrix.Rules() {
		record.Metrics[rule.Name] = j.metric(row, r)
	}
	return record
}

func (j *judgement) metric(row int, rule analysis.RuleID) metricRecord {
	record := metricRecord{
		Value: known(j.Matrix.X[rule][row]), N: j.Matrix.N[rule][row], State: "ok", Z: known(j.Distance(rule, row)),
	}
	if why := j.NotEvaluable(row, rule); why != "" {
		record.State, record.Why = "not evaluable", why
	}
	return record
}

var sideNames = map[analysis.Side]string{analysis.Low: "low", analysis.High: "high"}

// known is null for what is not evaluable.
func known(x float64) *float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil
	}
	return &x
}

// inZone writes UTC milliseconds for people, in the time zone of the case: "2026-03-01 10:15:53 +09:00".
func inZone(milliseconds int64, zone *time.Location) string {
	return time.UnixMilli(milliseconds).In(zone).Format("2006-01-02 15:04:05 Z07:00")
}

// instant writes UTC milliseconds as RFC 3339 in a zone, for programs.
func instant(milliseconds int64, zone *time.Location) string {
	return time.UnixMilli(milliseconds).In(zone).Format("2006-01-02T15:04:05.999Z07:00")
}
