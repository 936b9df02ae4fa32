package tui

import (
	"cmp"
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
	"spoor/analysis/audit"
	"spoor/internal/report"
	"spoor/tui/pivots"
	"spoor/tui/rules"
	"spoor/tui/screen"
	"spoor/tui/term"
	"spoor/tui/user"
	"spoor/tui/userlist"
	"spoor/tui/workspace"
)

// caseScreens are the screens that look at the case as a whole, by the command that opens them.
var caseScreens = map[term.Command]func(w *workspace.Workspace) screen.Screen{
	term.OpenSegments:  func(w *workspace.Workspace) screen.Screen { return newSegments(w) },
	term.OpenCompare:   func(w *workspace.Workspace) screen.Screen { return newCompare(w) },
	term.OpenAudit:     func(w *workspace.Workspace) screen.Screen { return newAudit(w) },
	term.OpenItems:     func(w *workspace.Workspace) screen.Screen { return pivots.New(w, "items", "") },
	term.OpenAddresses: func(w *workspace.Workspace) screen.Screen { return pivots.New(w, "addresses", "") },
	term.OpenTimeline:  func(w *workspace.Workspace) screen.Screen { return newTimeline(w) },
	term.OpenSources:   func(w *workspace.Workspace) screen.Screen { return newSources(w) },
	term.OpenOverview:  func(w *workspace.Workspace) screen.Screen { return newOverview(w) },
	term.OpenQuery:     newQuery,
}

// newWork is what the screens of a case share, and how they lead to each other.
func newWork(ctx context.Context, source workspace.Case, set analysis.RuleSet,
	zone *time.Location) *workspace.Workspace {
	w := workspace.New(ctx, source, set, zone)
	w.Screens = workspace.Screens{
		User:     func(row int32, walk workspace.Walk) screen.Screen { return user.Open(w, row, walk, user.Place{}) },
		Visitors: func(among *userlist.Scope) screen.Screen { return newVisitors(w, among) },
		Listed:   func(filter, order string) screen.Action { return listed(w, filter, order) },
		Rules:    func() screen.Screen { return rules.New(w) },
		OfCase:   map[term.Command]func() screen.Screen{},
	}
	for c, make := range caseScreens {
		w.Screens.OfCase[c] = func() screen.Screen { return make(w) }
	}
	return w
}

// casePlaces are the commands that open them, by the name of the place.
var casePlaces = map[string]term.Command{"segments": term.OpenSegments, "compare": term.OpenCompare,
	"audit": term.OpenAudit, "timeline": term.OpenTimeline, "sources": term.OpenSources, "overview": term.OpenOverview,
	queryPlace: term.OpenQuery}

// pivotPlaces are the commands that open the lists of items and addresses, by the name of the place.
var pivotPlaces = map[string]term.Command{"items": term.OpenItems, "addresses": term.OpenAddresses}

// leadsTo is the command that opens a place, NoCommand if none does.
func leadsTo(link string) term.Command { return cmp.Or(casePlaces[link], pivotPlaces[link]) }

// newSegments shows how large each segment is, and how many of its users are flagged.
func newSegments(w *workspace.Workspace) *tables {
	return newTables(w, "Segments", "segments", func(j userlist.Judged) tableViews {
		counts := report.CountSegments(j.Judgement)
		return tableViews{[]*tableView{{
			Table: report.Segments(j.Judgement, counts),
			spare: []string{"flagged_share", "share"},
			open:  func(row int) screen.Action { return w.Screens.Listed("segment:"+counts[row].Segment.String(), "score") },
		}}, segmentNote}
	})
}

const segmentNote = "Every user is in the first segment that fits. New: seen for the first time in the last 14 days, " +
	"at most twice. Loyal: came lately and often. Churn-risk: came often, and no longer does; or reads " +
	"briefly, stays briefly or uses little, by the low side of the rules: the hits that lead there are named. " +
	"enter lists the users of a segment."

// newCompare shows the mean of each rule, the flagged users beside all.
func newCompare(w *workspace.Workspace) *tables {
	return newTables(w, "Compare", "compare", func(j userlist.Judged) tableViews {
		comparison := audit.MeansOf(j.Now)
		return tableViews{[]*tableView{{
			Table: report.Comparison(j.Matrix, comparison),
			spare: []string{"unit", "bars", "all_users", "flagged_users", "times"},
			drawn: map[string]drawnColumn{"bars": {"flagged, beside all",
				func(p term.Pen, row int) { drawPair(p, comparison[row]) }}},
			open: func(row int) screen.Action { return w.Screens.Listed("hit:"+comparison[row].Rule.Name, "score") },
		}}, compareNote}
	})
}

const compareNote = "Means over the flagged users and over all judged users without declared robots. " +
	"enter lists the users who hit a rule."

// drawPair writes two bars on one scale beside each other: that of the flagged users and that of all.
func drawPair(p term.Pen, c audit.Means) {
	width := (p.Left() - term.ColumnGap) / 2
	most := max(c.Flagged, c.All)
	if !(most > 0) || width < 1 {
		return
	}
	p.Bar(term.Chart, c.Flagged/most, width)
	p.MoveTo(width + term.ColumnGap)
	p.Bar(term.Dim, c.All/most, width)
}

// newAudit shows what users do on the average and at both ends, and what they look at.
func newAudit(w *workspace.Workspace) *tables {
	return newTables(w, "Audit", "audit", func(j userlist.Judged) tableViews {
		audit := audit.New(j.Matrix)
		parts := []*tableView{{
			Table: report.Audit(j.Matrix, audit),
			spare: []string{"unit", "users", "lower_from", "upper_from"},
			title: map[string]string{"lower_to": "low to", "upper_to": "high to"},
			open:  func(row int) screen.Action { return w.Screens.Listed("judged -robot", audit.Metrics[row].Rule.Name) },
		}}
		if len(audit.Semantic) > 0 {
			parts = append(parts, &tableView{Table: report.AuditShares(j.Matrix, audit), name: "audit shares",
				spare: []string{"users", "of"}})
		}
		return tableViews{parts, "Over the judged users without declared robots. A session ends after " +
			term.LongDuration(audit.Timeout) +
			" without an event, so no reading time is longer. enter lists the users by a metric, the largest first."}
	})
}

// listed shows the users of a filter in an order, on a screen that one can come back from.
func listed(w *workspace.Workspace, filter, order string) screen.Action {
	return func(h screen.Host) tea.Cmd {
		u := newUsers(w)
		u.opened, u.want.Order = filter, order
		f, err := userlist.Parse(filter, w.Clock, w.OwnRules())
		if err != nil {
			h.Say(term.Warning, filter+": "+err.Error())
			return nil
		}
		u.want.Filter = f
		return h.Push(u)
	}
}
