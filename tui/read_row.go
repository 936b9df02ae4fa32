package tui

import (
	"cmp"
	"context"
	"os"
	"os/exec"
	"runtime"
	"strings"

	tea "charm.land/bubbletea/v2"

	"spoor/internal/clean"
	"spoor/store/model"
	"spoor/tui/term"
)

// whole is a screen that has more to say of a row than its list has columns for.
type whole interface {
	// inFull is everything about the row under the cursor; "" where the columns of the list say it all.
	inFull() string
}

// inFull is the whole line that did not load.
func (r *rejects) inFull() string {
	if r.list.Length() == 0 {
		return ""
	}
	line := r.lines[r.list.Cursor()]
	return line.Path + ":" + term.Count(line.Line) + "\n" + line.Reason + "\n\n" + string(line.Text)
}

// inFull is the event with what it came from, and its line where that has been read.
func (s *session) inFull() string {
	e := s.event()
	parts := []string{cellsInFull(&s.list)}
	if s.shown && s.current() {
		parts = append(parts, "", s.evidence.Path+":"+term.Count(e.Line), string(s.evidence.Raw))
	}
	return strings.Join(parts, "\n")
}

// inFull is what the rules find, on the side of a user that has no list.
func (u *user) inFull() string {
	if u.tab == whyTab {
		return strings.Join(u.work.explained(u.row()), "\n\n")
	}
	return ""
}

// alsoOfEvents are what is known of an event and has no column, to be looked through and counted all the same.
func (s *session) alsoOfEvents() []term.Column {
	of := func(text func(e *model.Event) string) func(p term.Pen, row int) {
		return func(p term.Pen, row int) { p.Data(term.Plain, text(&s.events()[row])) }
	}
	client := func(text func(c *model.Client) string) func(p term.Pen, row int) {
		return of(func(e *model.Event) string {
			if e.Client == nil {
				return ""
			}
			return text(e.Client)
		})
	}
	return []term.Column{
		{Title: "action", Cell: of(func(e *model.Event) string { return e.Request.Action })},
		{Title: "target", Cell: of(func(e *model.Event) string { return e.Request.Target })},
		{Title: "address", Cell: client(func(c *model.Client) string { return c.Address })},
		{Title: "agent", Cell: client(func(c *model.Client) string { return c.Agent })},
	}
}

// alsoOfRejects are the whole line and path of a reject.
func (r *rejects) alsoOfRejects() []term.Column {
	return []term.Column{
		{Title: "whole line", Cell: func(p term.Pen, row int) { p.Data(term.Plain, string(r.lines[row].Text)) }},
		{Title: "path", Cell: func(p term.Pen, row int) { p.Data(term.Plain, r.lines[row].Path) }},
	}
}

// readRow shows the row under the cursor in full.
func (a *app) readRow() action {
	g, text := a.listed(), ""
	if of, ok := a.top().(whole); ok {
		text = of.inFull()
	}
	if text == "" && g != nil && g.Length() > 0 {
		text = cellsInFull(g)
	}
	if text == "" {
		return say(term.Plain, "there is no row to read")
	}
	return cover(newReader("In full", text))
}

// cellsInFull are the cells of the row under the cursor, a line each.
func cellsInFull(g *term.Grid) string {
	var lines []string
	columns := g.All()
	for i, cell := range g.Cells(g.Cursor()) {
		switch title := columns[i].Heading(); {
		case cell == "":
		case title == "":
			lines = append(lines, cell)
		default:
			lines = append(lines, title+": "+cell)
		}
	}
	return strings.Join(lines, "\n")
}

// readIn shows the text in a program of one's own, without what a terminal would obey. It is written to a file that
// nobody else can read, and that is gone afterwards.
func (r *reader) readIn(program string) action {
	lines := strings.Split(r.text, "\n")
	for i := range lines {
		lines[i] = clean.Text(lines[i])
	}
	text := strings.Join(lines, "\n") + "\n"
	return func(h host) tea.Cmd {
		file, err := os.CreateTemp("", "spoor-*.txt")
		if err != nil {
			h.say(term.Warning, err.Error())
			return nil
		}
		_, err = file.WriteString(text)
		if err := cmp.Or(err, file.Close()); err != nil {
			h.say(term.Warning, err.Error())
			return nil
		}
		return tea.ExecProcess(shellOn(h.context(), program, file.Name()), func(err error) tea.Msg {
			_ = os.Remove(file.Name())
			if err != nil {
				return say(term.Warning, program+": "+err.Error())
			}
			return say(term.Plain, "back from "+program)
		})
	}
}

// shellOn runs a program, which may be written with options, on a file.
func shellOn(ctx context.Context, program, file string) *exec.Cmd {
	if runtime.GOOS == "windows" {
		return exec.CommandContext(ctx, "cmd", "/c", program+` "`+file+`"`) // #nosec G204 -- the user's own pager or editor
	}
	return exec.CommandContext(ctx, "sh", "-c", program+` "$1"`, "sh", file) // #nosec G204 -- likewise
}

// pager and editor are what is run where the environment names none.
func pager() string  { return cmp.Or(os.Getenv("PAGER"), "less") }
func editor() string { return cmp.Or(os.Getenv("VISUAL"), os.Getenv("EDITOR"), "vi") }
