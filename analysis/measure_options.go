package analysis

import (
	"strings"
	"time"
)

// MeasureOptions say how events become metrics. Whoever changes them must measure all events again: a Matrix is
// measured by one value of them. They can be compared with ==.
type MeasureOptions struct {
	Timeout time.Duration          // that ends a session; 0: the case's own
	Overlap time.Duration          // of sessions on two devices: shorter ones are no sharing
	Buckets [burstKindCount]Bucket // of bursts, by BurstKind
	Own     OwnRules               // that there are columns of beside those of the built-in rules
}

// Bucket says how much is too much at a time: it overflows above its Capacity, and leaks one in every Leak.
type Bucket struct {
	Capacity float64
	Leak     time.Duration
}

// DefaultMeasureOptions are how events become metrics unless a rule set says otherwise.
func DefaultMeasureOptions() MeasureOptions {
	return MeasureOptions{Overlap: time.Minute, Buckets: [...]Bucket{
		ManyItems:   {40, 2 * time.Second},
		SameRequest: {20, 3 * time.Second},
		ManyRefused: {10, 10 * time.Second},
	}}
}

// Of returns the options as they are in a case with this session timeout: the same, but the timeout is never 0.
func (m MeasureOptions) Of(timeout time.Duration) MeasureOptions {
	if m.Timeout == 0 {
		m.Timeout = timeout
	}
	return m
}

// ownTimeout is how a rule set writes that sessions end as the case says.
const ownTimeout = "case"

// The longest and the shortest length of time that a rule set takes.
const (
	longestTime  = 30 * 24 * time.Hour
	shortestTime = time.Millisecond
)

// measureParams are those of a rule, by the name of its group.
func measureParams(group string) []param {
	switch group {
	case sharing.Name:
		return []param{length(group, "overlap", func(s *RuleSet) *time.Duration { return &s.MeasureOptions.Overlap })}
	case burst.Name:
		var params []param
		for _, kind := range []BurstKind{ManyItems, SameRequest, ManyRefused} {
			bucket := func(s *RuleSet) *Bucket { return &s.MeasureOptions.Buckets[kind] }
			field := burstKinds[kind].field
			params = append(params,
				number(group, field, 1, 1_000_000, func(s *RuleSet) *float64 { return &bucket(s).Capacity }),
				length(group, field+"-leak", func(s *RuleSet) *time.Duration { return &bucket(s).Leak }))
		}
		return params
	}
	return nil
}

// timeoutParam is the session timeout of a rule set, in whole seconds like that of a case.
func timeoutParam() param {
	forms := "a length of time as in 30m, in whole seconds, or " + ownTimeout
	return param{group: "session", field: "timeout", forms: forms,
		get: func(s *RuleSet) string {
			if s.MeasureOptions.Timeout == 0 {
				return ownTimeout
			}
			return formatLength(s.MeasureOptions.Timeout)
		},
		set: func(s *RuleSet, text string) bool {
			if text == ownTimeout {
				s.MeasureOptions.Timeout = 0
				return true
			}
			timeout, ok := parseLength(text)
			s.MeasureOptions.Timeout = timeout
			return ok && timeout%time.Second == 0
		}}
}

// length is a parameter for a length of time.
func length(group, field string, at func(*RuleSet) *time.Duration) param {
	return param{group: group, field: field, forms: "a length of time as in 90s or 1m30s",
		get: func(s *RuleSet) string { return formatLength(*at(s)) },
		set: func(s *RuleSet, text string) bool {
			x, ok := parseLength(text)
			*at(s) = x
			return ok
		}}
}

func parseLength(text string) (time.Duration, bool) {
	length, err := time.ParseDuration(text)
	return length, err == nil && length >= shortestTime && length <= longestTime && length%time.Millisecond == 0
}

// formatLength writes a length of time without the zeros that Duration writes: "30m", not "30m0s".
func formatLength(length time.Duration) string {
	text := length.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}
