package workspace

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
	"spoor/internal/engine"
	"spoor/internal/toml"
	"spoor/tui/screen"
	"spoor/tui/term"
)

// Stale reports whether verdicts have changed whom the case's own baseline should be learned from.
func (w *Workspace) Stale() bool {
	return w.Against.Baseline == nil && !maps.Equal(w.Against.Suspicious, w.suspicious)
}

// Refit learns the case's own baseline anew.
func (w *Workspace) Refit() tea.Cmd { return w.compareWith(engine.NewBaselineSource(w.suspicious)) }

// compareWith puts another baseline in force. What the rules as opened say is judged by it too, so that only rules make
// a difference.
func (w *Workspace) compareWith(s engine.BaselineSource) tea.Cmd {
	w.Against, w.chances, w.Otherwise = s, map[analysis.RuleSet]chance{}, w.Now
	return w.Judge()
}

// BaselineWords name whom users are compared with.
func (w *Workspace) BaselineWords() string {
	name := cmp.Or(w.Against.Name(), "this case")
	if w.Ready() {
		name += ", " + term.Plural(w.JudgeNow.Baseline.Members, "ordinary user")
	}
	return name
}

// unfitRules tells of each rule that somebody has a value for why the baseline can't judge it, as where it was learned
// over another length of time.
func unfitRules(judge *analysis.Judge) (why [analysis.MostRules]string) {
	users := judge.Matrix
	for r := range users.Rules() {
		row := slices.IndexFunc(users.X[r], func(x float64) bool { return !math.IsNaN(x) })
		if row >= 0 {
			why[r] = judge.NotEvaluable(row, r)
		}
	}
	return why
}

// UnfitWords count the rules that the baseline can't judge and say why not, "" if there is none.
func (w *Workspace) UnfitWords() string {
	n, first := 0, ""
	for _, why := range w.Unfit {
		if why != "" {
			n++
			first = cmp.Or(first, why)
		}
	}
	if n == 0 || w.Against.Baseline == nil {
		return ""
	}
	return term.Plural(n, "rule") + " not evaluable: " + first
}

// NewBaselineMenu lets it be chosen whom users are compared with.
func NewBaselineMenu(w *Workspace) *screen.Menu {
	own := "learn it anew from the ordinary users of this case"
	if n := len(w.suspicious); n > 0 {
		own += ", without " + term.Plural(n, "suspicious one")
	}
	return screen.NewMenu("Compare users with", []screen.Item{
		{Label: "this case", Detail: own, Act: func(screen.Host) tea.Cmd { return w.Refit() }},
		{Label: "a file…", Detail: "a baseline that spoor rules learn has written",
			Act: screen.Cover(w.askBaseline(""))},
	})
}

func (w *Workspace) askBaseline(name string) *screen.Ask {
	return screen.NewAsk("Baseline from a file", "written by spoor rules learn -o FILE", name, w.readBaseline)
}

// readBaseline compares with the baseline in a file.
func (w *Workspace) readBaseline(name string) screen.Action {
	return screen.Later(func() screen.Action {
		against, err := FileBaseline(name)
		if err != nil {
			return screen.AskAgain(w.askBaseline(name), err.Error())
		}
		return func(h screen.Host) tea.Cmd {
			h.Say(term.Good, "compared with "+filepath.Base(against.Path)+", "+
				term.Plural(against.Baseline.Members, "ordinary user"))
			return w.compareWith(against)
		}
	})
}

// FileBaseline is the baseline in a file.
func FileBaseline(name string) (engine.BaselineSource, error) {
	path, text, err := readText(name)
	if err != nil {
		return engine.BaselineSource{}, err
	}
	return engine.FileBaseline(path, text)
}

// readText reads a file of settings that a person has named, but not a log that was named by mistake to its end.
func readText(name string) (path string, text []byte, err error) {
	if path, err = screen.Expand(name); err != nil {
		return path, nil, err
	}
	file, err := os.Open(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return path, nil, fmt.Errorf("%s: no such file", path)
	case errors.Is(err, fs.ErrPermission):
		return path, nil, fmt.Errorf("%s: you may not read it", path)
	case err != nil:
		return path, nil, err
	}
	defer file.Close()
	if info, err := file.Stat(); err == nil && !info.Mode().IsRegular() {
		return path, nil, fmt.Errorf("%s is not a regular file", path)
	}
	text, err = io.ReadAll(io.LimitReader(file, toml.Limit+1))
	return path, text, err
}
