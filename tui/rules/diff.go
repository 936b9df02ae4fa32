package rules

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
	"spoor/internal/report"
	"spoor/tui/screen"
	"spoor/tui/task"
	"spoor/tui/term"
	"spoor/tui/workspace"
)

// ruleDiff sets the rules in force beside another rule set: how they differ, and whom either flags that the other does
// not.
type ruleDiff struct {
	work  *workspace.Workspace
	other analysis.RuleSet
	lines []param // those that differ first
	found *ruleDiffRow
	group group
	list  term.Grid // of the users of the group
	keep  int32
	size  screen.BodySize

	judging task.Task[*ruleDiffRow]
	failure error
}

// group is which of the two rule sets flags a user.
type group uint8

const (
	onlyHere group = iota
	onlyThere
	inBoth
	groupCount
)

// groupWords say what a group is.
var groupWords = [groupCount]string{"only A", "only B", "both"}

// ruleDiffRow is what two rule sets say of the same users.
type ruleDiffRow struct {
	here, there *analysis.Evaluation
	judges      [2]*analysis.Judge
	rows        [groupCount][]int32 // flagged, in the order of scores
}

func newRuleDiff(w *workspace.Workspace, other analysis.RuleSet) *ruleDiff {
	v := &ruleDiff{work: w, other: other, keep: -1}
	v.list.Columns = v.columns()
	return v
}

// chooseRuleDiff asks for the other rule set. show is push or swap.
func chooseRuleDiff(w *workspace.Workspace, show func(screen.Screen) screen.Action) *screen.Menu {
	beside := func(set analysis.RuleSet) screen.Action { return show(newRuleDiff(w, set)) }
	items := append(presetItems(w, beside), screen.Item{Label: "a file…",
		Detail: "rules that were saved, or written by hand",
		Act:    screen.Cover(askRuleDiff(w.File.Path, beside))})
	return screen.NewMenu("Set "+w.RulesName()+" beside", items)
}

func askRuleDiff(name string, beside func(analysis.RuleSet) screen.Action) *screen.Ask {
	return screen.NewAsk("Rules to set beside", "a file that was saved here, or written by hand", name,
		func(name string) screen.Action {
			return screen.Later(func() screen.Action {
				file, err := workspace.ReadRuleFile(name)
				if err != nil {
					return screen.AskAgain(askRuleDiff(name, beside), err.Error())
				}
				return beside(file.Rules)
			})
		})
}

func (v *ruleDiff) Caption() screen.Caption {
	c := screen.Caption{Crumb: v.work.RulesName() + " beside " + v.other.Name, Link: "rules",
		Detail: v.work.RulesWords()}
	if v.list.Length() > 0 {
		c.Position = term.Count(v.list.Cursor()+1) + "/" + term.Count(v.list.Length())
	}
	return c
}

func (v *ruleDiff) Scopes() []term.Scope { return []term.Scope{term.OnRuleDiff, term.OnList} }

func (v *ruleDiff) Update(msg tea.Msg) (screen.Action, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.BodySize:
		v.size = msg
		v.resize()
		if v.found == nil && !v.judging.Running() && v.failure == nil {
			return nil, v.start()
		}
	case workspace.Replaced:
		if row, ok := v.row(); ok {
			v.keep = msg.Row(row)
		}
		v.found = nil
		v.list.SetLength(0)
	case workspace.Changed:
		return nil, v.start()
	case task.Result[*ruleDiffRow]:
		v.arrived(msg)
	case screen.MouseAt:
		return v.mouse(msg)
	case term.Command:
		return v.do(msg)
	}
	return nil, nil
}

// start judges the users by both rule sets. The other one may want them measured in another way.
func (v *ruleDiff) start() tea.Cmd {
	w := v.work
	if !w.Ready() {
		return nil
	}
	if row, ok := v.row(); ok {
		v.keep = row
	}
	v.lines = differing(besideParams(w, &v.other), w.Rules, v.other)
	other, source, users, window, against := v.other, w.Source, w.Users, w.Window, w.Against
	c := &ruleDiffRow{here: w.Now}
	c.judges[0] = w.JudgeNow
	return v.judging.Start(w.Ctx, 0, func(ctx context.Context) (*ruleDiffRow, error) {
		if users.Measuring != other.MeasureOptions {
			measured, err := source.MatrixWith(ctx, other.MeasureOptions, window, nil)
			if err != nil {
				return nil, err
			}
			if slices.Equal(measured.Key, users.Key) { // else somebody new has come, and the two have to wait for each other
				users = measured
			}
		}
		c.judges[1] = against.NewJudge(users, other)
		c.there = c.judges[1].Evaluate(other)
		c.group()
		return c, nil
	})
}

// group puts the flagged users into their groups.
func (c *ruleDiffRow) group() {
	for _, row := range c.here.Order {
		switch {
		case c.here.Flagged[row] && c.there.Flagged[row]:
			c.rows[inBoth] = append(c.rows[inBoth], row)
		case c.here.Flagged[row]:
			c.rows[onlyHere] = append(c.rows[onlyHere], row)
		}
	}
	for _, row := range c.there.Order {
		if c.there.Flagged[row] && !c.here.Flagged[row] {
			c.rows[onlyThere] = append(c.rows[onlyThere], row)
		}
	}
}

// hits are those of a user by the rule set that flags it, by those in force if both do.
func (c *ruleDiffRow) hits(g group, row int32) []analysis.Hit {
	set := c.here.Set
	if g == onlyThere {
		set = c.there.Set
	}
	return analysis.ByPoints(c.judge(g).Hits(set, int(row)))
}

// judge is that of the rule set that flags the users of a group.
func (c *ruleDiffRow) judge(g group) *analysis.Judge {
	if g == onlyThere {
		return c.judges[1]
	}
	return c.judges[0]
}

// differing puts the lines first in which two rule sets differ.
func differing(lines []param, a, b analysis.RuleSet) []param {
	slices.SortStableFunc(lines, func(x, y param) int {
		return map[bool]int{true: 1}[x.same(&a, &b)] - map[bool]int{true: 1}[y.same(&a, &b)]
	})
	return lines
}

// besideParams are the lines of the rules in force, and of the rules of one's own that only the other rule set has.
func besideParams(w *workspace.Workspace, other *analysis.RuleSet) []param {
	all := allParams(w)
	own := w.Rules.MeasureOptions.Own.Count()
	var more []param
	for r, rule := range other.All() {
		if _, here := w.Rules.MeasureOptions.Own.Named(rule.Name); !here {
			more = append(more, ruleParam(r, rule))
		}
	}
	return slices.Insert(all, own, more...)
}

// own is what a rule of one's own measures in a rule set; nothing for a built-in one, or where the set has none of that
// name.
func (k param) own(set *analysis.RuleSet) analysis.OwnRule {
	if id, found := k.in(set); found && id >= analysis.RuleCount {
		return set.MeasureOptions.Own.List()[id-analysis.RuleCount]
	}
	return analysis.OwnRule{}
}

// same reports whether two rule sets agree in a line.
func (k param) same(a, b *analysis.RuleSet) bool {
	if k.isRule() {
		return k.setting(a) == k.setting(b) && k.own(a) == k.own(b)
	}
	return k.value(a) == k.value(b)
}

func (v *ruleDiff) arrived(msg task.Result[*ruleDiffRow]) {
	if !v.judging.Accept(msg) {
		return
	}
	v.found, v.failure = msg.Value, msg.Err
	if msg.Err == nil {
		v.turnTo(v.group)
	}
}

// turnTo shows a group, with the cursor on the user that it was on if that one is in it.
func (v *ruleDiff) turnTo(g group) {
	v.group = g
	v.list.SetLength(len(v.found.rows[g]))
	v.list.Center(max(slices.Index(v.found.rows[g], v.keep), 0))
	v.keep = -1
}

func (v *ruleDiff) rowOf(line int) int32 { return v.found.rows[v.group][line] }

// row is the user under the cursor.
func (v *ruleDiff) row() (int32, bool) {
	if v.found == nil || v.list.Cursor() >= len(v.found.rows[v.group]) {
		return 0, false
	}
	return v.found.rows[v.group][v.list.Cursor()], true
}

func (v *ruleDiff) do(c term.Command) (screen.Action, tea.Cmd) {
	row, there := v.row()
	switch {
	case c == term.Back:
		return screen.Pop(), nil
	case c == term.ChooseOther:
		return screen.Cover(chooseRuleDiff(v.work, screen.Swap)), nil
	case c == term.UndoVerdict:
		return v.work.TakeVerdictBack()
	case v.found == nil:
	case c == term.NextTab:
		v.turnTo((v.group + 1) % groupCount)
	case c == term.PreviousTab:
		v.turnTo((v.group + groupCount - 1) % groupCount)
	case !there:
	case c == term.Open:
		return screen.Push(v.work.Screens.User(row, workspace.WalkThrough(&v.list, v.rowOf))), nil
	case c == term.GiveVerdict || c == term.GiveNote:
		return screen.Cover(workspace.NewVerdictMenu(v.work, int(row), c == term.GiveNote)), nil
	case c == term.CopyText:
		at := workspace.UserLink(v.work.Users.Key[row])
		return screen.Cover(screen.NewMenu("Copy", v.work.UserCopies(int(row), at))), nil
	case c == term.ExportList:
		table := v.table()
		return screen.Cover(screen.NewExport("flagged by "+groupWords[v.group], func() *report.Table { return table })), nil
	default:
		v.list.Do(c)
	}
	return nil, nil
}

func (v *ruleDiff) Close() { v.judging.Stop() }

func (v *ruleDiff) Grid() *term.Grid { return &v.list }

func (v *ruleDiff) Pending() bool { return v.judging.Running() || v.work.Pending() }
