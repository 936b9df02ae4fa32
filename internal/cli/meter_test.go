package cli

import (
	"strings"
	"testing"
	"time"

	"spoor/internal/clean"
	"spoor/store/load"
)

// TestMeterOnATerminal: one line is written over, no more than ten times a second, and taken away at the end.
func TestMeterOnATerminal(t *testing.T) {
	var out strings.Builder
	m := meter{out: &out, terminal: true}
	m.clear() // nothing is there yet
	for _, p := range []load.Progress{
		{Elapsed: 100 * time.Millisecond, Lines: 100, Done: 1, Total: 4},
		{Elapsed: 199 * time.Millisecond, Lines: 200, Done: 2, Total: 4},
		{Elapsed: 200 * time.Millisecond, Lines: 300, Done: 5, Total: 4, Rejects: 1000},
		{Elapsed: 2 * time.Second, Lines: 3000, Phase: load.Measuring},
	} {
		m.show(p)
	}
	m.clear()
	want := "\r\x1b[K 25 %  100 lines, 1,000 a second" +
		"\r\x1b[K100 %  300 lines, 1,500 a second, 1,000 rejected" +
		"\r\x1b[Kmeasuring the users of 3,000 new lines\r\x1b[K"
	if out.String() != want {
		t.Errorf("got %q\nwant %q", out.String(), want)
	}
}

// TestMeterInAFile: a line for each tenth of what is read, once a second has passed.
func TestMeterInAFile(t *testing.T) {
	var out strings.Builder
	m := newMeter(&out)
	for _, p := range []load.Progress{
		{Phase: load.Reading, Elapsed: time.Second, Lines: 10, Done: 30, Total: 100},
		{Phase: load.Reading, Elapsed: 2 * time.Second, Lines: 20, Done: 39, Total: 100},
		{Phase: load.Reading, Elapsed: 3 * time.Second, Lines: 30, Done: 39, Total: 100},
		{Phase: load.Reading, Elapsed: 4 * time.Second, Lines: 40, Done: 40, Total: 100},
		{Phase: load.Measuring, Elapsed: 5 * time.Second, Lines: 50, Done: 80, Total: 100},
		{Phase: load.Reading, Elapsed: 6 * time.Second, Lines: 60, Done: 60},
	} {
		m.show(p)
	}
	m.clear()
	if want := " 39 %  20 lines, 10 a second\n 40 %  40 lines, 10 a second\n"; out.String() != want {
		t.Errorf("got %q\nwant %q", out.String(), want)
	}
}

// TestMeterKeepsToItsLine: a line that went on in the next one would not be written over.
func TestMeterKeepsToItsLine(t *testing.T) {
	var out strings.Builder
	m := meter{out: &out, terminal: true}
	m.show(load.Progress{Elapsed: time.Second, Lines: 1 << 60, Done: 1, Total: 4, Rejects: 1 << 60})
	line := strings.TrimPrefix(out.String(), "\r\x1b[K")
	if full := " 25 %  1,152,921,504,606,846,976 lines, "; !strings.HasPrefix(line, full) || clean.Width(line) != 79 {
		t.Errorf("%d wide: %q", clean.Width(line), line)
	}
}
