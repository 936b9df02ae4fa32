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
	"spoor/tui/term"
)

// longestNote is how much may be typed or pasted as a note.
const longestNote = 10_000

// note is a box with a text to type that may have several lines.
type note struct {
	title string // the program's own words
	text  *term.Editor
	then  func(text string) action
}

func newNote(title, value string, then func(text string) action) *note {
	return &note{title, term.NewEditor(value, longestNote), then}
}

func (n *note) caption() caption { return caption{crumb: n.title} }

func (n *note) scopes() []term.Scope { return []term.Scope{term.OnPrompt} }

// tallestNote is how many lines of a note are shown while it is typed.
const tallestNote = 12

func (n *note) size(body bodySize) (w, h int) {
	w = min(widestAsk, body.w)
	return w, min(min(n.text.Rows(w-edgesWidth), tallestNote)+3, body.h)
}

func (n *note) update(msg tea.Msg) (action, tea.Cmd) {
	switch msg := msg.(type) {
	case bodySize:
		n.text.Resize(min(widestAsk, msg.w) - edgesWidth)
	case tea.KeyPressMsg, tea.PasteMsg:
		n.text.Update(msg)
	case term.Command:
		switch msg {
		case term.Accept:
			return uncover(n.then(strings.TrimSpace(n.text.Value()))), nil
		case term.CancelInput:
			return uncover(nil), nil
		}
	}
	return nil, nil
}

func (n *note) draw(a term.Area) {
	n.text.Draw(a.Rows(0, max(a.H-1, 1)))
	if a.H > 1 {
		p := a.Line(a.H - 1)
		p.Own(term.Dim, "enter keeps it, alt+enter begins a line, esc drops it")
		p.OwnRight(term.Dim, term.Count(n.text.Length())+" of "+term.Count(longestNote))
	}
}

func (n *note) close() {}

// reader is a box that shows a text from outside in full, whatever its length.
type reader struct {
	title string // the program's own words
	text  string
	lines []string // of the text, as wide as the box
	top   int      // the first line that is shown
	h     int      // lines that are shown
}

func newReader(title, text string) *reader { return &reader{title: title, text: text} }

func (r *reader) caption() caption {
	last := min(r.top+r.h, len(r.lines))
	return caption{crumb: r.title, position: term.Count(last) + "/" + term.Count(len(r.lines))}
}

func (r *reader) scopes() []term.Scope { return []term.Scope{term.OnReader, term.OnList} }

func (r *reader) size(body bodySize) (w, h int) { return body.w, min(len(r.lines)+edgesHeight, body.h) }

// layOut breaks the text for a body. The line at the top stays about where it was.
func (r *reader) layOut(body bodySize) {
	r.lines = term.WrapText(r.text, body.w-edgesWidth)
	r.h = min(len(r.lines), max(body.h-edgesHeight, 1))
}

func (r *reader) update(msg tea.Msg) (action, tea.Cmd) {
	switch msg := msg.(type) {
	case bodySize:
		r.layOut(msg)
		return r.scroll(term.NoCommand)
	case term.Command:
		return r.scroll(msg)
	}
	return nil, nil
}

// scroll moves the text, and closes the box where that is asked for.
func (r *reader) scroll(c term.Command) (action, tea.Cmd) {
	last := max(len(r.lines)-r.h, 0)
	switch c {
	case term.Back, term.Open, term.ReadRow:
		return uncover(nil), nil
	case term.OpenPager:
		return uncover(r.readIn(pager())), nil
	case term.OpenEditor:
		return uncover(r.readIn(editor())), nil
	case term.CopyText:
		return uncover(copied("the text", strings.Split(r.text, "\n")...)), nil
	case term.MoveUp:
		r.top--
	case term.MoveDown:
		r.top++
	case term.PageUp, term.HalfUp:
		r.top -= r.h
	case term.PageDown, term.HalfDown:
		r.top += r.h
	case term.MoveFirst:
		r.top = 0
	case term.MoveLast:
		r.top = last
	}
	r.top = min(max(r.top, 0), last)
	return nil, nil
}

func (r *reader) draw(a term.Area) {
	for i := range min(a.H, len(r.lines)-r.top) {
		p := a.Line(i)
		p.Data(term.Plain, r.lines[r.top+i])
	}
}

func (r *reader) close() {}

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
func pager() string { return cmp.Or(os.Getenv("PAGER"), "less") }

func editor() string { return cmp.Or(os.Getenv("VISUAL"), os.Getenv("EDITOR"), "vi") }
