package fakecase

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"spoor/analysis"
	"spoor/analysis/web"
	"spoor/store/model"
)

// Overview counts the made-up case, each event at a time.
func (c *Case) Overview(_ context.Context, window analysis.Window, zone *time.Location, _ model.Progress) (
	*model.Overview, error) {
	o := &model.Overview{Step: 900_000}
	counts := [7]map[string]*model.Usage{}
	for i := range counts {
		counts[i] = map[string]*model.Usage{}
	}
	steps := map[int64]*model.Usage{}
	for _, t := range c.Tracks {
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
				countUsage(counts[i], name, c.numbers[t.Key], int64(e.Bytes))
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
	for i, into := range []*[]model.Usage{&o.Hours, &o.Statuses, &o.Actions, &o.Items, &o.Addresses, &o.Agents,
		&o.Referrers} {
		for _, u := range counts[i] {
			*into = append(*into, *u)
		}
		slices.SortFunc(*into, func(a, b model.Usage) int {
			return cmp.Or(cmp.Compare(b.Events, a.Events), strings.Compare(a.Name, b.Name))
		})
	}
	return o, c.Lost
}

func countUsage(all map[string]*model.Usage, name string, user analysis.UserNumber, bytes int64) {
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
