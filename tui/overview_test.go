package tui

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"spoor/analysis"
	"spoor/analysis/web"
	"spoor/store/model"
	"spoor/tui/screen"
	"spoor/tui/term"
)

// Overview counts the made-up case, each event at a time.
func (c *fakeCase) Overview(_ context.Context, window analysis.Window, zone *time.Location, _ func(done, total int64)) (
	*model.Overview, error) {
	o := &model.Overview{Step: 900_000}
	counts := [7]map[string]*model.Usage{}
	for i := range counts {
		counts[i] = map[string]*model.Usage{}
	}
	steps := map[int64]*model.Usage{}
	for _, t := range c.tracks {
		for i := range t.Events {
			e := &t.Events[i]
			if window != (analysis.Window{}) && (e.Time < window.From || e.Time > window.To) {
				continue
			}
			at := time.UnixMilli(e.Time).In(zone)
			if o.Events++; o.Window.From == 0 || e.Time < o.Window.From {
				o.Window.From = e.Time
			}
			o.Window.To = max(o.Window.To, e.Time)
			o.Bytes += int64(e.Bytes)
			for i, name := range []string{fmt.Sprint(at.Hour()), fmt.Sprint(e.Status), e.Request.Action, e.Request.Item,
				e.Client.Address, web.AgentFamily(e.Client.Agent), ""} {
				countUsage(counts[i], name, t.User, int64(e.Bytes))
			}
			step := e.Time - e.Time%o.Step
			if steps[step] == nil {
				steps[step] = &model.Usage{}
			}
			steps[step].Events++
			steps[step].Bytes += int64(e.Bytes)
		}
	}
	o.From = o.Window.From - o.Window.From%o.Step
	if o.Events > 0 {
		o.Steps = make([]model.Usage, (o.Window.To-o.From)/o.Step+1)
	}
	for at, u := range steps {
		o.Steps[(at-o.From)/o.Step] = *u
	}
	for i, into := range []*[]model.Usage{&o.Hours, &o.Statuses, &o.Actions, &o.Items, &o.Addresses, &o.Agents, &o.Referrers} {
		for _, u := range counts[i] {
			*into = append(*into, *u)
		}
		slices.SortFunc(*into, func(a, b model.Usage) int {
			return cmp.Or(cmp.Compare(b.Events, a.Events), strings.Compare(a.Name, b.Name))
		})
	}
	return o, c.lost
}

func countUsage(all map[string]*model.Usage, name string, user int32, bytes int64) {
	u := all[name]
	if u == nil {
		u = &model.Usage{Name: name}
		all[name] = u
	}
	u.Events++
	u.Bytes += bytes
	if n := len(u.Users); n == 0 || u.Users[n-1] != user {
		u.Users = append(u.Users, user)
	}
}

// TestOverviewLeadsToItsUsers opens the first line of every panel: the list has as many users as the line says.
func TestOverviewLeadsToItsUsers(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	press(a, "O")
	v := a.top().(*overview)
	for i, p := range v.shown.panels {
		if p.name == "time" || p.name == "referrers" || p.list.Rows() == 0 { // the made-up case knows no referrers
			press(a, "tab")
			continue
		}
		want := p.list.Cell(0, slices.IndexFunc(p.list.Columns, func(c term.Column) bool {
			return c.Title == map[bool]string{true: "flagged", false: "users"}[i == 0]
		}))
		press(a, "enter")
		list, ok := a.top().(*users)
		if !ok {
			t.Fatalf("%s leads to %T", p.name, a.top())
		}
		if got := fmt.Sprint(len(list.rows)); got != want {
			t.Errorf("%s: %s users, and %s are listed by %s", p.name, want, got, list.want.filter.text)
		}
		press(a, "esc", "tab")
		if a.top() != screen.Screen(v) {
			t.Fatalf("esc leads from %s to %T: %s", p.name, a.top(), list.want.filter.text)
		}
	}
}

// TestOverviewFollowsTheRules: what is odd is counted anew where a rule is turned, without reading the events again.
func TestOverviewFollowsTheRules(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	press(a, "O")
	before := a.top().(*overview).shown
	press(a, "esc", "r", "space", "esc", "O")
	if now := a.top().(*overview).shown; now.of != before.of || now.now == before.now {
		t.Errorf("the events were read again: %v, the rules are the same: %v", now.of != before.of, now.now == before.now)
	}
}

// TestOverviewComesFirstWhereChosen opens the screens with the option.
func TestOverviewComesFirstWhereChosen(t *testing.T) {
	a, _, err := newRunning(t.Context(), Options{Case: newFakeCase(), Overview: true})
	if err != nil {
		t.Fatal(err)
	}
	a.work.pauses = pauses{}
	drain(a, a.Init())
	if _, ok := a.top().(*overview); !ok {
		t.Errorf("%T comes first", a.top())
	}
}

// TestTheOverviewOpensFromWhatLiesOverAScreen presses O where a row is read in full, and where help is: what lies over the
// screen is closed, since its footer names the key.
func TestTheOverviewOpensFromWhatLiesOverAScreen(t *testing.T) {
	for _, keys := range [][]string{{"v"}, {"O", "v"}, {"down", "enter", "v"}} {
		a := shown(t, newFakeCase(), 120, 40)
		press(a, keys...)
		if a.overlay == nil || !strings.Contains(seen(a), "overview") {
			t.Fatalf("%v does not lead to a reader whose footer names the overview:\n%s", keys, seen(a))
		}
		press(a, "O")
		if a.overlay != nil || a.link() != "overview" {
			t.Errorf("%v and O lead to %s, over it %v", keys, a.link(), a.overlay)
		}
	}
	a := shown(t, newFakeCase(), 120, 40)
	press(a, "down", "enter", "v", ",")
	if a.overlay != nil || a.link() != "users" {
		t.Errorf("a step back leads to %s, over it %v", a.link(), a.overlay)
	}
}
