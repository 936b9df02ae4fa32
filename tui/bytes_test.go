package tui

import (
	"bytes"
	"fmt"
	"io"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"spoor/analysis"
	"spoor/tui/term"
	"spoor/tui/term/termtest"
)

// wire counts what a program sends to its terminal.
type wire struct {
	mu   sync.Mutex
	sent bytes.Buffer
}

func (w *wire) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.sent.Write(p)
}

func (w *wire) total() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.sent.Len()
}

// settled waits until nothing more is sent, and returns how much was sent in all.
func (w *wire) settled() int {
	before := -1
	for now := w.total(); now != before; now = w.total() {
		before = now
		time.Sleep(4 * time.Second / framesPerSecond)
	}
	return before
}

// TestBytesOfAScroll holds the cost of the screens over a slow line: one line of scrolling is at most 600 bytes, and
// nothing is sent where nothing changes. Where the reasons stand beside the list a scroll is a leap of half a page, so
// the mean over a page counts.
func TestBytesOfAScroll(t *testing.T) {
	for _, size := range []struct{ w, h, keys int }{{120, 40, 60}, {80, 24, 20}} {
		t.Run(fmt.Sprintf("%dx%d", size.w, size.h), func(t *testing.T) {
			t.Parallel()
			p, out := startProgram(t, size.w, size.h)
			first := out.settled()
			if first < 1000 {
				t.Fatalf("only %d bytes for the first frame", first)
			}
			if idle := out.settled() - first; idle != 0 {
				t.Errorf("%d bytes while nothing happens", idle)
			}
			for range size.h { // past the end of the window
				p.Send(termtest.Key("down"))
			}
			before := out.settled()
			for range size.keys {
				p.Send(termtest.Key("down"))
				time.Sleep(2 * time.Second / framesPerSecond)
			}
			each := (out.settled() - before) / size.keys
			t.Logf("first frame %d bytes, one line of scrolling %d bytes", first, each)
			if each > 600 {
				t.Errorf("one line of scrolling sends %d bytes", each)
			}
		})
	}
}

// startProgram runs the app as the renderer would for a terminal of that size, until the test ends.
func startProgram(t *testing.T, w, h int) (*tea.Program, *wire) {
	t.Helper()
	th, err := term.NewTheme("auto", false)
	if err != nil {
		t.Fatal(err)
	}
	work := newWork(t.Context(), newFakeCase(), analysis.Strict(), nil)
	work.Pauses.Guessing = 0
	out := new(wire)
	in, keep := io.Pipe()
	p := tea.NewProgram(newApp(th, work, newUsers(work)), tea.WithInput(in), tea.WithOutput(out), tea.WithWindowSize(w, h),
		tea.WithFPS(framesPerSecond), tea.WithColorProfile(colorprofile.ANSI), tea.WithoutSignals())
	done := make(chan error)
	go func() { _, err := p.Run(); done <- err }()
	t.Cleanup(func() {
		p.Quit()
		if err := <-done; err != nil {
			t.Error(err)
		}
		keep.Close()
	})
	time.Sleep(time.Second) // by then the case is judged
	return p, out
}
