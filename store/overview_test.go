package store

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"math/rand/v2"

	"spoor/analysis"
	"spoor/analysis/web"
	"spoor/store/model"
)

// usageLines are the usages as SQL gives them: name, events, errors, bytes, users.
func usageLines(all []model.Usage) []string {
	var lines []string
	for _, u := range all {
		lines = append(lines, fmt.Sprintf("%s|%d|%d|%d|%d", u.Name, u.Events, u.Errors, u.Bytes, len(u.Users)))
	}
	return lines
}

// texts are the rows of a query that gives one text.
func texts(t *testing.T, c *Case, query string) []string {
	t.Helper()
	rows := table(t, c, query)
	for i := range rows {
		text, err := strconv.Unquote(rows[i])
		check(t, err)
		rows[i] = text
	}
	return rows
}

// TestOverviewEqualsSQL holds every count to plain SQL over the case, of all the time and of a part of it, with live
// events beside those of the logs.
func TestOverviewEqualsSQL(t *testing.T) {
	zone, err := time.LoadLocation("Asia/Seoul")
	check(t, err)
	c, all := generatedCase(t, 61, 700, 130)
	appendToTail(t, c, streamSource(3), generated(rand.New(rand.NewPCG(62, 1)), 3, 60), 7)
	_, err = c.MatrixWith(t.Context(), analysis.DefaultMeasureOptions(), analysis.Window{}, nil) // makes the table page
	check(t, err)
	for _, window := range []analysis.Window{{}, {From: all[100].Time, To: all[500].Time}} {
		o, err := c.Overview(t.Context(), window, zone, nil)
		check(t, err)
		const failed = "(coalesce(e.status, 0) >= 400 OR coalesce(r.outcome, '') = 'refused')"
		from := fmt.Sprintf(`FROM every_event e JOIN request r ON r.id = e.request JOIN client c ON c.id = e.client
			JOIN agent a ON a.id = c.agent LEFT JOIN referrer f ON f.id = e.referrer JOIN page p ON p.request = e.request
			LEFT JOIN item i ON i.id = p.item WHERE e.ts BETWEEN %d AND %d`, o.Window.From, o.Window.To)
		by := func(name, where string) []string {
			return texts(t, c, `SELECT `+name+` || '|' || count(*) || '|' || sum(`+failed+`) || '|' ||
				sum(max(coalesce(e.bytes, 0), 0)) || '|' || count(DISTINCT e.user) `+
				from+where+` GROUP BY `+name+` ORDER BY count(*) DESC, `+name)
		}
		viewed := ` AND i.name IS NOT NULL AND (p.shown = 2 AND coalesce(e.status, 0) < 400 OR
			p.shown = 1 AND (e.status BETWEEN 200 AND 299 OR e.status = 304))`
		for _, test := range []struct {
			what      string
			got, want []string
		}{
			{"statuses", usageLines(o.Statuses), by("coalesce(CAST(e.status AS TEXT), '')", "")},
			{"actions", usageLines(o.Actions), by("r.action", "")},
			{"addresses", usageLines(o.Addresses), by("c.ip", "")},
			{"items", usageLines(o.Items), by("i.name", viewed)},
			{"hours", usageLines(o.Hours),
				by("CAST(CAST(strftime('%H', e.ts / 1000.0 + 9 * 3600, 'unixepoch') AS INTEGER) AS TEXT)", "")},
		} {
			if len(test.want) == 0 || !slices.Equal(test.got, test.want) {
				t.Errorf("%s:\n%s\nand SQL says\n%s", test.what, someOf(test.got), someOf(test.want))
			}
		}
		total := texts(t, c, "SELECT count(*) || '|' || sum("+failed+") || '|' || sum(max(coalesce(e.bytes, 0), 0)) "+from)
		if got := fmt.Sprintf("%d|%d|%d", o.Events, o.Errors, o.Bytes); got != total[0] {
			t.Errorf("in all %s, and SQL says %s", got, total[0])
		}
		checkFolded(t, "agents", o.Agents, by("a.name", ""), web.AgentFamily)
		checkFolded(t, "sites", o.Referrers, by("coalesce(f.url, '')", ""), model.ReferringSite)
		checkSteps(t, o)
	}
}

// checkFolded adds up what SQL counts by name to what one name is made of.
func checkFolded(t *testing.T, what string, got []model.Usage, sql []string, fold func(string) string) {
	t.Helper()
	want := map[string][3]int{}
	for _, line := range sql {
		parts := strings.Split(line, "|")
		var n [3]int
		_, err := fmt.Sscan(strings.Join(parts[len(parts)-4:len(parts)-1], " "), &n[0], &n[1], &n[2])
		check(t, err)
		name := fold(strings.Join(parts[:len(parts)-4], "|"))
		sum := want[name]
		want[name] = [3]int{sum[0] + n[0], sum[1] + n[1], sum[2] + n[2]}
	}
	for _, u := range got {
		if want[u.Name] != [3]int{u.Events, u.Errors, int(u.Bytes)} {
			t.Errorf("%s: %+v, and SQL says %v", what, u, want[u.Name])
		}
		delete(want, u.Name)
	}
	if len(want) > 0 {
		t.Errorf("%s: not counted are %v", what, want)
	}
}

// checkSteps holds the course of time to the totals.
func checkSteps(t *testing.T, o *model.Overview) {
	t.Helper()
	var events, errors int
	var bytes int64
	for _, step := range o.Steps {
		events, errors, bytes = events+step.Events, errors+step.Errors, bytes+step.Bytes
	}
	if events != o.Events || errors != o.Errors || bytes != o.Bytes || o.From > o.Window.From ||
		o.From+int64(len(o.Steps))*o.Step <= o.Window.To {
		t.Errorf("the steps from %d add up to %d events, %d errors, %d bytes", o.From, events, errors, bytes)
	}
}

func TestOverviewOfNothing(t *testing.T) {
	o, err := newCase(t).Overview(t.Context(), analysis.Window{}, time.UTC, nil)
	check(t, err)
	if o.Events != 0 || o.Steps != nil || o.Statuses != nil {
		t.Errorf("%+v", o)
	}
}

// TestOverviewOfMoreThanTheCase: a window that reaches further than the case has no more steps than the case.
func TestOverviewOfMoreThanTheCase(t *testing.T) {
	c, all := generatedCase(t, 63, 300, 130)
	whole, err := c.Overview(t.Context(), analysis.Window{}, time.UTC, nil)
	check(t, err)
	ages := analysis.Window{From: -62e12, To: 250e12}
	o, err := c.Overview(t.Context(), ages, time.UTC, nil)
	check(t, err)
	if o.Window != whole.Window || len(o.Steps) != len(whole.Steps) || o.Events != len(all) {
		t.Errorf("%v, %d steps, %d events; want %v, %d, %d",
			o.Window, len(o.Steps), o.Events, whole.Window, len(whole.Steps), len(all))
	}
	for _, beside := range []analysis.Window{{From: 1, To: 2}, {From: whole.Window.To + 1, To: whole.Window.To + 5}} {
		o, err := c.Overview(t.Context(), beside, time.UTC, nil)
		if err != nil || o.Events != 0 || o.Window.From > o.Window.To {
			t.Errorf("of %v: %d events in %v, %v", beside, o.Events, o.Window, err)
		}
	}
}
