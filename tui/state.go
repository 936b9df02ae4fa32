package tui

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
	"spoor/internal/wholefile"
	"spoor/tui/screen"
	"spoor/tui/userlist"
	"spoor/tui/workspace"
)

// state is what is kept of a case's screens from one time to the next.
type state struct {
	Case     string   `json:"case"`
	At       string   `json:"at"`
	User     string   `json:"user,omitempty"` // under the cursor of the list
	Sort     string   `json:"sort"`
	Reverse  bool     `json:"reverse,omitempty"`
	Filter   string   `json:"filter,omitempty"`
	Columns  []string `json:"columns,omitempty"` // shown otherwise than usual: +events, -activity
	Order    []string `json:"order,omitempty"`   // of the columns, where it is another than usual
	Preset   string   `json:"preset"`
	Changes  []string `json:"changes,omitempty"` // of the preset's rules, as expressions
	Rules    string   `json:"rules,omitempty"`   // the file that the rules are in, or began as
	From     int64    `json:"from,omitempty"`    // the window, UTC milliseconds
	To       int64    `json:"to,omitempty"`
	Filters  []string `json:"filters,omitempty"`  // what was looked for
	Queries  []string `json:"queries,omitempty"`  // what was asked in SQL
	Baseline string   `json:"baseline,omitempty"` // the file of whom users are compared with
}

// stateFile is where the state of a case is kept: one file a case, named after a digest of its path.
func stateFile(casePath string) (string, error) {
	dir := os.Getenv("XDG_STATE_HOME")
	if dir == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", err
		}
		dir = filepath.Join(home, ".local", "state")
	}
	absolute, err := filepath.Abs(casePath)
	if err != nil {
		return "", err
	}
	digest := sha256.Sum256([]byte(absolute))
	return filepath.Join(dir, "spoor", hex.EncodeToString(digest[:8])+".json"), nil
}

// readState returns the state of a case; there is none the first time, and none that can't be read is worth failing
// for.
func readState(casePath string) (s state, found bool) {
	name, err := stateFile(casePath)
	if err != nil {
		return state{}, false
	}
	text, err := os.ReadFile(name)
	if err != nil || json.Unmarshal(text, &s) != nil {
		return state{}, false
	}
	return s, true
}

// write keeps the state. The file is replaced as a whole, so that a crash leaves the old one.
func (s state) write() error {
	name, err := stateFile(s.Case)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return err
	}
	text, err := json.MarshalIndent(s, "", "\t")
	if err != nil {
		return err
	}
	return wholefile.Replace(name, func(to io.Writer) error {
		_, err := to.Write(append(text, '\n'))
		return err
	})
}

// state is what is worth keeping of the app as it is now.
func (a *app) state(u *users) state {
	s := state{
		Case: a.work.Source.Path(), At: a.link(), Sort: u.want.Order, Reverse: u.want.Reverse, Filter: u.want.Filter.Text,
		Preset: a.work.Rules.Name, Changes: a.work.Changes(), Rules: a.work.File.Path, Baseline: a.work.Against.Path,
	}
	s.Columns, s.Order = u.columnChanges(), u.order
	s.Filters, s.Queries = slices.Clone(a.work.History.Texts), slices.Clone(a.work.Queries.Texts)
	if row, ok := u.row(); ok {
		s.User = a.work.Users.Key[row]
	}
	return s
}

// restore takes up where the case was left. What no longer makes sense is left out, and so are the rules where this
// time others than the usual ones are asked for.
func (s state) restore(u *users) {
	if u.work.Saved == analysis.Strict() {
		s.restoreRules(u.work)
	}
	u.restoreList(s)
	u.work.History.Texts, u.work.Queries.Texts = s.Filters, s.Queries
	u.left = s.User
	if p, err := parsePlace(s.At); err == nil && p.screen != queryPlace { // an empty prompt is no place to begin at
		u.visit = &p
	}
	if against, err := workspace.FileBaseline(s.Baseline); err == nil {
		u.work.Against = against
	}
}

// restoreList has the list filtered, sorted and laid out as it was.
func (u *users) restoreList(s state) {
	u.want.Order, u.want.Reverse = userlist.OrderingNamed(s.Sort, u.work.Rules.MeasureOptions.Own).Name, s.Reverse
	if f, err := userlist.Parse(s.Filter, u.work.Clock, u.work.Rules.MeasureOptions.Own); err == nil {
		u.want.Filter = f
	}
	u.order = s.Order
	u.turned = map[string]bool{}
	for _, change := range s.Columns {
		u.turnColumn(change)
	}
}

// restoreRules puts those rules in force that were when the case was left.
func (s state) restoreRules(w *workspace.Workspace) {
	if file, err := workspace.ReadRuleFile(s.Rules); err == nil {
		w.File = file
	}
	rules, err := analysis.Preset(s.Preset)
	switch {
	case err == nil:
	case w.File.Rules.Name == s.Preset && w.File.Path != "":
		rules = w.File.Rules
	default:
		return
	}
	for _, change := range s.Changes {
		if changed, err := rules.With(change); err == nil {
			rules = changed
		}
	}
	w.Rules = rules
}

// keepEvery is how soon after a key what is worth keeping is written, so that even kill -9 loses no more.
const keepEvery = 2 * time.Second

// keepState says that it is time to write what is worth keeping.
type keepState struct{}

// keepSoon sees to it that the state is written a while after the first of some keys.
func (a *app) keepSoon() tea.Cmd {
	if a.keep == nil || a.keeping {
		return nil
	}
	a.keeping = true
	return tea.Tick(keepEvery, func(time.Time) tea.Msg { return keepState{} })
}

// keepNow writes the state. If it still can't be written at the end, that is said then.
func (a *app) keepNow() tea.Cmd {
	a.keeping = false
	if a.work.Users == nil {
		return nil // what was kept of the last time says more
	}
	now := a.keep()
	return a.Apply(screen.Lasting(func(context.Context) screen.Action {
		_ = now.write()
		return nil
	}))
}
