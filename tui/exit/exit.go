// Package exit ends the screens where they can't end by themselves, and puts the terminal back.
package exit

import (
	"context"
	"io"
	"os"
	"sync/atomic"
	"time"

	"github.com/charmbracelet/x/ansi"
	terminal "github.com/charmbracelet/x/term"
)

// Within is how long the screens may take to end once a signal tells them to. What takes longer (a commit on a
// slow disk, a terminal that takes nothing any more) is left as a power cut would leave it, which the case stands.
const Within = 800 * time.Millisecond

// Guard is what is needed to leave without the screens' help.
type Guard struct {
	Restore func()        // puts the terminal back
	WayBack func() string // the command that leads back
	Notes   io.Writer     // that it is written to; nil: nobody wants it
	Exit    func()
}

// Watch leaves where the screens have not ended Within after their context has. stop ends the watch.
func (g Guard) Watch(ctx context.Context) (stop func()) {
	var ended atomic.Bool
	context.AfterFunc(ctx, func() {
		time.AfterFunc(Within, func() {
			if ended.Swap(true) {
				return
			}
			bounded(g.Restore)
			if g.Notes != nil {
				bounded(func() { _, _ = io.WriteString(g.Notes, g.WayBack()+"\n") })
			}
			g.Exit()
		})
	})
	return func() { ended.Store(true) }
}

// bounded runs what a dead terminal could keep waiting for ever, and goes on without it.
func bounded(work func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		work()
	}()
	select {
	case <-done:
	case <-time.After(50 * time.Millisecond):
	}
}

// Restorer remembers how the terminal is and returns what puts it back so: its modes at once, and then what the screens
// switched on.
func Restorer() func() {
	tty, err := os.OpenFile("/dev/tty", os.O_RDWR, 0)
	if err != nil {
		return func() {}
	}
	before, err := terminal.GetState(tty.Fd())
	return func() {
		if err == nil {
			_ = terminal.Restore(tty.Fd(), before)
		}
		_, _ = tty.WriteString(ansi.ResetModifyOtherKeys + ansi.PopKittyKeyboard(1) + ansi.ResetModeMouseButtonEvent +
			ansi.ResetModeMouseAnyEvent + ansi.ResetModeMouseExtSgr + ansi.ResetModeBracketedPaste +
			ansi.ResetModeSynchronizedOutput +
			ansi.ResetStyle + ansi.ResetModeAltScreenSaveCursor + ansi.ShowCursor)
	}
}
