package tui

import (
	"cmp"
	"context"
	"math"
	"slices"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
	"spoor/internal/report"
	"spoor/tui/term"
)

// peers are those whom a user can be compared with: its segment, and the users who are most like it.
type peers struct {
	of      judged
	row     int32
	members int // of the segment
	medians [analysis.MostRules]float64
	alike   []peer // the most alike first
}

// peer is another user, and how far from this one it is: the root of the mean square of what lies between them.
type peer struct {
	row     int32
	between float64
}

const (
	mostPeers = 30
	// hitsApart is how far two users count as apart in a rule that one hits and the other does not, or not on the same
	// side, and valueApart in one that only one of them can be judged by. Distances are in scales of the ordinary users.
	hitsApart, valueApart = 2, 1
	// farthest is where distances end, as in the score.
	farthest = 6
)

// findPeers looks at all judged users. Declared robots are peers of declared robots alone.
func findPeers(ctx context.Context, of judged, judge *analysis.Judge, row int32) (p peers, err error) {
	p = peers{of: of, row: row}
	p.medians, p.members = of.segmentMedians(of.segments[row])
	m := of.users
	for other := range m.Len() {
		if other%4096 == 0 && ctx.Err() != nil {
			return p, ctx.Err()
		}
		if int32(other) == row || !m.Judged(other) || m.Robot(other) != m.Robot(int(row)) {
			continue
		}
		p.keep(peer{int32(other), of.between(judge.Baseline, row, int32(other))})
	}
	return p, nil
}

// keep puts a user among the most alike, if it belongs there. Of equals the first stays.
func (p *peers) keep(one peer) {
	if len(p.alike) == mostPeers && one.between >= p.alike[mostPeers-1].between {
		return
	}
	at, _ := slices.BinarySearchFunc(p.alike, one,
		func(a, b peer) int { return cmp.Or(cmp.Compare(a.between, b.between), -1) })
	p.alike = slices.Insert(p.alike, at, one)
	p.alike = p.alike[:min(len(p.alike), mostPeers)]
}

// between is how far two users are apart.
func (j judged) between(baseline *analysis.Baseline, a, b int32) float64 {
	sum, rules := 0.0, 0
	for rule := range j.users.Rules() {
		x, y := j.users.X[rule][a], j.users.X[rule][b]
		apart := 0.0
		switch {
		case math.IsNaN(x) && math.IsNaN(y):
			continue
		case math.IsNaN(x) || math.IsNaN(y):
			apart = valueApart
		case j.side(a, rule) != j.side(b, rule):
			apart = hitsApart
		}
		if d := nearer(baseline.Distance(rule, x)) - nearer(baseline.Distance(rule, y)); !math.IsNaN(d) {
			apart = max(apart, math.Abs(d))
		}
		sum += apart * apart
		rules++
	}
	if rules == 0 {
		return math.Inf(1)
	}
	return math.Sqrt(sum / float64(rules))
}

func nearer(distance float64) float64 { return min(max(distance, -farthest), farthest) }

// segmentMedians are the medians of the metrics over the judged users of a segment, NaN where nobody has a value.
func (j judged) segmentMedians(segment analysis.Segment) (medians [analysis.MostRules]float64, members int) {
	var rows []int32
	for row, s := range j.segments {
		if s == segment && j.users.Judged(row) {
			rows = append(rows, int32(row))
		}
	}
	values := make([]float64, 0, len(rows))
	for r := range j.users.Rules() {
		values = values[:0]
		for _, row := range rows {
			if x := j.users.X[r][row]; !math.IsNaN(x) {
				values = append(values, x)
			}
		}
		medians[r] = median(values)
	}
	return medians, len(rows)
}

// median sorts the values; it is NaN without any.
func median(values []float64) float64 {
	if len(values) == 0 {
		return math.NaN()
	}
	slices.Sort(values)
	middle := len(values) / 2
	return (values[middle] + values[(len(values)-1)/2]) / 2
}

// compare looks for the peers, once the tab is looked at.
func (u *user) compare() tea.Cmd {
	if u.tab != peersTab || u.peers != nil || u.comparing.running {
		return nil
	}
	of, judge, row := u.work.judged(), u.work.judgeNow, int32(u.row())
	return u.comparing.start(u.work.ctx, 0, func(ctx context.Context) (*peers, error) {
		p, err := findPeers(ctx, of, judge, row)
		return &p, err
	})
}

// showPeers shows the peers that were looked for.
func (u *user) showPeers(msg loaded[*peers]) {
	if u.comparing.accept(msg) && msg.err == nil {
		u.peers = msg.value
		u.lists[peersTab].Columns = u.peerColumns()
		u.lists[peersTab].SetLength(u.peerLines())
	}
}

// The first lines of the list of peers are the user itself and its segment.
const (
	peerSelf = iota
	peerSegment
	peersAlike
)

// peerLines is how many lines the list of peers has.
func (u *user) peerLines() int {
	if u.peers == nil {
		return 0
	}
	return peersAlike + len(u.peers.alike)
}

// peer is the row of a user in a line of the list, -1 in that of the segment.
func (p *peers) peer(line int) int32 {
	switch line {
	case peerSelf:
		return p.row
	case peerSegment:
		return -1
	}
	return p.alike[line-peersAlike].row
}

// value is a metric of a line, and the side on which its user hits the rule.
func (p *peers) value(line int, rule analysis.RuleID) (x float64, side analysis.Side) {
	row := p.peer(line)
	if row < 0 {
		return p.medians[rule], analysis.Inside
	}
	return p.of.users.X[rule][row], p.of.side(row, rule)
}

// name is what a line is of.
func (p *peers) name(line int) string {
	if line == peerSegment {
		return "median of " + segmentWords[p.of.segments[p.row]]
	}
	return p.of.users.Key[p.peer(line)]
}

// peerColumns are the columns of the list: the metrics whose rules the user hits come first, and stay longest.
func (u *user) peerColumns() []term.Column {
	all := []term.Column{
		{Title: "user", Width: 15, Stretch: true,
			Cell: func(p term.Pen, line int) { p.Data(u.peerStyle(line), u.peers.name(line)) }},
		{Title: "score", Width: 5, Right: true, Cell: func(p term.Pen, line int) {
			if row := u.peers.peer(line); row >= 0 {
				p.OwnRight(u.work.scoreStyle(int(row)), u.work.shownScore(row))
			}
		}},
		{Title: "apart", Width: 5, Right: true, Rank: 1, Cell: func(p term.Pen, line int) {
			if line >= peersAlike {
				p.OwnRight(term.Dim, term.Figure(u.peers.alike[line-peersAlike].between))
			}
		}},
	}
	for _, f := range u.found {
		if f.unjudged() || !u.work.Measured[f.rule] {
			continue
		}
		title := u.work.briefName(f.rule)
		all = append(all, term.Column{Title: title, Width: max(len(title), 7), Right: true, Rank: len(all),
			Cell: func(p term.Pen, line int) {
				x, side := u.peers.value(line, f.rule)
				s := sideStyle(side)
				if side == analysis.Inside {
					s = u.peerStyle(line)
				}
				switch words := u.work.Users.Rule(f.rule).Unit.Format(x); {
				case math.IsNaN(x):
					p.OwnRight(term.Dim, "–")
				case side != analysis.Inside:
					p.OwnRight(s, side.Mark()+words)
				default:
					p.OwnRight(s, words)
				}
			}})
	}
	return all
}

// peerStyle lets the user itself stand out and its segment stand back.
func (u *user) peerStyle(line int) term.Style {
	return [peersAlike + 1]term.Style{term.Strong, term.Dim, term.Plain}[min(line, peersAlike)]
}

// openPeer opens a user of the list.
func (u *user) openPeer(line int) action {
	if u.peers == nil || line < peersAlike {
		return nil
	}
	rows := make([]int32, len(u.peers.alike))
	for i, one := range u.peers.alike {
		rows[i] = one.row
	}
	return push(newUser(u.work, rows, line-peersAlike))
}

func (u *user) drawPeers(a term.Area) {
	if u.peers == nil {
		a.Line(0).Own(term.Dim, " comparing with everybody…")
		return
	}
	last := a.H
	if a.H >= ruledHeight {
		last--
		a.Line(last).Own(term.Dim,
			" "+term.Count(u.peers.members)+" judged users are "+segmentWords[u.peers.of.segments[u.peers.row]]+
				"; apart: how far the metrics lie from each other, in scales of the ordinary users")
	}
	u.lists[peersTab].Draw(a.Rows(0, last))
}

// peerTable is the list as a file holds it.
func (u *user) peerTable() *report.Table {
	peers := make([]report.Peer, u.peerLines())
	for line := range peers {
		p := report.Peer{Name: u.peers.name(line), Metric: func(rule analysis.RuleID) float64 {
			x, _ := u.peers.value(line, rule)
			return x
		}}
		if row := u.peers.peer(line); row >= 0 {
			p.Score = u.peers.of.now.Score[row]
		}
		if line >= peersAlike {
			p.Apart = u.peers.alike[line-peersAlike].between
		}
		peers[line] = p
	}
	return report.Peers(u.peers.of.users, peers)
}
