package tui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"spoor/analysis"
	"spoor/internal/clean"
	"spoor/store"
	"spoor/store/load"
	"spoor/tui/exit"
	"spoor/tui/find"
	"spoor/tui/screen"
	"spoor/tui/term"
	"spoor/tui/userlist"
	"spoor/tui/workspace"
)

// Options say what the screens show and how.
type Options struct {
	Case  workspace.Case
	Load  Loader           // runs first, with its progress on screen; nil: the case is shown as it is
	Loads string           // the command that does the same, and goes on with it where it was stopped
	Reach string           // what commands take besides the path to reach the case, with a blank before it; "": nothing
	Rules analysis.RuleSet // that the users are judged by; the zero value is strict
	Zone  *time.Location   // of the times on screen; nil: UTC
	// Baseline is the file that says whom users are compared with, as spoor rules learn writes it; "": the case's own, or
	// the one that was in use when the case was left.
	Baseline string
	At       string // the place to open, as printed on leaving; "": where the case was left

	Theme   string // auto, contrast, dark, light or mono; "" is auto
	ASCII   bool   // draw with ASCII characters only
	NoMouse bool   // leave the mouse to the terminal
	NoSync  bool   // no synchronized output

	View     string          // a view that was saved in the case, to open; "": none
	Filter   string          // of the list of users; "": where the case was left
	Window   analysis.Window // the part of the time that counts; the zero value is all of it
	Overview bool            // the overview comes first, where no place is said

	Commands []OwnCommand // of one's own, by key

	Input  io.Reader // nil: the terminal
	Output io.Writer // nil: the terminal
	Notes  io.Writer // gets the way back to the last place on leaving; nil: nobody

	// Exit ends the process, if a signal has told the screens to end and they are kept from it. nil: they are waited for.
	Exit func()
}

// ErrInterrupted is returned where the screens were left by ctrl+c, by a signal, or because their context ended.
var ErrInterrupted = errors.New("interrupted")

// framesPerSecond is enough for eyes and spares slow lines.
const framesPerSecond = 30

// Run shows the screens until they are left. Where the case was left is kept however that came about, a lost connection
// included.
func Run(ctx context.Context, o Options) error {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGHUP, syscall.SIGTERM)
	defer stop()
	var running atomic.Pointer[tea.Program]
	work, end := context.WithCancel(store.WithWaiting(ctx, func(what string) {
		if program := running.Load(); program != nil {
			program.Send(screen.Say(term.Warning, what))
		}
	}))
	defer end()
	a, u, err := newRunning(work, o)
	if err != nil {
		return err
	}
	if o.Exit != nil {
		g := exit.Guard{Restore: exit.Restorer(), WayBack: a.lastWayBack, Notes: o.Notes, Exit: o.Exit}
		defer g.Watch(ctx)()
	}
	a.keep = func() state { return a.state(u) }
	program := tea.NewProgram(a, o.program(work)...)
	running.Store(program)
	var watching sync.WaitGroup // which ends before the case is closed
	watching.Go(func() {
		if err := workspace.Follow(work, o.Case, watchEvery, program.Send); err != nil && work.Err() == nil {
			program.Send(screen.Say(term.Warning, "events that come in will not be seen: "+err.Error()))
		}
	})
	_, err = program.Run()
	interrupted := ctx.Err() != nil || errors.Is(err, tea.ErrInterrupted)
	end()
	watching.Wait()
	o.finish(a.work)
	if err := a.state(u).write(); err != nil && o.Notes != nil {
		fmt.Fprintln(o.Notes, "spoor: the place in the case could not be kept:", err)
	}
	if o.Notes != nil {
		a.tellPartial(o.Notes)
		fmt.Fprintln(o.Notes, clean.Text(a.wayBack()))
	}
	if interrupted {
		return ErrInterrupted
	}
	return err
}

// finish writes what is still to be written, and says so where that takes long.
func (o Options) finish(work *workspace.Workspace) {
	notes := o.Notes
	if notes == nil {
		notes = io.Discard
	}
	late := time.AfterFunc(exit.Within, func() {
		fmt.Fprintln(notes, "spoor: writing what is still to be written; ctrl+c leaves without it")
	})
	defer late.Stop()
	if err := work.Finish(); err != nil {
		fmt.Fprintln(notes, "spoor: a verdict could not be kept:", err)
	}
}

// tellPartial says that the case is partial, and how to go on.
func (a *app) tellPartial(notes io.Writer) {
	l, loading := a.stack[0].(*loading)
	if note := partialNote(a.work, loading && (l.stopping || !l.measuring())); note != "" {
		fmt.Fprintln(notes, "spoor:", clean.Text(note))
	}
}

// Check reports an unknown theme, a malformed place, and commands whose keys are taken.
func (o Options) Check() error {
	if err := checkOwnCommands(o.Commands); err != nil {
		return err
	}
	if _, err := term.NewTheme(o.Theme, o.ASCII); err != nil || o.At == "" {
		return err
	}
	_, err := parsePlace(o.At)
	return err
}

// newRunning makes the app as the options want it, and its list of users.
func newRunning(ctx context.Context, o Options) (*app, *users, error) {
	t, err := term.NewTheme(o.Theme, o.ASCII)
	if err != nil {
		return nil, nil, err
	}
	if o.Rules == (analysis.RuleSet{}) {
		o.Rules = analysis.Strict()
	}
	work := newWork(ctx, o.Case, o.Rules, o.Zone)
	work.Opens, work.Reach = o.Window, o.Reach
	u := newUsers(work)
	if kept, ok := readState(o.Case.Path()); ok && o.At == "" {
		kept.restore(u)
	}
	if o.Baseline != "" {
		if work.Against, err = workspace.FileBaseline(o.Baseline); err != nil {
			return nil, nil, err
		}
	}
	if err := o.restoreView(ctx, u); err != nil {
		return nil, nil, err
	}
	if o.Overview {
		u.visit = &place{screen: "overview"}
	}
	if o.At != "" {
		at, err := parsePlace(o.At)
		if err != nil {
			return nil, nil, err
		}
		u.visit = &at
	}
	var first screen.Screen = u
	if o.Load != nil {
		work.Loads = o.Loads
		first = newLoading(work, gated(o.Load, work), u)
	}
	a := newApp(t, work, first)
	a.commands = o.Commands
	if err := o.Case.CheckWritable(); err != nil {
		a.Say(term.Warning, "the case can only be read, so no verdict can be kept in it: "+err.Error())
	}
	a.mouse, a.sync = !o.NoMouse, !o.NoSync
	return a, u, nil
}

// restoreView shows the view and the filter that were asked for.
func (o Options) restoreView(ctx context.Context, u *users) error {
	if o.View != "" {
		s, err := viewNamed(ctx, o.Case, o.View)
		if err != nil {
			return err
		}
		s.restore(u)
		if s.From != 0 || s.To != 0 {
			u.work.Opens = analysis.Window{From: s.From, To: s.To}
		}
	}
	if o.Filter == "" {
		return nil
	}
	f, err := userlist.Parse(o.Filter, u.work.Clock, u.work.OwnRules())
	var wrong *find.Error
	if errors.As(err, &wrong) {
		return WrongFilter{wrong}
	}
	u.want.Filter = f
	return nil
}

// WrongFilter is a filter among the options that can't be understood.
type WrongFilter struct{ Wrong *find.Error }

func (w WrongFilter) Error() string {
	return fmt.Sprintf("--filter: column %d: %s", w.Wrong.From+1, w.Wrong.Why)
}

// gated is a loader that can be waited for: the end waits while it runs, and it does not begin after the end.
func gated(l Loader, work *workspace.Workspace) Loader {
	return func(ctx context.Context, stop <-chan struct{},
		progress func(load.Progress)) (load.Summary, error) {
		defer work.Hold()()
		if err := ctx.Err(); err != nil {
			return load.Summary{}, err
		}
		return l(ctx, stop, progress)
	}
}

func (o Options) program(ctx context.Context) []tea.ProgramOption {
	// Signals end the context, and nothing else: two who hear of a signal can wait for each other.
	options := []tea.ProgramOption{tea.WithContext(ctx), tea.WithoutSignalHandler(), tea.WithFPS(framesPerSecond),
		tea.WithFilter(term.ThinOut(fallbackWidth, fallbackHeight))}
	if o.Input != nil {
		options = append(options, tea.WithInput(o.Input))
	}
	if o.Output != nil {
		options = append(options, tea.WithOutput(o.Output))
	}
	if os.Getenv("NO_COLOR") != "" { // any value counts, which the library sees otherwise
		options = append(options, tea.WithColorProfile(colorprofile.ASCII))
	}
	return options
}

// whereabouts are what the way back depends on.
type whereabouts struct {
	link, filter, file, baseline string
	rules                        analysis.RuleSet
	window                       analysis.Window
}

func (a *app) whereabouts(link string) whereabouts {
	now := whereabouts{link: link, file: a.work.File.Path, baseline: a.work.Against.Path, rules: a.work.Rules,
		window: a.work.Window}
	if root, ok := a.stack[0].(*users); ok {
		now.filter = root.want.Filter.Text
	}
	return now
}

// wayBack is the command that shows what is on screen again, by the same rules, in the same window and with the same
// filter; it is to be cleaned.
func (a *app) wayBack() string {
	filter := ""
	if root, ok := a.stack[0].(*users); ok {
		filter = root.want.Filter.Text
	}
	return a.work.WayBack(a.link(), filter)
}

// watchEvery is how often the case is looked at for what is new. It costs one statement that reads the head of the
// file.
const watchEvery = time.Second
