package tui

import (
	"cmp"
	"context"
	"path/filepath"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"spoor/internal/report"
	"spoor/store"
	"spoor/tui/term"
)

// rejects is the list of the lines that did not become events, and why.
type rejects struct {
	work   *workspace
	of     *store.Source // whose lines alone are listed; nil: all
	lines  []store.Reject
	counts []store.ReasonCount
	list   term.Grid
	size   bodySize

	reading task[rejected]
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

func newRejects(w *workspace) *rejects { return newRejectsOf(w, nil) }

// newRejectsOf lists the rejects of one source.
func newRejectsOf(w *workspace, of *store.Source) *rejects {
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

func (r *rejects) caption() caption {
	c := caption{crumb: "Rejects", link: place{screen: "rejects"}.String()}
	if r.of != nil {
		c.crumb += " of " + filepath.Base(r.of.Path)
	}
	c.position = r.list.Position()
	return c
}

func (r *rejects) scopes() []term.Scope { return []term.Scope{term.OnRejects, term.OnList} }

func (r *rejects) update(msg tea.Msg) (action, tea.Cmd) {
	switch msg := msg.(type) {
	case bodySize:
		r.size = msg
		r.list.Resize(msg.w, msg.h-rejectsHead-r.textHeight())
		return nil, r.start()
	case caseReplaced:
		r.read = false
		return nil, r.start()
	case result[rejected]:
		if r.reading.accept(msg) {
			r.lines, r.counts, r.failure, r.read = msg.value.lines, msg.value.counts, msg.err, true
			r.list.SetLength(len(r.lines))
		}
	case mouseAt:
		r.list.Mouse(msg.MouseMsg, msg.x, msg.y-rejectsHead)
	case term.Command:
		switch msg {
		case term.Back:
			return pop(), nil
		case term.ExportList:
			return cover(newReadExport("rejects", r.table)), nil
		case term.CopyText:
			if r.list.Length() > 0 {
				return copied("the line", string(r.lines[r.list.Cursor()].Text)), nil
			}
		}
		r.list.Do(msg)
	}
	return nil, nil
}

func (r *rejects) start() tea.Cmd {
	if r.read || r.reading.running() {
		return nil
	}
	source, of := r.work.source, r.of
	return r.reading.start(r.work.ctx, 0, func(ctx context.Context) (x rejected, err error) {
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

func (r *rejects) close() { r.reading.stop() }

// rejectsHead is the height of the counts above the list.
const rejectsHead = 2

// textHeight is how many lines the whole text of a reject gets, a rule above it included.
func (r *rejects) textHeight() int {
	if r.size.h < 12 {
		return 0
	}
	return min(r.size.h/4, 6)
}

func (r *rejects) draw(a term.Area) {
	p := a.Line(0)
	p.Gap(1)
	switch {
	case r.failure != nil:
		p.Data(term.Warning, r.failure.Error())
		return
	case !r.read:
		p.Own(term.Dim, "reading the rejects…")
		return
	case len(r.counts) == 0 && r.work.lines() == 0:
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
	lines, err := r.work.source.Rejects(r.work.ctx, "", 0)
	if r.of != nil {
		lines, err = r.work.source.RejectsOf(r.work.ctx, r.of.ID, 0)
	}
	return report.Rejects(lines), err
}

func (r *rejects) grid() *term.Grid { return &r.list }

func (r *rejects) pending() bool { return r.reading.running() }

// inFull is the whole line that did not load.
func (r *rejects) inFull() string {
	if r.list.Length() == 0 {
		return ""
	}
	line := r.lines[r.list.Cursor()]
	return line.Path + ":" + term.Count(line.Line) + "\n" + line.Reason + "\n\n" + string(line.Text)
}

// alsoOfRejects are the whole line and path of a reject.
func (r *rejects) alsoOfRejects() []term.Column {
	return []term.Column{
		{Title: "whole line", Cell: func(p term.Pen, row int) { p.Data(term.Plain, string(r.lines[row].Text)) }},
		{Title: "path", Cell: func(p term.Pen, row int) { p.Data(term.Plain, r.lines[row].Path) }},
	}
}
