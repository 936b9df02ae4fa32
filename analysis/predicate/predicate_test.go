package predicate

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestMatches(t *testing.T) {
	event := Event{
		User: "kim", Profile: map[string]string{"major": "law", "birth-year": "1980"},
		Action: "GET", Path: "/jobs/7", Query: "page=2", Item: "7", Menu: "jobs", Level: "detail",
		Catalogue: map[string]string{"major": "it"},
		Address:   "10.0.0.7", Network: "10.0.0.0/24", Agent: "curl/8", Referrer: "https://x.org/", Source: "a.log",
		Status: 404, Outcome: "failed", Bytes: 1500, Hour: 3, Weekday: "sunday",
	}
	for source, want := range map[string]bool{
		`status == 404 && hour < 6`:                                         true,
		`status == 404 and hour >= 6`:                                       false,
		`status in 400..499`:                                                true,
		`status in [401, 403]`:                                              false,
		`not (status in [401, 403])`:                                        true,
		`status not in [401, 403]`:                                          true,
		`path startsWith "/jobs/" || path == "/"`:                           true,
		`path matches "^/jobs/[0-9]+$"`:                                     true,
		`containsAny(lower(path), ["/x", "jobs/"])`:                         true,
		`containsAny(path, ["/x", "/y"])`:                                   false,
		`startsWithAny(path, ["/jobs"]) && !endsWithAny(agent, ["bot"])`:    true,
		`inNetwork(address, "10.0.0.0/9")`:                                  true,
		`inNetwork(address, "10.128.0.0/9") || inNetwork(path, "::/0")`:     false,
		`inNetwork("::ffff:10.0.0.1", "10.0.0.0/8") && status == 404`:       true,
		`lower(action) == "get"`:                                            true,
		`len(query) > 6`:                                                    false,
		`profile.major != catalogue.major`:                                  true,
		`profile.missing == ""`:                                             true,
		`profile["birth-year"] == "1980"`:                                   true,
		`number(profile["birth-year"]) < 1981`:                              true,
		`number(profile.major) < 1 || number(profile.major) >= 1`:           false,
		`bytes / 1000 > 1`:                                                  true,
		`bytes % 1000 == 500`:                                               true,
		`bytes > 1000 * hour`:                                               false,
		`weekday in ["saturday", "sunday"]`:                                 true,
		`agent contains "curl" && !(level == "summary")`:                    true,
		`(hour < 6 ? 404 : 200) == status`:                                  true,
		`referrer endsWith "/" && source == "a.log" && outcome != "passed"`: true,
		`network == "10.0.0.0/24" and item == "7" and menu == "jobs" and address != "" and user == "kim"`: true,
	} {
		p, err := Parse(source)
		if err != nil {
			t.Errorf("%s: %v", source, err)
			continue
		}
		if got := p.Matches(&event); got != want {
			t.Errorf("%s is %v", source, got)
		}
	}
}

func TestMistakes(t *testing.T) {
	for source, want := range map[string]string{
		``:                                     "column 1: an expression is needed",
		`status == 404 &&`:                     "column 16: ", // the library's words
		`statu == 404`:                         "column 1: statu: there is no such field",
		`hour < 6 && pfad == "/"`:              "column 13: pfad: there is no such field",
		`status == "404"`:                      "column 8: == cannot compare a number with a text",
		`path < 6`:                             "column 6: < cannot compare a text with a number",
		`status`:                               "column 1: this is a number; a condition is needed",
		`status && hour < 6`:                   "column 1: && takes true or false, and this is a number",
		`bytes / 0 > 1`:                        "column 9: nothing can be divided by 0",
		`bytes % 0 == 1`:                       "column 9: nothing can be divided by 0",
		`bytes / hour > 1`:                     "column 9: / takes a number that is not 0 on its right",
		`weekday == "Sunday"`:                  `column 12: weekday is never "Sunday"`,
		`level in ["detail", "deep"]`:          `column 21: level is never "deep"`,
		`true`:                                 "column 1: every event is like this",
		`1 > 2`:                                "", // nothing but constants; see below
		`status >= 0`:                          "column 8: every event is like this",
		`status < 0`:                           "column 8: no event can be like this",
		`hour > 23`:                            "column 6: no event can be like this",
		`hour < 6 && hour > 8`:                 "column 10: no event can be like this",
		`hour < 6 || hour >= 6`:                "column 10: every event is like this",
		`path == "/a" && path == "/b"`:         "column 14: no event can be like this",
		`path startsWith "/a" && path == "/b"`: "column 22: no event can be like this",
		`path matches "x" && !(path matches "x")`:     "column 18: no event can be like this",
		`profile.a == "x" and not (profile.a == "x")`: "column 18: no event can be like this",
		`path matches "("`:                            "column 14: the pattern is wrong: missing closing ): `(`",
		`path matches "(((a{100}){100}){100})"`:       "column 14: the pattern is wrong: invalid repeat count",
		`containsAny(path)`:                           "column 1: containsAny takes a text and a list of texts",
		`containsAny(path, "x")`: "column 19: containsAny takes a list of texts, " +
			"and this is a text",
		`containsAny(path, ["x", agent])`: "column 25: a list is of numbers or of texts in quotes",
		`inNetwork(address, "10.0.0.0/33")`: `column 20: "10.0.0.0/33" is not a network; ` +
			`write 10.0.0.0/8`,
		`inNetwork(address, path)`:                                "column 20: inNetwork takes a network in quotes",
		`lower(path, "x") == ""`:                                  "column 1: lower takes a text",
		`path matches action`:                                     "column 14: matches takes a pattern in quotes",
		`path matches "` + strings.Repeat("(x{1000})", 200) + `"`: "column 14: the pattern is too large",
		`path matches "` + strings.Repeat("x", 4001) + `"`:        "column 14: a pattern of 4001 bytes is too long",
		`status == nil`:                                           "column 11: nothing is nil",
		`status in [401, "x"]`:                                    "column 17: a list is of numbers or of texts",
		`status in 499..400`:                                      "column 14: a range goes from",
		`status in path`:                                          "column 11: in takes a list",
		`any([1], # > 0)`:                                         "column 1: any: there is no such function",
		`nmber(path) > 1`:                                         "column 1: nmber: there is no such function",
		`let x = 1; status == x`:                                  "column 5: this is not understood",
		`profile == "x"`:                                          "column 9: == cannot compare a group of fields",
		`path.x == "x"`:                                           "column 6: only profile and catalogue have fields",
		`"a" + path == "x"`:                                       "column 1: + takes a number, and this is a text",
		`status == 404` + strings.Repeat(" ", 1<<15):              "column 1: 32781 bytes is too long",
		`status in [` + strings.Repeat("1,", 2100) + `1]`:         "the expression is too long",
		strings.Repeat("(", 2000) + "status == 1" + strings.Repeat(")", 2000): "", // any word will do, but it must end
		"status == 404\n&& hour < \"x\"": "line 2, column 9: " +
			"< cannot compare a number with a text",
	} {
		_, err := Parse(source)
		var wrong *Error
		if err != nil && !errors.As(err, &wrong) {
			t.Errorf("%s: %T", source, err)
		}
		if want == "" {
			continue
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60s: %v, not %s", source, err, want)
		}
	}
	_, err := Parse("statu == 404")
	var wrong *Error
	if !errors.As(err, &wrong) || wrong.Word != "statu" || len(wrong.Known) != len(fields) {
		t.Errorf("%+v names %s of %v", wrong, wrong.Word, wrong.Known)
	}
}

// TestTables holds tables to the plain way for expressions of every shape.
func TestTables(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		source := expression(t, 3)
		p, err := Parse(source)
		if err != nil {
			var wrong *Error
			if errors.As(err, &wrong) && (strings.Contains(wrong.Text, "event is like") ||
				strings.Contains(wrong.Text, "no event")) {
				t.Skip()
			}
			t.Fatalf("%s: %v", source, err)
		}
		tables := NewTables(p)
		events := rapid.SliceOfN(rapid.Custom(someEvent), 1, 20).Draw(t, "events")
		for id := range events {
			for part := range Part(PartCount) {
				if tables.Wants(part) {
					tables.Tell(part, int32(id), &events[id])
				}
			}
		}
		for range 20 {
			var ids IDs
			whole := Event{}
			for part := range Part(PartCount) {
				ids[part] = int32(rapid.IntRange(0, len(events)-1).Draw(t, "id"))
				whole.Take(part, &events[ids[part]])
			}
			got := tables.Matches(&ids, func() *Event { return &whole })
			if want := p.Matches(&whole); got != want {
				t.Fatalf("%s is %v by tables, and %v of %+v", source, got, want, whole)
			}
		}
	})
}

func someEvent(t *rapid.T) Event {
	var e Event
	word := rapid.SampledFrom([]string{"", "/a", "/a/b", "x", "é"})
	for i := range fields {
		switch f := &fields[i]; {
		case f.number != nil:
			*f.number(&e) = rapid.IntRange(0, 5).Draw(t, f.name)
		case f.values != nil:
			*f.text(&e) = rapid.SampledFrom(f.values).Draw(t, f.name)
		case f.text != nil:
			*f.text(&e) = word.Draw(t, f.name)
		}
	}
	e.Profile, e.Catalogue = map[string]string{"major": word.Draw(t, "p")}, map[string]string{"major": word.Draw(t, "c")}
	return e
}

// expression makes an expression of a depth.
func expression(t *rapid.T, depth int) string {
	if depth > 0 {
		switch rapid.IntRange(0, 3).Draw(t, "join") {
		case 0:
			return fmt.Sprintf("(%s) && %s", expression(t, depth-1), expression(t, depth-1))
		case 1:
			return fmt.Sprintf("(%s || %s)", expression(t, depth-1), expression(t, depth-1))
		case 2:
			return fmt.Sprintf("not (%s)", expression(t, depth-1))
		}
	}
	numbers, words := []string{"status", "hour", "bytes", "len(path)", "number(query)"},
		[]string{"path", "query", "agent", "referrer", "source",
			"user", "profile.major", "catalogue.major", "lower(item)", "action", "network"}
	one := func(of []string) string { return rapid.SampledFrom(of).Draw(t, "name") }
	switch rapid.IntRange(0, 5).Draw(t, "leaf") {
	case 0:
		return fmt.Sprintf("%s %s %d", one(numbers), one([]string{"==", "!=", "<", "<=", ">", ">="}),
			rapid.IntRange(0, 5).Draw(t, "x"))
	case 1:
		return fmt.Sprintf("%s < %s", one(numbers), one(numbers))
	case 2:
		return fmt.Sprintf("%s %s %q", one(words), one([]string{"==", "!=", "contains", "startsWith", "endsWith", "matches"}),
			one([]string{"/a", "x", "é"}))
	case 3:
		return fmt.Sprintf("%s == %s", one(words), one(words))
	case 4:
		return fmt.Sprintf("%s in %d..%d", one([]string{"status", "hour", "bytes"}), 1, rapid.IntRange(1, 4).Draw(t, "to"))
	default:
		return fmt.Sprintf(`weekday in ["sunday", %q]`, one(Weekdays))
	}
}
