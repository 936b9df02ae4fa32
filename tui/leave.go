package tui

import (
	"context"
	"errors"
	"io"
	"os"
	"sync/atomic"
	"time"

	"github.com/charmbracelet/x/ansi"
	terminal "github.com/charmbracelet/x/term"
)

// leaveWithin is how long the screens may take to end once a signal tells them to. What takes longer (a commit on a
// slow disk, a terminal that takes nothing any more) is left as a power cut would leave it, which the case stands.
const leaveWithin = 800 * time.Millisecond

// leaving is what is needed to leave without the screens' help.
type leaving struct {
	restore func() // puts the terminal back
	wayBack func() string
	notes   io.Writer
	exit    func()
}

// guard leaves where the screens have not ended leaveWithin after their context has. stop ends the watch.
func (l leaving) guard(ctx context.Context) (stop func()) {
	var ended atomic.Bool
	context.AfterFunc(ctx, func() {
		time.AfterFunc(leaveWithin, func() {
			if ended.Swap(true) {
				return
			}
			bounded(l.restore)
			if l.notes != nil {
				bounded(func() { _, _ = io.WriteString(l.notes, l.wayBack()+"\n") })
			}
			l.exit()
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

// restorer remembers how the terminal is and returns what puts it back so: its modes at once, and then what the screens
// switched on.
func restorer() func() {
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

// errLeft is what a file that is being written ends with when the screens are left.
var errLeft = errors.New("not written to its end: the program was told to stop")

// followRunner is a writer that fails once the screens are to end, so that nobody waits for a long export.
type followRunner struct {
	ctx context.Context
	to  io.Writer
}

func (w followRunner) Write(p []byte) (int, error) {
	if w.ctx.Err() != nil {
		return 0, errLeft
	}
	return w.to.Write(p)
}
