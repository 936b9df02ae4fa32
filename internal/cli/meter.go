package cli

import (
	"cmp"
	"fmt"
	"io"
	"time"

	"github.com/dustin/go-humanize"

	"spoor/internal/clean"
	"spoor/store/load"
)

// meter shows the progress of a load: on a terminal a line that is written over, elsewhere a line for each tenth.
type meter struct {
	out      io.Writer
	terminal bool
	last     time.Duration
	tenth    int64
	written  bool
}

func newMeter(out io.Writer) *meter { return &meter{out: out, terminal: isTerminal(out)} }

// betweenMeters is how long a line of the meter stands at least.
const betweenMeters = 100 * time.Millisecond

func (m *meter) show(p load.Progress) {
	if !m.terminal {
		m.showTenth(p)
		return
	}
	if p.Elapsed-m.last < betweenMeters {
		return
	}
	m.last = p.Elapsed
	m.written = true
	width := cmp.Or(terminalWidth(m.out), 80) - 1 // the last column would begin another line on some terminals
	fmt.Fprintf(m.out, "\r\x1b[K%s", clean.Cut(progressText(p), width))
}

func (m *meter) showTenth(p load.Progress) {
	if p.Total == 0 || p.Phase != load.Reading {
		return
	}
	if tenth := 10 * p.Done / p.Total; tenth > m.tenth && p.Elapsed > time.Second {
		m.tenth = tenth
		fmt.Fprintln(m.out, progressText(p))
	}
}

// clear takes the line away.
func (m *meter) clear() {
	if m.written {
		fmt.Fprint(m.out, "\r\x1b[K")
	}
}

func progressText(p load.Progress) string {
	rate := humanize.Comma(int64(float64(p.Lines) / max(p.Elapsed.Seconds(), 0.001)))
	text := fmt.Sprintf("%s lines, %s a second", humanize.Comma(p.Lines), rate)
	if p.Phase == load.Measuring {
		text = "measuring the users of " + humanize.Comma(p.Lines) + " new lines"
	}
	if p.Total > 0 {
		text = fmt.Sprintf("%3d %%  %s", min(100*p.Done/p.Total, 100), text)
	}
	if p.Rejects > 0 {
		text += ", " + humanize.Comma(p.Rejects) + " rejected"
	}
	return text
}
