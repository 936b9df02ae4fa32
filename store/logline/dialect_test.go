package logline

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestDialects reads tables that are not written as RFC 4180 says, after nothing but their lines.
func TestDialects(t *testing.T) {
	const (
		head = "time,user,event,item"
		ann  = "2024-05-22T17:09:21Z ann view a"
	)
	tests := []struct {
		title string
		lines []string
		want  string // of the first event: time, user, action, item
	}{
		{"csv", []string{head, "2024-05-22 17:09:21,ann,view,a", "2024-05-22 17:09:22,bob,view,b"}, ann},
		{"psv", []string{"time|user|event|item", "2024-05-22 17:09:21|ann|view|a"}, ann},
		{"psv",
			[]string{"+----+---+", "| time | user | event | item |", "+----+---+",
				"| 2024-05-22 17:09:21 | ann | view | a |", "+----+", "1 row in set (0.00 sec)"}, ann},
		{"psv", []string{"|time|user|event|item|", "|:---|---:|---|---|", "|2024-05-22 17:09:21|ann|view|a|"}, ann},
		{"csv(separator-5e)", []string{"time^user^event^item", "2024-05-22 17:09:21^ann^view^a"}, ann},
		{"csv(separator-01)", []string{"time\x01user\x01event\x01item", "2024-05-22 17:09:21\x01ann\x01view\x01a"}, ann},
		{"csv(single-quotes)", []string{"'time','user','event','item'", "'2024-05-22 17:09:21','ann','view','a'"}, ann},
		{"csv(single-quotes)", []string{head, "2024-05-22 17:09:21,'ann','view','a'"}, ann},
		{"csv(single-quotes)", []string{head, "2024-05-22 17:09:21,'ann','view','it''s, a'"},
			"2024-05-22T17:09:21Z ann view it's, a"},
		{"ssv(single-quotes)", []string{"'time';'user';'event';'item'", "'2024-05-22 17:09:21';'ann';'view';'a;b'"},
			"2024-05-22T17:09:21Z ann view a;b"},
		{"csv(backslashes)", []string{head, `2024-05-22 17:09:21,ann,view,"say \"a\", \\ b"`},
			`2024-05-22T17:09:21Z ann view say "a", \ b`},
		{"csv(single-quotes,backslashes)", []string{head, `2024-05-22 17:09:21,'ann','view','it\'s, a'`},
			"2024-05-22T17:09:21Z ann view it's, a"},
		{"csv(end-separator)", []string{head, "2024-05-22 17:09:21,ann,view,a,"}, ann},
		{"csv", []string{"time,user,event,item,", "2024-05-22 17:09:21,ann,view,a,"}, ann},
		{"csv(last-takes-rest)", []string{"time,user,event,item,features",
			"2024-05-22 17:09:21,ann,view,a,1,2,3", "2024-05-22 17:09:22,bob,view,b,1,2,3"}, ann},
		{"csv(last-takes-rest)", []string{head, "2024-05-22 17:09:21,ann,view,a, b", `2024-05-22 17:09:21,ann,view,"a, b"`},
			"2024-05-22T17:09:21Z ann view a, b"},
		{"csv(row-names)", []string{head, `"1",2024-05-22 17:09:21,ann,view,a`, `"2",2024-05-22 17:09:22,bob,view,b`}, ann},
		{"csv(missing-values)", []string{"time,user,event,item,note",
			"2024-05-22 17:09:21,ann,view,a", "2024-05-22 17:09:22,bob,view,b,x"}, ann},
		{"csv", []string{"sep=,", head, "2024-05-22 17:09:21,ann,view,a"}, ann},
		{"csv", []string{"#TYPE Selected.System.String", head, "2024-05-22 17:09:21,ann,view,a"}, ann},
		{"csv", []string{"Time (UTC+9),User Name,Event,Item [id]", "2024-05-23 02:09:21,ann,view,a"}, ann},
	}
	for _, test := range tests {
		format, err := Detect(sample(test.lines...), Options{})
		if err != nil || format.Title() != test.title {
			t.Errorf("%q: %q, %v, want %q", test.lines, format.Title(), err, test.title)
			continue
		}
		if got := firstEvent(format, test.lines); got != test.want {
			t.Errorf("%q: %q, want %q", test.lines, got, test.want)
		}
		again := mustName(t, format.Name)
		if again.Name != format.Name {
			t.Errorf("%q is %q", format.Name, again.Name)
		}
		if got := firstEvent(again, test.lines[len(test.lines)-1:]); test.want == ann && len(test.lines) == 2 && got != ann {
			t.Errorf("%q, read on: %q", test.lines, got)
		}
	}
}

func firstEvent(f Format, lines []string) string {
	p := NewParser(f.Unheaded(), Options{})
	if len(lines) == 1 {
		p = NewParser(f, Options{})
	}
	var e Event
	for _, line := range lines {
		if p.Parse([]byte(line), &e) == OK {
			s := saying(&e)
			return strings.Join([]string{s.at, s.user, s.action, s.item}, " ")
		}
	}
	return ""
}

// TestDialectsLeaveRecordsAlone has tables whose records are as RFC 4180 says, with signs in them that other dialects
// use.
func TestDialectsLeaveRecordsAlone(t *testing.T) {
	for _, lines := range [][]string{
		{"time,user,event,item", "2024-05-22 17:09:21,o'neill,view,rock 'n' roll"},
		{"time,user,event,item", `2024-05-22 17:09:21,ann,view,"C:\"`, `2024-05-22 17:09:21,ann,view,"\"`},
		{"time,user,event,item", "2024-05-22 17:09:21,ann,view,a", "2024-05-22 17:09:21,ann,view,a",
			"2024-05-22 17:09:21,ann", "2024-05-22 17:09:21,ann,view,a,b"},
	} {
		if format, err := Detect(sample(lines...), Options{}); err != nil || format.Title() != "csv" {
			t.Errorf("%q: %q, %v", lines, format.Title(), err)
		}
	}
}

func TestHeaderTurns(t *testing.T) {
	p := NewParser(mustName(t, "csv"), Options{})
	var e Event
	for _, step := range []struct {
		line, want string
		reason     Reason
	}{
		{"time,user,item", "", Blank},
		{"2024-05-22 17:09:21,ann,a", "a", OK},
		{"user,time,item", "", Blank},
		{"ann,2024-05-22 17:09:21,b", "b", OK},
		{"user,2024-05-22 25:00:00,time", "", BadTimestamp}, // what a user may have written turns nothing
		{"ann,2024-05-22 17:09:21,c", "c", OK},
	} {
		if reason := p.Parse([]byte(step.line), &e); reason != step.reason || reason == OK && string(e.Item) != step.want {
			t.Errorf("%q: %v %q", step.line, reason, e.Item)
		}
	}
}

func TestNamedDialects(t *testing.T) {
	for name, advice := range map[string]string{
		"csv(loud)":            `"loud" is not a way to write a table`,
		"csv(single-quotes":    "no closing parenthesis",
		"csv(end-separator)x":  "write a : and the columns there",
		"w3c(end-separator):a": "no table of separated values",
		"csv(separator-zz)":    "two hexadecimal digits",
	} {
		if _, err := Named(name); err == nil || !strings.Contains(err.Error(), advice) {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// TestDialectsRoundTrip writes values in a dialect and reads them back.
func TestDialectsRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := dialect{habits: habits(rapid.IntRange(0, 3).Draw(t, "habits"))}
		quote := string(d.quote())
		escaped := quote + quote
		values := rapid.SliceOfN(rapid.StringOfN(rapid.SampledFrom([]rune(`a,'"\; `)), 0, 5, -1), 1, 5).Draw(t, "values")
		written := make([]string, len(values))
		for i, value := range values {
			if d.has(backslashes) {
				value, escaped = strings.ReplaceAll(value, `\`, `\\`), `\`+quote
			}
			written[i] = quote + strings.ReplaceAll(value, quote, escaped) + quote
		}
		var r record
		line := strings.Join(written, ",")
		if reason := r.splitIn(d, []byte(line), ',', 10); reason != OK || len(r.values) != len(values) {
			t.Fatalf("%s: %v, %q", line, reason, r.values)
		}
		for i, value := range values {
			if string(r.values[i]) != value {
				t.Fatalf("%s: %q, want %q", line, r.values[i], value)
			}
		}
	})
}
