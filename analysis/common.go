package analysis

import "spoor/analysis/stats"

// mostOrdinary is the share of the ordinary users up to which what hits them is evidence alone; fewOrdinary is how many
// of them tell nothing of the site.
const (
	mostOrdinary = 0.02
	fewOrdinary  = 2
)

// common reports whether a threshold is beyond what many ordinary users are, so that a hit is no evidence alone, and
// the share of them that it hits. Ordinary is here also who is so but for this rule: a rule must not decide for itself
// that whomever it hits is none. It is never common of a band, and where too few have a value.
func (b *Baseline) common(rule RuleID, g *compiledRule, fit *stats.Fit) (share float64, common bool) {
	if g.kind != Threshold && !g.highNumber || g.idle() || b.Members == 0 {
		return 0, false
	}
	hits, of := 0.0, float64(b.Members)
	if fit.Evaluable() {
		hits = fit.Above(g.high) * float64(fit.N)
	}
	if rule < RuleCount {
		hits += b.Apart[rule].Above(g.high)
		of += float64(b.Apart[rule].N)
	}
	share = hits / of
	return share, share > mostOrdinary && hits > fewOrdinary
}
