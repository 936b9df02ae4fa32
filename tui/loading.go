package tui

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/dustin/go-humanize"

	"spoor/store/load"
	"spoor/tui/screen"
	"spoor/tui/task"
	"spoor/tui/term"
	"spoor/tui/workspace"
)

// Loader puts logs into the case, telling its progress. Once stop is closed it reads no more, and keeps and measures
// what it has read. It ends soon after its context does, keeping what the case has by then.
type Loader func(ctx context.Context, stop <-chan struct{},
	progress func(load.Progress)) (load.Summary, error)

// loading shows how far a load is. When the load ends, the users take its place.
type loading struct {
	work     *workspace.Workspace
	load     Loader
	next     *users
	cancel   context.CancelFunc
	stop     chan struct{} // closed: the load is to read no more
	stopping bool
	leaving  bool                           // once what is read is kept
	latest   *atomic.Pointer[load.Progress] // written by the load, read by the tick
	shown    load.Progress
	measured time.Duration // when measuring began
}

// loadEnded is the end of a load.
type loadEnded struct {
	summary load.Summary
	err     error
}

// progressed brings the latest progress.
type progressed struct{ load.Progress }

func newLoading(w *workspace.Workspace, l Loader, next *users) *loading {
	return &loading{work: w, load: l, next: next, stop: make(chan struct{}), latest: new(atomic.Pointer[load.Progress])}
}

func (l *loading) Caption() screen.Caption { return screen.Caption{Crumb: "Loading", Link: "users"} }

func (l *loading) Scopes() []term.Scope { return []term.Scope{term.OnLoading} }

func (l *loading) Update(msg tea.Msg) (screen.Action, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.Started:
		return nil, tea.Batch(l.start(), l.tick())
	case progressed:
		if msg.Phase != l.shown.Phase {
			l.measured = msg.Elapsed
		}
		l.shown = msg.Progress
		if l.leaving && l.measuring() {
			return nil, tea.Quit
		}
		return nil, l.tick()
	case loadEnded:
		if l.leaving && msg.err == nil {
			return nil, tea.Quit
		}
		return l.ended(msg), nil
	case term.Command:
		if msg == term.StopLoading {
			return l.halt(), nil
		}
	}
	return nil, nil
}

func (l *loading) start() tea.Cmd {
	ctx, cancel := context.WithCancel(l.work.Ctx)
	l.cancel = cancel
	run, stop, latest := l.load, l.stop, l.latest
	return func() tea.Msg {
		summary, err := run(ctx, stop, func(p load.Progress) { latest.Store(&p) })
		return loadEnded{summary, err}
	}
}

func (l *loading) tick() tea.Cmd {
	latest := l.latest
	return tea.Tick(task.TellEvery, func(time.Time) tea.Msg {
		if p := latest.Load(); p != nil {
			return progressed{*p}
		}
		return progressed{}
	})
}

// halt stops the load; asked a second time, it leaves.
func (l *loading) halt() screen.Action {
	if l.stopping {
		return func(screen.Host) tea.Cmd { return tea.Interrupt }
	}
	l.stopReading()
	if l.measuring() {
		return screen.Say(term.Plain, "everything has been read, and the users are being measured; again leaves")
	}
	return screen.Say(term.Warning, "stopping; what is read is kept")
}

// quit stops the load as halt does, and leaves when what is read is kept; asked a second time, it leaves at once.
func (l *loading) quit() tea.Cmd {
	if l.leaving || l.measuring() {
		return tea.Quit
	}
	l.leaving = true
	l.stopReading()
	return nil
}

// measuring reports whether all that is to be read is in the case.
func (l *loading) measuring() bool { return l.shown.Phase == load.Measuring }

func (l *loading) stopReading() {
	if !l.stopping {
		l.stopping = true
		close(l.stop)
	}
}

// ended opens the users, with a word on how it went.
func (l *loading) ended(end loadEnded) screen.Action {
	s, text := term.Good, term.Plural(end.summary.Events, "event")+" of "+term.Plural(end.summary.Lines, "line")+
		" loaded in "+term.ShortDuration(end.summary.Elapsed)
	if end.summary.Rejects == 0 && len(end.summary.Embedded) == 0 {
		text += "; ? lists the keys"
	}
	if end.summary.Rejects > 0 {
		s, text = term.Warning, text+", "+term.Plural(end.summary.Rejects, "reject")+": x shows why"
	}
	if embedded := end.summary.Embedded; len(embedded) > 0 {
		text += "; embedded in pages: " + embedded[0].Template
		if more := len(embedded) - 1; more > 0 {
			text += fmt.Sprintf(" and %d more", more)
		}
	}
	if len(end.summary.Remarked) > 0 {
		s, text = term.Warning, text+"; there is a remark on what was read: o shows it"
	}
	switch {
	case end.summary.Stopped || errors.Is(end.err, context.Canceled):
		s, text = term.Warning, "stopped after "+text
	case end.err != nil:
		s, text = term.Warning, end.err.Error()
		l.work.LoadFailure = text
	}
	next := l.next
	if !end.summary.Stopped && end.err == nil {
		l.work.Loads = ""
	}
	return func(h screen.Host) tea.Cmd {
		cmd := h.Swap(next)
		h.Say(s, text)
		return tea.Batch(cmd, h.TellTop(screen.Started{}), l.work.ReadKept())
	}
}

func (l *loading) Close() {
	if l.cancel != nil {
		l.cancel()
	}
}

func (l *loading) Draw(a term.Area) {
	a = a.Rows(min(1, a.H/8), a.H).Columns(2, a.W-2)
	p := l.shown
	title := a.Line(0)
	switch p.Phase {
	case load.Reading:
		title.Own(term.Strong, "reading ")
		title.Data(term.Plain, filepath.Base(p.Path))
	case load.Measuring:
		title.Own(term.Strong, "measuring the users")
	default:
		title.Own(term.Strong, "opening the log")
	}
	bar := a.Line(2)
	width := min(task.ProgressWidth, a.W-8)
	if p.Total > 0 {
		bar.Within(width).Bar(term.Chart, float64(p.Done)/float64(p.Total), width)
		bar.MoveTo(width)
		bar.Within(7).OwnRight(term.Strong, term.Percent(int(p.Done), int(p.Total)))
	} else {
		bar.Own(term.Plain, humanize.IBytes(uint64(max(p.Done, 0))))
	}
	numbers := a.Line(4)
	numbers.Own(term.Plain, term.Plural(p.Lines, "line"))
	if rate := term.PerSecond(p.Lines, p.Elapsed); rate != "" && p.Phase == load.Reading {
		numbers.Own(term.Dim, "   "+rate+" a second")
	}
	if left := l.left(); left != "" {
		numbers.Own(term.Dim, "   "+left+" left")
	}
	if p.Rejects > 0 {
		numbers.Own(term.Warning, "   "+term.Plural(p.Rejects, "reject"))
	}
	switch {
	case l.leaving:
		a.Line(6).Own(term.Warning, "saving what has been read, then leaving; q again leaves at once")
	case l.stopping && !l.measuring():
		a.Line(6).Own(term.Warning, "stopping…")
	}
}

// left is how long the phase will take, if it goes on like this.
func (l *loading) left() string {
	p := l.shown
	elapsed := p.Elapsed
	if p.Phase == load.Measuring {
		elapsed -= l.measured
	}
	if p.Done <= 0 || p.Total <= p.Done || elapsed < time.Second {
		return ""
	}
	return term.LongDuration(time.Duration(float64(elapsed) * float64(p.Total-p.Done) / float64(p.Done)))
}
