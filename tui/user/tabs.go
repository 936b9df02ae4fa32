package user

import (
	"slices"
	"strings"

	"spoor/internal/clean"
	"spoor/internal/report"
	"spoor/tui/term"
	"spoor/tui/why"
)

type userTab uint8

const (
	whyTab userTab = iota
	sessionsTab
	itemsTab
	addressesTab
	hoursTab
	peersTab
	notesTab
	tabCount
)

// tabView is one side of a user.
type tabView struct {
	word   string
	link   string            // in places
	length func(u *user) int // of the list, nil where there is none
	// uncounted leaves out how many lines the list has, since that says nothing of the user.
	uncounted bool
	draw      func(u *user, a term.Area)  // once the history is there
	head      func(u *user, h int) int    // how many lines stand above the list, nil for none
	table     func(u *user) *report.Table // nil: there is nothing to export
}

var userTabs = [tabCount]tabView{
	whyTab: {word: "Why", link: "why", draw: (*user).drawFindings, table: (*user).findingTable},
	sessionsTab: {word: "Sessions", link: "sessions", length: func(u *user) int { return len(u.medians) },
		table: (*user).sessionTable},
	itemsTab: {word: "Profile & items", link: "items", length: func(u *user) int { return len(u.items) },
		draw: (*user).drawItems, head: (*user).itemsHead, table: (*user).itemTable},
	addressesTab: {word: "Addresses", link: "addresses", length: func(u *user) int { return len(u.clients) },
		table: (*user).clientTable},
	hoursTab: {word: "Hours", link: "hours", draw: (*user).drawHours},
	peersTab: {word: "Peers", link: "peers", length: (*user).peerLines, uncounted: true,
		draw: (*user).drawPeers, table: (*user).peerTable},
	notesTab: {word: "Notes", link: "notes", length: func(u *user) int { return len(u.about.Verdicts) },
		draw: (*user).drawNotes, table: (*user).noteTable},
}

// Tabs are the sides of a user, by their names in places.
func Tabs() (links []string) {
	for _, tab := range userTabs {
		links = append(links, tab.link)
	}
	return links
}

// tabLinked is the tab of that name in places, whyTab if there is none.
func tabLinked(link string) userTab {
	return userTab(max(slices.IndexFunc(userTabs[:], func(v tabView) bool { return v.link == link }), 0))
}

// tabSpan is where the word of a tab stands.
type tabSpan struct {
	tab      userTab
	word     string
	from, to int
}

// tabSpans places the tabs on a line. Where not all have room, those before the present one make it.
func (u *user) tabSpans(width int) []tabSpan {
	spans := make([]tabSpan, 0, tabCount)
	end, first := 0, userTab(0)
	for tab := range tabCount {
		word := " " + userTabs[tab].word + " "
		if length := userTabs[tab].length; length != nil && u.track != nil && !userTabs[tab].uncounted {
			word += term.Count(length(u)) + " "
		}
		spans = append(spans, tabSpan{tab, word, end, end + clean.Width(word)})
		end += clean.Width(word)
	}
	for first < u.tab && spans[u.tab].to-spans[first].from > width {
		first++
	}
	by := spans[first].from
	spans = spans[first:]
	for i := range spans {
		spans[i].from -= by
		spans[i].to -= by
	}
	return spans
}

func (u *user) drawTabs(p term.Pen) {
	for _, span := range u.tabSpans(p.Left()) {
		s := term.Plain
		if span.tab == u.tab {
			s = term.Chosen
		}
		p.Own(s, span.word)
	}
}

// findingTable is what the rules find, as a file holds it.
func (u *user) findingTable() *report.Table {
	findings := make([]report.Finding, len(u.found))
	for i, f := range u.found {
		findings[i] = report.Finding{Rule: f.Rule, Hit: f.Hit, Sentence: f.Sentence()}
	}
	return report.Findings(u.work.JudgeNow.Matrix, u.row, findings)
}

func (u *user) Grid() *term.Grid { return u.list() }

func (u *user) Pending() bool {
	return u.track == nil && u.reading.Running() || u.tab == peersTab && u.comparing.Running()
}

func (u *user) Subject() (row int, address string, ok bool) {
	if u.tab == addressesTab && len(u.clients) > 0 {
		address = u.clients[u.lists[addressesTab].Cursor()].Address
	}
	return u.row, address, true
}

// InFull is what the rules find, on the side of a user that has no list.
func (u *user) InFull() string {
	if u.tab == whyTab {
		explained := why.Explained(u.work.Judgement(), u.work.Clock, u.work.RulesWords(), u.row)
		return strings.ReplaceAll(clean.Lines(explained), "\n", "\n\n")
	}
	return ""
}
