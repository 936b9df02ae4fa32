package screen

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

// Note is a box with a text to type that may have several lines.
type Note struct {
	title string // the program's own words
	text  *term.Editor
	then  func(text string) Action
}

// NewNote asks for a text that begins with a value; then says what is done with it, without the spaces around it.
func NewNote(title, value string, then func(text string) Action) *Note {
	return &Note{title, term.NewEditor(value, longestNote), then}
}

// Caption implements [Screen].
func (n *Note) Caption() Caption { return Caption{Crumb: n.title} }

// Scopes implements [Screen].
func (n *Note) Scopes() []term.Scope { return []term.Scope{term.OnPrompt} }

// Typed is the text as it is typed.
func (n *Note) Typed() string { return n.text.Value() }

// tallestNote is how many lines of a note are shown while it is typed.
const tallestNote = 12

// Size implements [Overlay].
func (n *Note) Size(body BodySize) (w, h int) {
	w = min(widestAsk, body.W)
	return w, min(min(n.text.Rows(w-edgesWidth), tallestNote)+3, body.H)
}

// Update implements [Screen].
func (n *Note) Update(msg tea.Msg) (Action, tea.Cmd) {
	switch msg := msg.(type) {
	case BodySize:
		n.text.Resize(min(widestAsk, msg.W) - edgesWidth)
	case tea.KeyPressMsg, tea.PasteMsg:
		n.text.Update(msg)
	case term.Command:
		switch msg {
		case term.Accept:
			return Uncover(n.then(strings.TrimSpace(n.text.Value()))), nil
		case term.CancelInput:
			return Uncover(nil), nil
		}
	}
	return nil, nil
}

// Draw implements [Screen].
func (n *Note) Draw(a term.Area) {
	n.text.Draw(a.Rows(0, max(a.H-1, 1)))
	if a.H > 1 {
		p := a.Line(a.H - 1)
		p.Own(term.Dim, "enter keeps it, alt+enter begins a line, esc drops it")
		p.OwnRight(term.Dim, term.Count(n.text.Length())+" of "+term.Count(longestNote))
	}
}

// Close implements [Screen].
func (n *Note) Close() {}

// Reader is a box that shows a text in full, whatever its length.
type Reader struct {
	title string   // the program's own words
	text  string   // as it is shown: of lines that are clean
	prose bool     // broken between words
	lines []string // of the text, as wide as the box
	top   int      // the first line that is shown
	h     int      // lines that are shown
}

// NewReader shows what somebody has written, from outside, under a title that is the program's own words.
func NewReader(title, text string) *Reader {
	r := NewCleanReader(title, clean.Lines(strings.Split(text, "\n")))
	r.prose = true
	return r
}

// NewCleanReader shows a text whose lines are clean already, as those of a list are.
func NewCleanReader(title, text string) *Reader { return &Reader{title: title, text: text} }

// Caption implements [Screen].
func (r *Reader) Caption() Caption {
	last := min(r.top+r.h, len(r.lines))
	return Caption{Crumb: r.title, Position: term.Count(last) + "/" + term.Count(len(r.lines))}
}

// Scopes implements [Screen].
func (r *Reader) Scopes() []term.Scope { return []term.Scope{term.OnReader, term.OnList} }

// Size implements [Overlay].
func (r *Reader) Size(body BodySize) (w, h int) { return body.W, min(len(r.lines)+edgesHeight, body.H) }

// layOut breaks the text for a body. The line at the top stays about where it was.
func (r *Reader) layOut(body BodySize) {
	r.lines = nil
	for line := range strings.SplitSeq(r.text, "\n") {
		// What was the end of a line within a cell does not become one here.
		line = strings.ReplaceAll(clean.Unpictured(line), "\n", clean.Text("\n"))
		parts := []string{line}
		if width := body.W - edgesWidth; r.prose && clean.Width(line) > width {
			parts = term.Wrap(line, width)
		}
		for _, part := range parts {
			r.lines = append(r.lines, term.WrapText(part, body.W-edgesWidth)...)
		}
	}
	r.h = min(len(r.lines), max(body.H-edgesHeight, 1))
}

// Update implements [Screen].
func (r *Reader) Update(msg tea.Msg) (Action, tea.Cmd) {
	switch msg := msg.(type) {
	case BodySize:
		r.layOut(msg)
		return r.scroll(term.NoCommand)
	case term.Command:
		return r.scroll(msg)
	}
	return nil, nil
}

// scroll moves the text, and closes the box where that is asked for.
func (r *Reader) scroll(c term.Command) (Action, tea.Cmd) {
	last := max(len(r.lines)-r.h, 0)
	switch c {
	case term.Back, term.Open, term.ReadRow:
		return Uncover(nil), nil
	case term.OpenPager:
		return Uncover(r.readIn(pager())), nil
	case term.OpenEditor:
		return Uncover(r.readIn(editor())), nil
	case term.CopyText:
		return Uncover(copyText("the text", r.text)), nil
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

// Draw implements [Screen].
func (r *Reader) Draw(a term.Area) {
	for i := range min(a.H, len(r.lines)-r.top) {
		p := a.Line(i)
		p.Data(term.Plain, clean.Unpictured(r.lines[r.top+i]))
	}
}

// Close implements [Screen].
func (r *Reader) Close() {}

// readIn shows the text in a program of one's own, without what a terminal would obey. It is written to a file that
// nobody else can read, and that is gone afterwards.
func (r *Reader) readIn(program string) Action {
	text := r.text + "\n"
	return func(h Host) tea.Cmd {
		file, err := os.CreateTemp("", "spoor-*.txt")
		if err != nil {
			h.Say(term.Warning, err.Error())
			return nil
		}
		_, err = file.WriteString(text)
		if err := cmp.Or(err, file.Close()); err != nil {
			h.Say(term.Warning, err.Error())
			return nil
		}
		return tea.ExecProcess(shellOn(h.Context(), program, file.Name()), func(err error) tea.Msg {
			_ = os.Remove(file.Name())
			if err != nil {
				return Say(term.Warning, program+": "+err.Error())
			}
			return Say(term.Plain, "back from "+program)
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
