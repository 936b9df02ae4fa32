package tui

import (
	"cmp"
	"context"
	"path/filepath"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"spoor/internal/clean"
	"spoor/internal/report"
	"spoor/store"
	"spoor/tui/screen"
	"spoor/tui/task"
	"spoor/tui/term"
	"spoor/tui/workspace"
)

// rejects is the list of the lines that did not become events, and why.
type rejects struct {
	work   *workspace.Workspace
	of     *store.Source // whose lines alone are listed; nil: all
	lines  []store.Reject
	counts []store.ReasonCount
	list   term.Grid
	size   screen.BodySize

	reading task.Task[rejected]
	read    bool
	failure error
}

// rejected are the rejects of a case.
type rejected struct {
	lines  []store.Reject
	counts []store.ReasonCount
}

// mostRejects is how many lines are listed; their counts are of all.
const mostRejects = 10_000

func newRejects(w *workspace.Workspace) *rejects { return newRejectsOf(w, nil) }

// newRejectsOf lists the rejects of one source.
func newRejectsOf(w *workspace.Workspace, of *store.Source) *rejects {
	r := &rejects{work: w, of: of}
	r.list.Also = r.alsoOfRejects()
	r.list.Columns = []term.Column{
		{Title: "file", Width: 18, Rank: 2,
			Cell: func(p term.Pen, row int) { p.Data(term.Dim, filepath.Base(r.lines[row].Path)) }},
		{Title: "line", Width: 10, Right: true,
			Cell: func(p term.Pen, row int) { p.OwnRight(term.Dim, term.Count(r.lines[row].Line)) }},
		{Title: "reason", Width: 14, Rank: 1, Cell: func(p term.Pen, row int) { p.Data(term.Warning, r.lines[row].Reason) }},
		{Title: "text", Width: 10, Stretch: true,
			Cell: func(p term.Pen, row int) { p.Data(term.Plain, string(head(r.lines[row].Text))) }},
	}
	return r
}

// head is as much of a long line as any terminal shows in one.
func head(text []byte) []byte { return text[:min(len(text), 1000)] }

func (r *rejects) Caption() screen.Caption {
	c := screen.Caption{Crumb: "Rejects", Link: place{screen: "rejects"}.String()}
	if r.of != nil {
		c.Crumb += " of " + filepath.Base(r.of.Path)
	}
	c.Position = r.list.Position()
	return c
}

func (r *rejects) Scopes() []term.Scope { return []term.Scope{term.OnRejects, term.OnList} }

func (r *rejects) Update(msg tea.Msg) (screen.Action, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.BodySize:
		r.size = msg
		r.list.Resize(msg.W, msg.H-rejectsHead-r.textHeight())
		return nil, r.start()
	case workspace.Replaced:
		r.read = false
		return nil, r.start()
	case task.Result[rejected]:
		if r.reading.Accept(msg) {
			r.lines, r.counts, r.failure, r.read = msg.Value.lines, msg.Value.counts, msg.Err, true
			r.list.SetLength(len(r.lines))
		}
	case screen.MouseAt:
		r.list.Mouse(msg.MouseMsg, msg.X, msg.Y-rejectsHead)
	case term.Command:
		switch msg {
		case term.Back:
			return screen.Pop(), nil
		case term.ExportList:
			return screen.Cover(screen.NewReadExport("rejects", r.table)), nil
		case term.CopyText:
			if r.list.Length() > 0 {
				return screen.Copy("the line", string(r.lines[r.list.Cursor()].Text)), nil
			}
		}
		r.list.Do(msg)
	}
	return nil, nil
}

func (r *rejects) start() tea.Cmd {
	if r.read || r.reading.Running() {
		return nil
	}
	source, of := r.work.Source, r.of
	return r.reading.Start(r.work.Ctx, 0, func(ctx context.Context) (x rejected, err error) {
		if of != nil {
			x.lines, err = source.RejectsOf(ctx, of.ID, mostRejects)
			x.counts = countReasons(x.lines)
			return x, err
		}
		if x.counts, err = source.RejectCounts(ctx); err != nil {
			return x, err
		}
		x.lines, err = source.Rejects(ctx, "", mostRejects)
		return x, err
	})
}

// countReasons counts the lines by their reason, the most frequent first.
func countReasons(lines []store.Reject) (counts []store.ReasonCount) {
	at := map[string]int{}
	for _, line := range lines {
		i, known := at[line.Reason]
		if !known {
			i = len(counts)
			at[line.Reason] = i
			counts = append(counts, store.ReasonCount{Reason: line.Reason})
		}
		counts[i].Count++
	}
	slices.SortFunc(counts, func(a, b store.ReasonCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Reason, b.Reason))
	})
	return counts
}

func (r *rejects) Close() { r.reading.Stop() }

// rejectsHead is the height of the counts above the list.
const rejectsHead = 2

// textHeight is how many lines the whole text of a reject gets, with the line above it.
func (r *rejects) textHeight() int {
	if r.size.H < 12 {
		return 0
	}
	return min(r.size.H/4, 6)
}

func (r *rejects) Draw(a term.Area) {
	p := a.Line(0)
	p.Gap(1)
	switch {
	case r.failure != nil:
		p.Data(term.Warning, r.failure.Error())
		return
	case !r.read:
		p.Own(term.Dim, "reading the rejects…")
		return
	case len(r.counts) == 0 && r.work.Lines() == 0:
		p.Own(term.Dim, "there was no line to read")
		return
	case len(r.counts) == 0:
		p.Own(term.Good, "every line became an event")
		return
	}
	for _, c := range r.counts {
		p.Own(term.Strong, term.Count(c.Count))
		p.Gap(1)
		p.Data(term.Dim, c.Reason)
		p.Gap(3)
	}
	end := a.H - r.textHeight()
	r.list.Draw(a.Rows(rejectsHead, end))
	if end < a.H {
		a.Line(end).Own(term.Dim, strings.Repeat("─", a.W))
		a.Rows(end+1, a.H).Columns(1, a.W).Wrapped(string(r.lines[r.list.Cursor()].Text))
	}
}

// table are all rejects, also those that are not listed.
func (r *rejects) table() (*report.Table, error) {
	if r.of != nil {
		lines, err := r.work.Source.RejectsOf(r.work.Ctx, r.of.ID, 0)
		return report.Rejects(lines), err
	}
	lines, err := r.work.Source.Rejects(r.work.Ctx, "", 0)
	return report.Rejects(lines), err
}

func (r *rejects) Grid() *term.Grid { return &r.list }

func (r *rejects) Pending() bool { return r.reading.Running() }

// InFull is the whole line that did not load.
func (r *rejects) InFull() string {
	if r.list.Length() == 0 {
		return ""
	}
	line := r.lines[r.list.Cursor()]
	return clean.Lines([]string{line.Path + ":" + term.Count(line.Line), line.Reason, "", string(line.Text)})
}

// alsoOfRejects are the whole line and path of a reject.
func (r *rejects) alsoOfRejects() []term.Column {
	return []term.Column{
		{Title: "whole line", Cell: func(p term.Pen, row int) { p.Data(term.Plain, string(r.lines[row].Text)) }},
		{Title: "path", Cell: func(p term.Pen, row int) { p.Data(term.Plain, r.lines[row].Path) }},
	}
}
