package user

import (
	"context"
	"math"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
	"spoor/analysis/units"
	"spoor/internal/engine"
	"spoor/internal/report"
	"spoor/tui/screen"
	"spoor/tui/task"
	"spoor/tui/term"
	"spoor/tui/why"
	"spoor/tui/workspace"
)

// peers are those whom a user can be compared with, as a list.
type peers struct{ *engine.Peers }

// compare looks for the peers, once the tab is looked at.
func (u *user) compare() tea.Cmd {
	if u.tab != peersTab || u.peers != nil || u.comparing.Running() {
		return nil
	}
	of, row := u.work.Judgement(), u.row
	return u.comparing.Start(u.work.Ctx, 0, func(ctx context.Context) (peers, error) {
		p, err := of.Peers(ctx, row)
		return peers{p}, err
	})
}

// showPeers shows the peers that were looked for.
func (u *user) showPeers(msg task.Result[peers]) {
	if u.comparing.Accept(msg) && msg.Err == nil {
		u.peers = &msg.Value
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
	return peersAlike + len(u.peers.Alike)
}

// peer is the row of a user in a line of the list, -1 in that of the segment.
func (p *peers) peer(line int) int {
	switch line {
	case peerSelf:
		return p.Row
	case peerSegment:
		return -1
	}
	return p.Alike[line-peersAlike].Row
}

// value is a metric of a line, and the side on which its user hits the rule.
func (p *peers) value(line int, rule analysis.RuleID) (x float64, side analysis.Side) {
	row := p.peer(line)
	if row < 0 {
		return p.Medians[rule], analysis.Inside
	}
	return p.Of.Matrix.X[rule][row], p.Of.Side(row, rule)
}

// name is what a line is of.
func (p *peers) name(line int) string {
	if line == peerSegment {
		return "median of " + why.SegmentWords[p.Of.Segments[p.Row]]
	}
	return p.Of.Matrix.Key[p.peer(line)]
}

// peerColumns are the columns of the list: the metrics whose rules the user hits come first, and stay longest.
func (u *user) peerColumns() []term.Column {
	all := []term.Column{
		{Title: "user", Width: 15, Stretch: true,
			Cell: func(p term.Pen, line int) { p.Data(u.peerStyle(line), u.peers.name(line)) }},
		{Title: "score", Width: 5, Right: true, Cell: func(p term.Pen, line int) {
			if row := u.peers.peer(line); row >= 0 {
				p.OwnRight(why.ScoreStyle(u.work.Judgement(), row), why.Score(u.work.Judgement(), row))
			}
		}},
		{Title: "apart", Width: 5, Right: true, Rank: 1, Cell: func(p term.Pen, line int) {
			if line >= peersAlike {
				p.OwnRight(term.Dim, strconv.FormatFloat(u.peers.Alike[line-peersAlike].Apart, 'f', 2, 64))
			}
		}},
		{Title: "known", Width: 5, Right: true, Rank: 1, Cell: func(p term.Pen, line int) {
			if line >= peersAlike {
				p.OwnRight(term.Dim, term.Count(u.peers.Alike[line-peersAlike].Metrics))
			}
		}},
	}
	for _, f := range u.found {
		if f.Unjudged() || !u.work.Measured[f.Rule] {
			continue
		}
		title := why.BriefName(f.Rule, f.Of)
		all = append(all, term.Column{Title: title, Width: u.peerWidth(title, f.Rule), Right: true, Rank: len(all),
			Cell: func(p term.Pen, line int) {
				x, side := u.peers.value(line, f.Rule)
				s := why.SideStyle(side)
				if side == analysis.Inside {
					s = u.peerStyle(line)
				}
				switch words := briefly(u.work.Users.Rule(f.Rule).Unit, x); {
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

// briefly is a value without what the title of its column says: "278" of items, ">10^12 : 1" of odds.
func briefly(unit units.Unit, x float64) string {
	const longestSign = len("min")
	words := strings.Replace(unit.Format(x), "over ", ">", 1)
	if parts := strings.Fields(words); len(parts) == 2 && len(parts[1]) > longestSign {
		return parts[0]
	}
	return words
}

// peerWidth is what the values of a metric take, and their title.
func (u *user) peerWidth(title string, rule analysis.RuleID) int {
	width := len(title)
	for line := range u.peerLines() {
		x, _ := u.peers.value(line, rule)
		width = max(width, 1+len(briefly(u.work.Users.Rule(rule).Unit, x)))
	}
	return width
}

// peerStyle lets the user itself stand out and its segment stand back.
func (u *user) peerStyle(line int) term.Style {
	return [peersAlike + 1]term.Style{term.Strong, term.Dim, term.Plain}[min(line, peersAlike)]
}

// openPeer opens a user of the list.
func (u *user) openPeer(line int) screen.Action {
	if u.peers == nil || line < peersAlike {
		return nil
	}
	alike := func() []engine.Peer {
		if u.peers == nil { // they are looked for anew
			return nil
		}
		return u.peers.Alike
	}
	return screen.Push(newUser(u.work, int32(u.peers.peer(line)), workspace.Walk{
		Len:  func() int { return len(alike()) },
		Row:  func(at int) int32 { return int32(alike()[at].Row) },
		GoTo: func(at int) { u.lists[peersTab].MoveTo(at + peersAlike) },
		At:   line - peersAlike,
	}))
}

func (u *user) drawPeers(a term.Area) {
	if u.peers == nil {
		a.Line(0).Own(term.Dim, " comparing with everybody…")
		return
	}
	last := a.H
	if a.H >= screen.RuledHeight {
		last--
		a.Line(last).Own(term.Dim,
			" "+term.Count(u.peers.Members)+" judged users are "+why.SegmentWords[u.peers.Of.Segments[u.peers.Row]]+
				"; apart: in scales of the ordinary users; known: the metrics that both have")
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
			p.Score = u.peers.Of.Now.Score[row]
		}
		if line >= peersAlike {
			alike := u.peers.Alike[line-peersAlike]
			p.Apart, p.Metrics = alike.Apart, alike.Metrics
		}
		peers[line] = p
	}
	return report.Peers(u.peers.Of.Matrix, peers)
}
