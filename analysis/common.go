package analysis

import "spoor/analysis/stats"

// A rule is evidence alone as long as it hits no larger share of the ordinary users than mostOrdinary, or no more of
// them than fewOrdinary, which are too few to tell anything of the site.
const (
	mostOrdinary = 0.02
	fewOrdinary  = 2
)

// common reports whether a threshold rule hits so many ordinary users that a hit is not evidence alone, and the share
// of them that it hits. Users who are ordinary but for this rule count, too: a rule must not decide for itself that
// whomever it hits is not ordinary. A hit of a band is never common. That few have a value is no excuse: it is the
// ordinary users whom the hits are a share of. But where there are too few of those, their values tell nothing.
func (b *Baseline) common(rule RuleID, compiled *compiledRule, fit *stats.Fit) (share float64, common bool) {
	if compiled.kind != Threshold && !compiled.highNumber || compiled.idle() || b.Members == 0 {
		return 0, false
	}
	hits, of := 0.0, float64(b.Members)
	if b.Members >= stats.LeastMembers {
		hits = fit.CountAbove(compiled.high)
	}
	if rule < RuleCount {
		hits += b.Apart[rule].Above(compiled.high)
		of += float64(b.Apart[rule].N)
	}
	share = hits / of
	return share, share > mostOrdinary && hits > fewOrdinary
}
