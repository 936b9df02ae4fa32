//go:build unix

package tui

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"spoor/internal/report"
	"spoor/tui/internal/fakecase"
)

// built is the program, built once for all runs in tmux.
var built = sync.OnceValues(func() (string, error) {
	file := filepath.Join(os.Getenv("XDG_STATE_HOME"), "spoor-in-tmux") // the folder that TestMain removes
	text, err := exec.Command("go", "build", "-o", file, "spoor").CombinedOutput()
	if err != nil {
		err = fmt.Errorf("%w: %s", err, text)
	}
	return file, err
})

// desk is a terminal of tmux in which the program runs on a log of its own.
type desk struct {
	t      *testing.T
	folder string
	server string // of tmux, for this test alone
	opened int    // terminals, of which the last is looked at
}

// newDesk writes a log of two users and leaves the terminal to be opened.
func newDesk(t *testing.T) *desk {
	t.Helper()
	if testing.Short() {
		t.Skip("runs in tmux are left out")
	}
	for _, tool := range []string{"tmux", "go"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip(err)
		}
	}
	if _, err := built(); err != nil {
		t.Fatal(err)
	}
	d := &desk{t: t, folder: t.TempDir(), server: fmt.Sprintf("spoor-%d-%s", os.Getpid(), t.Name())}
	d.log("access.log", fakecase.Start, 24, "kim", "lee")
	d.tmux("new-session", "-d", "-s", "keeper", "sleep 600") // a server without a session ends
	socket := strings.TrimSpace(d.tmux("display-message", "-p", "#{socket_path}"))
	t.Cleanup(func() {
		running := strings.Fields(d.tmux("list-panes", "-a", "-F", "#{pane_pid}"))
		d.tmux("kill-server")
		_ = os.Remove(socket) // some versions leave it
		awaitEnd(running)
	})
	return d
}

// awaitEnd waits until processes have ended, which write to their folder until then, but not for ever.
func awaitEnd(processes []string) {
	end := time.Now().Add(patience)
	for _, name := range processes {
		process, err := strconv.Atoi(name)
		for err == nil && syscall.Kill(process, 0) == nil && time.Now().Before(end) {
			time.Sleep(10 * time.Millisecond)
		}
	}
}

// log writes a log of people who take turns, an event a minute.
func (d *desk) log(name string, at time.Time, events int, users ...string) {
	d.t.Helper()
	var log strings.Builder
	for i := range events {
		at = at.Add(time.Minute)
		fmt.Fprintf(&log, "10.0.0.%d - %s [%s] \"GET /jobs/%d HTTP/1.1\" 200 512 \"-\" \"%s\"\n",
			1+i%len(users), users[i%len(users)], at.Format("02/Jan/2006:15:04:05 -0700"), 100+i, fakecase.Browser)
	}
	if err := os.WriteFile(filepath.Join(d.folder, name), []byte(log.String()), 0o600); err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) tmux(arguments ...string) string {
	d.t.Helper()
	command := exec.Command("tmux", append([]string{"-L", d.server, "-f", "/dev/null", "-u"}, arguments...)...)
	command.Env = append(os.Environ(), "XDG_STATE_HOME="+d.folder)
	text, err := command.CombinedOutput()
	if err != nil {
		d.t.Fatalf("tmux %v: %v: %s", arguments, err, text)
	}
	return string(text)
}

// open runs the program in a new terminal; what comes after it is for the shell.
func (d *desk) open(before, options, after string) {
	d.t.Helper()
	program, err := built()
	if err != nil {
		d.t.Fatal(err)
	}
	d.opened++
	d.tmux("new-session", "-d", "-s", d.screen(), "-x", "100", "-y", "30",
		"cd "+report.Quoted(d.folder)+" && "+before+" "+report.Quoted(program)+" --db case.db "+options+after)
}

// screen is what tmux calls the terminal that was opened last.
func (d *desk) screen() string { return "screen" + strconv.Itoa(d.opened) }

func (d *desk) press(keys ...string) {
	d.t.Helper()
	d.tmux(append([]string{"send-keys", "-t", d.screen()}, keys...)...)
}

// patience is how long a slow machine may take for a step, and for one of a million users.
var patience = map[bool]time.Duration{false: 30 * time.Second,
	true: 5 * time.Minute}[os.Getenv("SPOOR_LONG_TESTS") != ""]

// sees waits until all of some texts are on the screen.
func (d *desk) sees(texts ...string) {
	d.t.Helper()
	screen := ""
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		screen = d.tmux("capture-pane", "-p", "-t", d.screen())
		missing := false
		for _, text := range texts {
			missing = missing || !strings.Contains(screen, text)
		}
		if !missing {
			return
		}
	}
	d.t.Fatalf("there is no %q on the screen:\n%s", texts, screen)
}

func TestInTmuxItStartsAndQuits(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.open("", "access.log", "; echo status $?; sleep 60")
	d.sees("2 users  24 events  1 Mar 2003 UTC", "kim", "lee", "24 events of 24 lines loaded")
	d.press("q")
	d.sees("spoor --at users ", "status 0")
}

func TestInTmuxItLeadsDownToTheLine(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.open("", "access.log", "; echo status $?; sleep 60")
	d.sees("loaded in", "kim", "lee") // the list, too, has been made
	d.press("End", "Enter")
	d.sees("› lee")
	d.press("Tab")
	d.sees("Sat 1 Mar 2003 00:02:00")
	d.press("Enter")
	d.sees("› session 1 of 1")
	d.press("Down", "Enter")
	d.sees("access.log", `10.0.0.2 - lee [01/Mar/2003:00:04:00 +0000] "GET /jobs/103 HTTP/1.1" 200 512`)
	d.press("q")
	d.sees("spoor --at users/lee/session/1/event/2 ", "status 0")
}

// TestInTmuxNewEventsAreSeen loads another log into the case that is open, by another process, and brings it in.
func TestInTmuxNewEventsAreSeen(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.open("", "access.log", "; echo status $?; sleep 60")
	d.sees("loaded in", "kim", "lee")
	d.press("End", "Enter", "Tab")
	d.sees("› lee", "Sat 1 Mar 2003 00:02:00")
	d.log("more.log", fakecase.Start.AddDate(0, 0, 1), 12, "lee", "ahn", "choi")
	program, err := built()
	if err != nil {
		t.Fatal(err)
	}
	load := exec.Command(program, "load", "--db", "case.db", "more.log")
	load.Dir = d.folder
	if text, err := load.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	d.sees("new: 12")
	d.press("N")
	d.sees("12 events brought in", "Sun 2 Mar 2003 00:01:00", "user 2/4")
	d.press("Escape")
	d.sees("4 users  36 events", "ahn", "choi")
	d.press("q")
	d.sees("status 0")
}

// TestInTmuxALostConnectionKeepsTheState cuts the line while a rule is turned, and comes back to it.
func TestInTmuxALostConnectionKeepsTheState(t *testing.T) {
	d := newDesk(t)
	t.Setenv("XDG_STATE_HOME", d.folder) // where the state is read, too
	d.open("exec", "access.log", "")
	d.sees("loaded in", "kim", "lee")
	d.press("r")
	d.sees("[x]  reading-time")
	d.press("Space")
	d.sees("[ ]  reading-time")
	process, err := strconv.Atoi(strings.TrimSpace(d.tmux("list-panes", "-t", d.screen(), "-F", "#{pane_pid}")))
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(process, syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		kept, ok := readState(filepath.Join(d.folder, "case.db"))
		if ok && slices.Contains(kept.Changes, "reading-time.on=false") {
			break
		}
		if time.Now().After(end) {
			t.Fatalf("it keeps %+v", kept)
		}
	}
	d.open("exec", "", "")
	d.sees("› Rules", "[ ]  reading-time")
}
