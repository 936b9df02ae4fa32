package tui

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"spoor/internal/clean"
	"spoor/tui/screen"
	"spoor/tui/term"
	"spoor/tui/why"
	"spoor/tui/workspace"
)

// OwnCommand is a command of one's own that a key runs on the user under the cursor. What it is run on is in its
// environment and never becomes part of the command's text, since anybody can choose a name that a shell would obey:
//
//	SPOOR_CASE     the path of the case
//	SPOOR_USER     the user's key
//	SPOOR_SCORE    the user's score
//	SPOOR_FLAGGED  true or false
//	SPOOR_ADDRESS  the address at hand, empty where there is none: of the event, of the line on the Addresses tab,
//	               or of the list of an address's users
type OwnCommand struct {
	Key        string `toml:"key"`        // as the keys of the screens are named: X, ctrl+x, f5
	Name       string `toml:"name"`       // what help calls it
	Run        string `toml:"run"`        // for sh -c, or cmd /c on Windows
	Background bool   `toml:"background"` // the screens stay; the first line that it writes is shown
}

// ownCommandTime is how long a command in the background may take.
const ownCommandTime = time.Minute

// ownOutput bounds what is kept of what a command in the background writes.
const ownOutput = 64 << 10

// subjective is a screen that is about one user at a time.
type subjective interface {
	// subject is the user's row, and the address at hand.
	Subject() (row int, address string, ok bool)
}

// subjectScopes are where the keys of such screens come from.
var subjectScopes = []term.Scope{term.OnUsers, term.OnUser, term.OnSession, term.OnCase, term.OnList, term.OnFind,
	term.OnFound}

// checkOwnCommands says what is wrong with commands of one's own.
func checkOwnCommands(commands []OwnCommand) error {
	keys := map[string]string{}
	for i, c := range commands {
		switch {
		case c.Name == "":
			return fmt.Errorf("command %d has no name", i+1)
		case c.Key == "":
			return fmt.Errorf("command %s: it has no key; give it one as in key = \"X\"", c.Name)
		case c.Run == "":
			return fmt.Errorf("command %s: it runs nothing; say what, as in run = \"whois $SPOOR_ADDRESS\"", c.Name)
		case keys[c.Key] != "":
			return fmt.Errorf("command %s: the key %s is that of %s", c.Name, c.Key, keys[c.Key])
		}
		if does := term.TakenBy(subjectScopes, c.Key); does != "" {
			return fmt.Errorf("command %s: the key %s is taken: %s", c.Name, c.Key, does)
		}
		keys[c.Key] = c.Name
	}
	return nil
}

// ownCommand finds the command of a key, nil where it has none.
func (a *app) ownCommand(key tea.KeyPressMsg) *OwnCommand {
	if a.overlay != nil || term.Typing(a.topScopes()) {
		return nil
	}
	for i, c := range a.commands {
		if c.Key == key.String() || c.Key == key.Keystroke() {
			return &a.commands[i]
		}
	}
	return nil
}

// helpOfOwn lists the commands of one's own where the screen on top is about a user.
func (a *app) helpOfOwn() []screen.Item {
	if _, ok := a.top().(subjective); !ok {
		return nil
	}
	items := make([]screen.Item, len(a.commands))
	for i, c := range a.commands {
		items[i] = screen.Item{Label: c.Key, Detail: c.Name + " (your own command)",
			Act: func(screen.Host) tea.Cmd { return a.runOwn(c) }}
	}
	return items
}

// ownDone is said when a command of one's own has ended.
type ownDone struct {
	command OwnCommand
	output  string
	err     error
}

// runOwn runs a command of one's own on what the front screen is about.
func (a *app) runOwn(c OwnCommand) tea.Cmd {
	about, ok := a.front().(subjective)
	if !ok {
		a.Say(term.Plain, c.Name+" works on a user: in the list, on the user or in a session")
		return nil
	}
	if _, list := about.(*users); list && a.work.Marks.Len() > 0 {
		return a.runOnMarked(c)
	}
	row, address, ok := about.Subject()
	if !ok {
		a.Say(term.Plain, c.Name+": there is no user under the cursor")
		return nil
	}
	environment := ownEnvironment(a.work, row, address)
	if !c.Background {
		return tea.ExecProcess(shell(a.work.Ctx, c.Run, environment), func(err error) tea.Msg { return ownDone{c, "", err} })
	}
	a.Say(term.Dim, c.Name+" runs")
	return func() tea.Msg {
		output := &firstBytes{left: ownOutput}
		err := runInBackground(a.work.Ctx, c.Run, environment, output)
		return ownDone{c, string(output.text), err}
	}
}

// runInBackground runs a command and ends it where it takes too long.
func runInBackground(ctx context.Context, run string, environment []string, output io.Writer) error {
	timed, cancel := context.WithTimeout(ctx, ownCommandTime)
	defer cancel()
	command := shell(timed, run, environment)
	command.Stdout, command.Stderr = output, output
	err := command.Run()
	if timed.Err() != nil && ctx.Err() == nil {
		return fmt.Errorf("it took longer than %s and was stopped", ownCommandTime)
	}
	return err
}

// said is what is shown of a command that has ended.
func (d ownDone) said() (term.Style, string) {
	line, _, _ := strings.Cut(strings.TrimSpace(d.output), "\n")
	line = clean.Text(line)
	switch {
	case d.err != nil:
		return term.Warning, strings.TrimSuffix(d.command.Name+": "+line+"; "+d.err.Error(), "; ")
	case line == "":
		return term.Plain, d.command.Name + " is done"
	}
	return term.Plain, d.command.Name + ": " + line
}

// ownEnvironment says to a command what it is run on.
func ownEnvironment(w *workspace.Workspace, row int, address string) []string {
	return []string{
		"SPOOR_CASE=" + w.Source.Path(),
		"SPOOR_USER=" + withoutZero(w.Users.Key[row]),
		"SPOOR_SCORE=" + why.Score(w.Judgement(), row),
		"SPOOR_FLAGGED=" + strconv.FormatBool(w.Now.Flagged[row]),
		"SPOOR_ADDRESS=" + withoutZero(address),
	}
}

// withoutZero is a text that an environment can hold.
func withoutZero(text string) string { return strings.ReplaceAll(text, "\x00", "\ufffd") }

// shell is a command for the system's shell.
func shell(ctx context.Context, run string, environment []string) *exec.Cmd {
	name, flag := "sh", "-c"
	if runtime.GOOS == "windows" {
		name, flag = "cmd", "/c"
	}
	command := exec.CommandContext(ctx, name, flag, run) // #nosec G204 -- the user wrote it for that
	command.Env = append(os.Environ(), environment...)
	command.WaitDelay = time.Second
	return command
}

// firstBytes keeps the first bytes that are written.
type firstBytes struct {
	text []byte
	left int
}

func (f *firstBytes) Write(p []byte) (int, error) {
	kept := min(len(p), f.left)
	f.text, f.left = append(f.text, p[:kept]...), f.left-kept
	return len(p), nil
}

// runOnMarked runs a command of one's own on each user who is marked, one after the other.
func (a *app) runOnMarked(c OwnCommand) tea.Cmd {
	var environments [][]string
	for _, row := range markedRows(a.work) {
		environments = append(environments, ownEnvironment(a.work, int(row), ""))
	}
	if !c.Background {
		var commands term.InTurn
		for _, environment := range environments {
			commands = append(commands, shell(a.work.Ctx, c.Run, environment))
		}
		return tea.Exec(commands, func(err error) tea.Msg { return ownDone{c, "", err} })
	}
	a.Say(term.Dim, c.Name+" runs on "+term.Plural(len(environments), "user"))
	return func() tea.Msg {
		output := &firstBytes{left: ownOutput}
		for _, environment := range environments {
			if err := runInBackground(a.work.Ctx, c.Run, environment, output); err != nil {
				return ownDone{c, string(output.text), err}
			}
		}
		return ownDone{c, string(output.text), nil}
	}
}
