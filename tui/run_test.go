package tui

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
	"spoor/internal/report"
	"spoor/store/load"
	"spoor/tui/screen"
	"spoor/tui/term"
	"spoor/tui/workspace"
)

// runIn runs the whole program on made-up streams; keys are typed one after the other.
func runIn(t *testing.T, ctx context.Context, o Options, keys string) (notes string, err error) {
	t.Helper()
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	in, typing := io.Pipe()
	go func() {
		for _, key := range keys {
			time.Sleep(150 * time.Millisecond)
			if _, err := typing.Write([]byte(string(key))); err != nil {
				return
			}
		}
	}()
	var out strings.Builder
	o.Input, o.Output, o.Notes = in, io.Discard, &out
	err = Run(ctx, o)
	return out.String(), err
}

func TestRunPrintsTheWayBack(t *testing.T) {
	c := newFakeCase()
	c.File = "/srv/my logs/hibrain.db"
	notes, err := runIn(t, t.Context(), Options{Case: c, At: "users/scraper/session/2"}, "q")
	if err != nil {
		t.Fatal(err)
	}
	if notes != "spoor --at users/scraper/session/2 '/srv/my logs/hibrain.db'\n" {
		t.Errorf("it notes %q", notes)
	}
}

func TestRunComparesWithABaseline(t *testing.T) {
	c := newFakeCase()
	users, err := c.MatrixWith(t.Context(), analysis.DefaultMeasureOptions(), analysis.Window{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "base.toml")
	if err := os.WriteFile(file, []byte(analysis.FitBaseline(users, analysis.Strict().BaselinePolicy, nil).TOML()),
		0o600); err != nil {
		t.Fatal(err)
	}

	a, _, err := newRunning(t.Context(), Options{Case: c, Baseline: file})
	if err != nil {
		t.Fatal(err)
	}
	a.work.Pauses = workspace.Pauses{}
	drain(a, a.Init())
	if a.work.Against.Path != file || !strings.Contains(a.work.BaselineWords(), "base.toml") ||
		a.work.JudgeNow.Baseline != a.work.Against.Baseline {
		t.Errorf("it compares with %s", a.work.BaselineWords())
	}
	if _, _, err := newRunning(t.Context(), Options{Case: c, Baseline: file + ".old"}); err == nil {
		t.Error("a baseline that is not there is none")
	}
}

func TestRunKeepsTheStateWhenItIsCutOff(t *testing.T) {
	ctx, cut := context.WithTimeout(t.Context(), time.Second)
	defer cut()
	c := newFakeCase()
	_, err := runIn(t, ctx, Options{Case: c}, "r ")
	if !errors.Is(err, ErrInterrupted) {
		t.Errorf("it ends with %v", err)
	}
	kept, ok := readState(c.File)
	if !ok || kept.At != "rules" || len(kept.Changes) != 1 {
		t.Errorf("it keeps %+v", kept)
	}
}

func TestRunRefusesWhatItCanNotShow(t *testing.T) {
	for _, o := range []Options{{Case: newFakeCase(), At: "nowhere"}, {Case: newFakeCase(), Theme: "pink"}} {
		if err := Run(t.Context(), o); err == nil || !strings.Contains(err.Error(), "no ") {
			t.Errorf("%+v: %v", o, err)
		}
	}
}

func TestRunRefusesAFilterThatIsNone(t *testing.T) {
	var wrong WrongFilter
	if _, err := runIn(t, t.Context(), Options{Case: newFakeCase(), Filter: "score>"}, "q"); !errors.As(err, &wrong) ||
		err.Error() != "--filter: column 1: not finished: than what?" {
		t.Errorf("%v", err)
	}
}

// TestLeavingALoadKeepsWhatItHasRead leaves while a load runs: the load is told to read no more, and the screens stay
// until what it has read is kept. Who is asked to leave a second time does so at once, and the case is not let go
// before the load ends.
func TestLeavingALoadKeepsWhatItHasRead(t *testing.T) {
	const command = "spoor load --db case.db access.log"
	for keys, want := range map[string]string{"q": "kept", "qq": "cut off"} {
		ended := ""
		o := Options{Case: newFakeCase(), Loads: command,
			Load: func(ctx context.Context, stop <-chan struct{},
				progress func(load.Progress)) (load.Summary, error) {
				progress(load.Progress{Phase: load.Reading, Path: "access.log", Lines: 5})
				<-stop
				if keys == "qq" {
					<-ctx.Done()
					time.Sleep(100 * time.Millisecond)
					ended = "cut off"
					return load.Summary{}, ctx.Err()
				}
				time.Sleep(100 * time.Millisecond) // it commits
				ended = "kept"
				progress(load.Progress{Phase: load.Measuring, Lines: 5})
				<-ctx.Done() // nobody waits for the rest
				return load.Summary{Lines: 5, Stopped: true}, ctx.Err()
			}}
		notes, err := runIn(t, t.Context(), o, keys)
		if err != nil {
			t.Fatal(err)
		}
		if ended != want {
			t.Errorf("after %s the load is %q, not %q", keys, ended, want)
		}
		if !strings.Contains(notes, "to go on: "+command) {
			t.Errorf("after %s it notes %q", keys, notes)
		}
	}
}

// TestLeavingALoadSaysWhyNothingIsKept has the disk full when what is read is to be kept.
func TestLeavingALoadSaysWhyNothingIsKept(t *testing.T) {
	a, u := unstarted(t, newFakeCase())
	l := newLoading(a.work, func(_ context.Context, stop <-chan struct{},
		_ func(load.Progress)) (load.Summary, error) {
		<-stop
		return load.Summary{}, errors.New("the disk is full")
	}, u)
	a.stack = []screen.Screen{l}
	end := l.start()
	if got := asks(a, "q"); got != "" || !strings.Contains(seen(a), "saving what has been read") {
		t.Fatalf("q asks for %s:\n%s", got, seen(a))
	}
	send(a, end())
	if a.top() != screen.Screen(u) || !strings.Contains(a.note, "the disk is full") {
		t.Errorf("it says %q on %T", a.note, a.top())
	}
}

// TestStoppingALoadOpensTheCase stops a load while it reads, and when there is nothing left to be stopped.
func TestStoppingALoadOpensTheCase(t *testing.T) {
	for _, stopped := range []bool{true, false} {
		a, u := unstarted(t, newFakeCase())
		l := newLoading(a.work, func(_ context.Context, stop <-chan struct{},
			_ func(load.Progress)) (load.Summary, error) {
			<-stop
			return load.Summary{Lines: 1000, Events: 990, Rejects: 10, Stopped: stopped}, nil
		}, u)
		a.stack = []screen.Screen{l}
		a.work.Loads = "spoor load access.log"
		words, said := "stopping", "stopped after 990 events of 1,000 lines"
		if !stopped {
			l.shown.Phase = load.Measuring
			words, said = "the users are being measured", "990 events of 1,000 lines"
		}
		end := l.start()
		press(a, "esc")
		if !l.stopping || !strings.Contains(seen(a), words) {
			t.Fatalf("esc does not stop the load:\n%s", seen(a))
		}
		send(a, end())
		if a.top() != screen.Screen(u) || len(u.rows) == 0 {
			t.Fatalf("the case is not open: %T", a.top())
		}
		if !strings.HasPrefix(a.note, said) || (a.work.Loads != "") != stopped {
			t.Errorf("it says %q, and goes on with %q", a.note, a.work.Loads)
		}
	}
}

// TestWhatThereIsNotWhileALoadRuns presses keys of places that there are not yet.
func TestWhatThereIsNotWhileALoadRuns(t *testing.T) {
	a, u := unstarted(t, newFakeCase())
	a.stack = []screen.Screen{newLoading(a.work, nil, u)}
	for _, key := range []string{"O", "|", "'", ":", "N", "*", "ctrl+s", "W", ",", ".", "z"} {
		press(a, key)
		if !strings.Contains(a.note, "no such key; esc stop  q quit  ? help") || a.overlay != nil {
			t.Errorf("%s says %q", key, a.note)
		}
	}
	press(a, "?")
	if a.overlay == nil || strings.Contains(seen(a), "SQL") {
		t.Errorf("help has what there is not:\n%s", seen(a))
	}
}

func TestASecondStopLeaves(t *testing.T) {
	a, u := unstarted(t, newFakeCase())
	l := newLoading(a.work, nil, u)
	a.stack = []screen.Screen{l}
	press(a, "ctrl+c")
	if got := asks(a, "ctrl+c"); got != "tea.InterruptMsg" {
		t.Errorf("the second ctrl+c asks for %q", got)
	}
}

func TestTimeLeft(t *testing.T) {
	l := &loading{shown: load.Progress{Phase: load.Reading, Done: 25, Total: 100, Elapsed: 10 * time.Second}}
	if got := l.left(); got != "30 s" {
		t.Errorf("a quarter in 10 s leaves %q", got)
	}
	l.measured = 10 * time.Second
	l.shown = load.Progress{Phase: load.Measuring, Done: 50, Total: 100, Elapsed: 14 * time.Second}
	if got := l.left(); got != "4 s" {
		t.Errorf("half of measuring in 4 s leaves %q", got)
	}
}

func TestWheelFloodsAreThinned(t *testing.T) {
	filter := term.ThinOut(fallbackWidth, fallbackHeight)
	passed := 0
	for range 100 {
		if filter(nil, tea.MouseWheelMsg{Button: tea.MouseWheelDown}) != nil {
			passed++
		}
	}
	if passed == 0 || passed > 50 {
		t.Errorf("%d of 100 notches pass", passed)
	}
}

func TestQuoted(t *testing.T) {
	for word, want := range map[string]string{
		"users/kim/session/7": "users/kim/session/7", "my logs": "'my logs'", "it's": `'it'\''s'`, "$(rm)": "'$(rm)'",
		"a b\x1b": "'a b\x1b'",
	} {
		if got := report.Quoted(word); got != want {
			t.Errorf("%q is quoted %s", word, got)
		}
	}
}

// TestALoadThatFailsSaysWhyInFull opens a log that no format fits: why is more than the foot has room for.
func TestALoadThatFailsSaysWhyInFull(t *testing.T) {
	c := newFakeCase()
	c.Tracks = nil
	a, u := unstarted(t, c)
	const why = "bad.log: no format fits 3 lines; name it with --format, or give the log_format of nginx or the " +
		"LogFormat of Apache, or say what is called otherwise (spoor load --help)"
	l := newLoading(a.work, func(context.Context, <-chan struct{}, func(load.Progress)) (load.Summary, error) {
		return load.Summary{}, errors.New(why)
	}, u)
	a.stack = []screen.Screen{l}
	send(a, l.start()())
	got := seen(a)
	if !strings.Contains(got, "no users: the load has failed. bad.log: no format fits") ||
		!strings.Contains(got, "(spoor load --help)\n") || !strings.Contains(got, "  ! reads on") {
		t.Errorf("%s", got)
	}
	press(a, "!")
	if got := seen(a); !strings.Contains(got, "give the log_format of") || !strings.Contains(got, " nginx or the") {
		t.Errorf("in full:\n%s", got)
	}
}

// TestAtFindsNamesHoweverTheyAreComposed opens a user by letters that are composed otherwise than theirs.
func TestAtFindsNamesHoweverTheyAreComposed(t *testing.T) {
	const composed, apart = "\uae40", "\u1100\u1175\u11b7"
	for key, at := range map[string]string{composed: apart, apart: composed} {
		o := Options{Case: newFakeCase(key), At: place{screen: "users", user: at}.String()}
		notes, err := runIn(t, t.Context(), o, "q")
		if want := (place{screen: "users", user: key}).String(); err != nil || !strings.Contains(notes, want+" ") {
			t.Errorf("%s leads to %s, %v", at, notes, err)
		}
	}
}
