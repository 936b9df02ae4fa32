package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"spoor/internal/clean"
	"spoor/tui/find"
	"spoor/tui/screen"
	"spoor/tui/term"
	"spoor/tui/workspace"
)

// finder is the line at the foot of the screen where one types what to look for in a list. The list shows what matches
// as it is typed.
type finder struct {
	find.Prompt
	work    *workspace.Workspace
	list    *term.Grid
	columns []string
	was     string        // what was looked for before
	row     int           // that the cursor was on before
	narrow  bool          // before
	done    screen.Action // ends typing
}

// find begins to look for rows of the list on top.
func (a *app) find() tea.Cmd {
	g := a.listed()
	f := &finder{work: a.work, list: g, was: g.Sought(), row: g.Cursor(), narrow: g.Narrowed() || g.Sought() == "",
		done: func(screen.Host) tea.Cmd { return a.endFinding() }}
	for _, c := range g.All() {
		f.columns = append(f.columns, c.Heading())
	}
	f.Past, f.Ends = a.work.History, find.Offer(f.words)
	f.Begin(f.was)
	a.finding = f
	return nil
}

// words are the columns that may come next in what is typed.
func (f *finder) words(stem string) (all []string) {
	for _, title := range f.columns {
		if name := find.Name(title); name != "" && stem != "" && strings.HasPrefix(name, strings.ToLower(stem)) {
			all = append(all, name+"=")
		}
	}
	return all
}

// look looks for what is typed, without the words that can't be understood yet.
func (f *finder) look(text string, narrow bool) {
	q, err := find.Parse(text, f.columns)
	f.Check(err)
	if q.Empty() {
		f.list.Search(nil, "", false)
		return
	}
	f.list.Search(q.Match, q.Text, narrow)
}

func (f *finder) Caption() screen.Caption { return screen.Caption{Crumb: "find"} }

func (f *finder) Update(msg tea.Msg) (screen.Action, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg, tea.PasteMsg:
		if f.Typed(msg) {
			f.look(f.Text(), true)
		}
	case term.Command:
		return f.do(msg), nil
	}
	return nil, nil
}

func (f *finder) do(c term.Command) screen.Action {
	switch c {
	case term.NextTab, term.PreviousTab:
		if f.Choose(map[term.Command]int{term.NextTab: 1, term.PreviousTab: -1}[c]) {
			f.look(f.Text(), true)
		}
	case term.Older, term.Newer:
		if f.Recall(c) {
			f.look(f.Text(), true)
		}
	case term.Accept:
		if f.MayEnd() {
			f.work.History.Add(f.Text())
			return f.done
		}
	case term.CancelInput:
		f.list.Search(nil, "", false)
		f.list.MoveTo(f.row) // from where what was looked for before is found again
		f.look(f.was, f.narrow)
		return f.done
	}
	return nil
}

// endFinding ends typing, and tells the screen that its cursor may be on another row.
func (a *app) endFinding() tea.Cmd {
	a.finding = nil
	return a.TellTop(screen.CursorMoved{})
}

// found says how many rows match.
func (f *finder) found() string {
	if f.list.Sought() == "" {
		return ""
	}
	words := term.Count(f.list.Found()) + " of " + term.Count(f.list.Rows())
	if _, unfinished := f.list.Searching(); unfinished {
		words += "…"
	}
	return words
}

func (f *finder) Draw(a term.Area) {
	p := a.Line(0)
	p.Gap(1)
	f.Prompt.Draw(p, a.Line(-1), f.found())
}

func (f *finder) Close() {}

// rowsAtOnce is how many rows are looked at before the next key is.
const rowsAtOnce = 2000

// searchOn goes on with the search.
type searchOn struct{}

// searchMore looks at some more rows of the list on top, unless all of them have been looked at.
func (a *app) searchMore() tea.Cmd {
	g := a.listed()
	if g == nil || a.searching {
		return nil
	}
	if _, unfinished := g.Searching(); !unfinished {
		return nil
	}
	g.SearchMore(rowsAtOnce)
	if _, unfinished := g.Searching(); !unfinished {
		return nil
	}
	a.searching = true
	return func() tea.Msg { return searchOn{} }
}

// soughtWords say in the footer what the list is narrowed to.
func soughtWords(g *term.Grid) string {
	if g == nil || g.Sought() == "" {
		return ""
	}
	words := "find " + clean.Cut(clean.Text(g.Sought()), widestSought)
	if !g.Narrowed() {
		words += " (" + term.Count(g.Found()) + ")"
	}
	return words + "  "
}

const widestSought = 24

// goToTime asks for a time and goes to the first row at it or after it.
func goToTime(g *term.Grid, clock term.Clock) screen.Action {
	if g.Time == nil || g.Rows() == 0 {
		return screen.Say(term.Plain, "these rows are not in the order of time")
	}
	return screen.Cover(askTime(g, clock, ""))
}

func askTime(g *term.Grid, clock term.Clock, typed string) *screen.Ask {
	return screen.NewAsk("Go to a time", "2026-03-13 02:15, 2026-03-13, or 02:15 on the day under the cursor", typed,
		func(text string) screen.Action {
			ms, ok := clock.Typed(text, g.Time(g.Cursor()))
			if !ok {
				return screen.AskAgain(askTime(g, clock, text),
					"no time "+text+"; write 2026-03-13 02:15, 2026-03-13 or 02:15:30")
			}
			g.ToTime(ms)
			return func(h screen.Host) tea.Cmd { return h.TellTop(screen.CursorMoved{}) }
		})
}
