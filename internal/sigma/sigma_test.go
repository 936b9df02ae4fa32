package sigma

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"spoor/analysis"
	"spoor/analysis/predicate"
)

func nobody(string) bool { return false }

// one imports a detection that is written without its head.
func one(t *testing.T, detection string) (*Rule, string) {
	t.Helper()
	indented := strings.ReplaceAll(strings.TrimSpace(detection), "\n", "\n    ")
	text := "title: x\nlogsource: {category: webserver}\ndetection:\n    " + indented + "\n"
	rules, refused := Import([]File{{"x.yml", []byte(text)}}, nobody)
	if len(refused) == 1 && len(rules) == 0 {
		return nil, refused[0].Why
	}
	if len(rules) != 1 || len(refused) != 0 {
		t.Fatalf("%s\nmakes %v and refuses %v", detection, rules, refused)
	}
	return &rules[0], ""
}

// event is one that asks for a target.
func event(target string, change func(*predicate.Event)) *predicate.Event {
	e := analysis.NewRequestPart("GET", target, false)
	e.User, e.Address, e.Agent, e.Status, e.Bytes = "kim", "10.1.2.3", "Mozilla/5.0 (X11)", 200, 512
	if change != nil {
		change(&e)
	}
	return &e
}

// TestDetections asks of each detection which events it takes, as the specification has it.
func TestDetections(t *testing.T) {
	agent := func(name string) *predicate.Event {
		return event("/", func(e *predicate.Event) { e.Agent = name })
	}
	at := func(target string) *predicate.Event { return event(target, nil) }
	from := func(referrer, target string) *predicate.Event {
		return event(target, func(e *predicate.Event) { e.Referrer = referrer })
	}
	agentFrom := func(agent, referrer string) *predicate.Event {
		return event("/", func(e *predicate.Event) { e.Agent, e.Referrer = agent, referrer })
	}
	nameless := event("/", func(e *predicate.Event) { e.User = e.Address })
	elsewhere := event("/", func(e *predicate.Event) { e.Address = "10.200.0.1" })
	oneByte := event("/", func(e *predicate.Event) { e.Bytes = 1 })
	selecting := event("/union", func(e *predicate.Event) { e.Agent = "select" })
	posted := event("/", func(e *predicate.Event) { e.Action = "POST" })
	status := func(code int) *predicate.Event { return event("/", func(e *predicate.Event) { e.Status = code }) }
	for detection, events := range map[string][2][]*predicate.Event{ // that it takes, and that it does not
		"a: {cs-uri-query|contains: /OWA/calendar}\ncondition: a": {{at("/owa/Calendar/a")}, {at("/calendar")}},
		"a: {cs-uri-query: id=1}\ncondition: a": {
			{at("/x?ID=1")},
			{at("/x?id=12"), at("/id=1")},
		},
		"a: {cs-uri-query: '/x?id=1'}\ncondition: a": {
			{at("/xyid=1"), at("/x?id=1")},
			{at("/x?id=12")},
		},
		`a: {cs-uri-query: '/x\?id=1'}` + "\ncondition: a":     {{at("/x?id=1")}, {at("/xyid=1")}},
		"a: {cs-uri-query: null}\ncondition: a":                {{at("/x")}, {at("/x?y")}},
		"a: {cs-uri-query: [null, z]}\ncondition: a":           {{at("/x"), at("/x?z")}, {at("/x?y")}},
		"a: {cs-uri-stem: '*.PHP'}\ncondition: a":              {{at("/a.php?x")}, {at("/a.php5")}},
		`a: {c-uri|contains: '\Windows\*'}` + "\ncondition: a": {{at(`/c:\windows*`)}, {at(`/c:\windows\x`)}},
		`a: {c-uri|contains: '\Windows\\*x'}` + "\ncondition: a": {
			{at(`/c:\windows\1x`)},
			{at(`/c:\windows*x`)},
		},
		`a: {c-uri: ['/a\\b', '/a\b\c']}` + "\ncondition: a": {{at(`/a\b`), at(`/a\b\c`)}, {at(`/a\\b`)}},
		"a: {c-uri|contains|all: [a, b]}\ncondition: a":      {{at("/b/a")}, {at("/a"), at("/b")}},
		"a: {c-uri|re: '^/[a-z]{2}$'}\ncondition: a":         {{at("/ab")}, {at("/AB"), at("/abc")}},
		"a: {c-uri|re|i: '^/[a-z]{2}$'}\ncondition: a":       {{at("/AB")}, {at("/A1")}},
		"a: {c-uri-extension: [exe, .DLL]}\ncondition: a":    {{at("/a.EXE?x"), at("/b.dll")}, {at("/exe")}},
		"a: {cs-method: [post, PUT]}\ncondition: not a":      {{at("/")}, {posted}},
		"a: {sc-status: [404, '5*', '40?']}\ncondition: a": {
			{status(404), status(599), status(403)},
			{status(200), status(50), status(410)},
		},
		"a: {sc-status|startswith: 4}\ncondition: a":                          {{status(499)}, {status(304)}},
		"a: {sc-status|gte: 400}\nb: {sc-status|lt: 500}\ncondition: a and b": {{status(400)}, {status(500), status(399)}},
		"a: {sc-status|re: '^[45]'}\ncondition: a":                            {{status(400), status(500)}, {status(304)}},
		"a: {sc-status|neq: 404}\ncondition: a":                               {{status(200)}, {status(404)}},
		"a: {sc-bytes: 512, sc-bytes|lte: 600}\ncondition: a":                 {{at("/")}, {oneByte}},
		"a: {c-useragent: ['', '-']}\ncondition: a":                           {{agent(""), agent("-")}, {agent("x")}},
		"a: {c-useragent: '-'}\ncondition: a":                                 {{agent(""), agent("-")}, {agent("x")}},
		"a: {c-useragent|contains: [null, z]}\ncondition: a":                  {{agent(""), agent("xzx")}, {agent("x")}},
		"a: {c-useragent|contains: '-'}\ncondition: a":                        {{agent("x-y")}, {agent("")}},
		"a: {cs-username: ['-', anonymous]}\ncondition: a":                    {{nameless}, {at("/")}},
		"a: {cs-uri-query: '-'}\ncondition: a":                                {{at("/x")}, {at("/x?y")}},
		"a: {sc-status|lt: 400}\ncondition: a":                                {{status(200)}, {status(0), status(400)}},
		"a: {c-useragent|cased|fieldref: cs-referer}\ncondition: a": {
			{agentFrom("Ab", "Ab")},
			{agentFrom("Ab", "ab")},
		},
		"a: {cs-user-agent|exists: true}\ncondition: not a":     {{agent("")}, {agent("x")}},
		"a: {c-useragent|cased|startswith: curl}\ncondition: a": {{agent("curl/8")}, {agent("Curl/8")}},
		"a: {c-useragent: 'Mozilla/3.0 * Acrobat *'}\ncondition: a": {
			{agent("mozilla/3.0 (x) acrobat 9")},
			{agent("Mozilla/3.0 Acrobat 9")},
		},
		"a: {c-useragent|base64offset|contains: 'http://'}\ncondition: a": {
			{agent("x aHR0cDovL2E="), agent("eGh0dHA6Ly8")},
			{agent("http://")},
		},
		"a: {c-useragent|base64: foobar}\ncondition: a":  {{agent("Zm9vYmFy")}, {agent("xZm9vYmFy")}},
		"a: {c-useragent|wide|base64: ab}\ncondition: a": {{agent("YQBiAA==")}, {agent("YWI=")}},
		"a: {c-useragent|contains|windash: ' -enc'}\ncondition: a": {
			{agent("x /enc"), agent("x –ENC")},
			{agent("x enc")},
		},
		"a: {c-ip|cidr: [10.0.0.0/9, '::1/128']}\ncondition: a":        {{at("/")}, {elsewhere}},
		"a: {cs-username: null}\ncondition: a":                         {{nameless}, {at("/")}},
		"a: {c-ip|fieldref: cs-username}\ncondition: a":                {{nameless}, {at("/")}},
		"a: {cs-referer|contains|fieldref: cs-uri-stem}\ncondition: a": {{from("http://x/A", "/a")}, {at("/a")}},
		"kw: ['=union', 'sel*from']\ncondition: kw": {
			{at("/?a=UNION"), agent("select x from"), from("?x=union", "/")},
			{at("/union")},
		},
		"kw: {'|all': [union, select]}\ncondition: kw": {
			{at("/union/select"), selecting},
			{at("/union")},
		},
		"kw: jndi\ncondition: kw":                                     {{at("/?x=${JNDI:")}, {at("/")}},
		"a: [{cs-method: GET, c-uri: /a}, {c-uri: /b}]\ncondition: a": {{at("/a"), at("/b")}, {at("/c")}},
		"sel_1: {c-uri|contains: x}\nsel_2: {c-uri|contains: y}\n_c: {c-uri|contains: z}\n" +
			"condition: all of sel_*": {{at("/xy")}, {at("/x")}},
		"sel_1: {c-uri|contains: x}\n_c: {c-uri|contains: z}\ncondition: 1 of them": {
			{at("/x")},
			{at("/z")},
		},
		"a: {c-uri|contains: a}\nb: {c-uri|contains: b}\nc: {c-uri|contains: c}\ncondition: a or b and not c": {
			{at("/a/c"), at("/b")},
			{at("/b/c"), at("/c")},
		},
		"a: {c-uri|contains: a}\nb: {c-uri|contains: b}\ncondition: NOT (a OR b)": {
			{at("/c")},
			{at("/a"), at("/b")},
		},
		"a: {c-uri|contains: a}\nb: {c-uri|contains: b}\ncondition: [a, b]": {
			{at("/a"), at("/b")},
			{at("/c")},
		},
		"a: {c-uri|contains: a}\nb: {cs-host: b}\ncondition: any of them": {
			{at("/a")},
			{at("/b")},
		},
	} {
		rule, why := one(t, detection)
		if why != "" {
			t.Errorf("%s\nis refused: %s", detection, why)
			continue
		}
		p, err := predicate.Parse(rule.Where)
		if err != nil {
			t.Errorf("%s: %v", rule.Where, err)
			continue
		}
		for i, some := range events {
			for _, e := range some {
				if p.Matches(e) == (i == 1) {
					t.Errorf("%s\n%s is %v of %+v", detection, rule.Where, i == 1, e)
				}
			}
		}
	}
}

// TestTimeframeWithoutCount is said, not passed over.
func TestTimeframeWithoutCount(t *testing.T) {
	rule, why := one(t, "a: {c-useragent: x}\ntimeframe: 5m\ncondition: a")
	if why != "" || strings.Join(rule.Notes, "; ") != "the timeframe 5m says nothing, since nothing is counted" {
		t.Errorf("%s: %+v", why, rule)
	}
}

// TestNoEquivalent says why a rule is not taken.
func TestNoEquivalent(t *testing.T) {
	for detection, want := range map[string]string{
		"a: {cs-host: x}\ncondition: a":                            "cs-host has no equivalent",
		"a: {c-uri: x}\nb: {cs-host: x}\ncondition: a and not b":   "cs-host has no equivalent",
		"a: {c-uri: x}\nb: {cs-host: x}\ncondition: not (a or b)":  "cs-host has no equivalent",
		"a: {cs-cookie|contains: x, c-uri: y}\ncondition: a":       "cs-cookie has no equivalent",
		"a: {c-uri|expand: '%x%'}\ncondition: a":                   "c-uri|expand: the modifier expand has no equivalent",
		"a: {c-uri|containz: x}\ncondition: a":                     "the modifier containz has no equivalent",
		"a: {c-uri|re: '(?=x)'}\ncondition: a":                     "c-uri: the pattern is not understood: invalid or",
		"a: {c-uri|re|cidr: x}\ncondition: a":                      "re and cidr contradict each other",
		"a: {c-uri|re|contains: x}\ncondition: a":                  "c-uri|re|contains: these modifiers contradict",
		"a: {c-uri|contains|endswith: x}\ncondition: a":            "one of contains, startswith and endswith is taken",
		"a: {c-uri|cidr: 10.0.0.0/8}\ncondition: a":                "c-uri is not an address",
		"a: {c-ip|cidr: 10.0.0.0/40}\ncondition: a":                `c-ip: "10.0.0.0/40" is not a network`,
		"a: {sc-status: abc}\ncondition: a":                        "no status is like that",
		"a: {sc-bytes|gt: x}\ncondition: a":                        "only statuses and bytes are compared with whole numbers",
		"a: {c-uri|wide: x}\ncondition: a":                         "UTF-16 that is not encoded further is no text of a log",
		"a: {c-uri|base64: 'x*'}\ncondition: a":                    "a text with wildcards can't be encoded",
		"a: {c-uri: x}\ncondition: b":                              `there is no selection "b"`,
		"a: {c-uri: x}\ncondition: a and":                          "something is missing at its end",
		"a: {c-uri: x}\ncondition: (a":                             "a ) is missing",
		"a: {c-uri: x}\ncondition: a a":                            `"a" is not understood`,
		"a: {c-uri: x}\ncondition: 1 of b*":                        `there is no selection "b*"`,
		"a: {c-uri: x}\ncondition: 2 of a*":                        "2 of a* has no equivalent",
		"a: {c-uri: x}\ncondition: a | near b":                     `"near b" has no equivalent`,
		"a: {c-uri: x}\ncondition: a | count() > 5":                "it counts over all users together",
		"a: {c-uri: x}\ncondition: a | count() by cs-host > 5":     "group-by: cs-host has no equivalent",
		"a: {c-uri: x}\ncondition: a | count() by c-uri > 5":       "group-by: counting by c-uri has no equivalent",
		"a: {c-uri: x}\ncondition: a | count() by c-ip < 5":        "< has no equivalent",
		"a: {c-uri: x}\ncondition: a|count(cs-username) by c-ip>5": "cs-username have no equivalent for one user",
		"a: {c-uri: x}":                                                       "the detection has no condition",
		"a: {}\ncondition: a":                                                 "a: there is nothing in it",
		"a: {c-uri: []}\ncondition: a":                                        "c-uri has no value",
		"a: {c-uri: {b: c}}\ncondition: a":                                    "a value is a text, a number or nothing",
		"a: {c-uri: x, c-uri: y}\ncondition: a":                               "c-uri is there twice",
		"a: &a {c-uri: x}\nb: {<<: *a}\ncondition: a":                         "<< is not understood",
		"a: {sc-status: [200, 404]}\nb: {sc-status: 500}\ncondition: a and b": "no event can be like this",
	} {
		if rule, why := one(t, detection); !strings.Contains(why, want) {
			t.Errorf("%s\nis refused for %q, not %q: %+v", detection, why, want, rule)
		}
	}
}

// TestCorrelations has counts of every kind, and rules that only they count.
func TestCorrelations(t *testing.T) {
	text, err := os.ReadFile("testdata/correlations.yml")
	if err != nil {
		t.Fatal(err)
	}
	rules, refused := Import([]File{{"c.yml", text}}, func(name string) bool { return name == "many-refused" })
	var got strings.Builder
	for i := range rules {
		r := &rules[i]
		fmt.Fprintf(&got, "%s %s of %s within %v high %v weight %v alone %v: %s\n", r.Name, r.Measure, r.Of, r.Within,
			r.Setting.High, r.Setting.Weight, r.Alone, r.Where)
		for _, note := range r.Notes {
			fmt.Fprintf(&got, "  %s\n", note)
		}
	}
	for _, r := range refused {
		fmt.Fprintf(&got, "%s %s: %s\n", r.From, r.Title, r.Why)
	}
	const golden = "testdata/correlations.golden"
	if want, err := os.ReadFile(golden); err != nil || got.String() != string(want) {
		t.Errorf("%v\n%s", err, got.String())
	}
}

// TestBadFiles are said in a line, and soon.
func TestBadFiles(t *testing.T) {
	bomb := "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
	for i := range 9 {
		ten := strings.Repeat(fmt.Sprintf("*a%d, ", i), 10)
		bomb += fmt.Sprintf("a%d: &a%[1]d [%s]\n", i+1, strings.TrimSuffix(ten, ", "))
	}
	var keys strings.Builder
	for i := range 80_000 {
		fmt.Fprintf(&keys, "key%d: x\n", i)
	}
	for name, c := range map[string]struct{ text, want string }{
		"bomb":    {bomb, "the rule is too large"},
		"cycle":   {"a: &a [*a]\n", "the rule is too large"},
		"keys":    {keys.String(), "the rule is too large"},
		"deep":    {"a: " + strings.Repeat("[", 5000) + strings.Repeat("]", 5000), "the rule is too large"},
		"deeper":  {"a: " + strings.Repeat("[", 500_000), "exceeded max depth"},
		"long":    {strings.Repeat("# x\n", 1<<20+1), "a file of rules has at most 4 MiB"},
		"broken":  {"title: x\na: [b\nc: d", "line "},
		"list":    {"- a\n- b\n", "not a Sigma rule"},
		"text":    {"10.0.0.1 - - [x] GET / 200\n", "not a Sigma rule"},
		"nothing": {"title: x\n", "neither detection nor correlation"},
		"global": {
			"action: global\ntitle: x\nlogsource: {category: proxy}\n",
			"an action on other documents of the file has no equivalent",
		},
		"filter": {"title: x\nfilter: {rules: any}\n", "a filter for other rules has no equivalent"},
		"binary": {"\x00\x01\x02", "control characters are not allowed"},
	} {
		begin := time.Now()
		rules, refused := Import([]File{{name, []byte(c.text)}}, nobody)
		if len(rules) != 0 || len(refused) != 1 || !strings.Contains(refused[0].Why, c.want) {
			t.Errorf("%s: %v, %.200v, not %s", name, rules, refused, c.want)
		}
		t.Log(name, time.Since(begin))
	}
	rules, refused := Import([]File{{"empty", nil}, {"comment", []byte("# x\n---\n---\n")}}, nobody)
	if len(rules)+len(refused) > 0 {
		t.Errorf("nothing makes %v and %v", rules, refused)
	}
}

// TestDescriptions are cut to what a rule of one's own takes.
func TestDescriptions(t *testing.T) {
	long := strings.Repeat("물", 60)
	const rest = "logsource: {category: proxy}\ndetection: {a: {c-uri: /x}, condition: a}\n"
	text := "\xEF\xBB\xBFtitle: " + long + "\nlevel: odd\nreferences: [\"a\\nb\", " + strings.Repeat("x", 5000) +
		"]\nlogsource: {category: PROXY, product: squid}\ndetection: {a: {c-uri: /x}, condition: a}\n---\n" +
		"title: 2FA bypass! of \"Acme\" that has a very long title indeed, and goes on\n" + rest + "---\n" +
		"title: probing\n" + rest + "---\ntitle: Probing\n" + rest
	rules, refused := Import([]File{{"x.yml", []byte(text)}}, func(name string) bool { return name == "probing" })
	if len(rules) != 4 || len(refused) != 0 {
		t.Fatalf("%v, %v", rules, refused)
	}
	first := &rules[0]
	if first.Name != "sigma" || len(first.Title) > 80 || !strings.HasSuffix(first.Title, "물…") ||
		first.References != "a b" || first.Setting.Weight != 20 ||
		strings.Join(first.Notes, "; ") != "whether the product is squid is not checked; "+
			"many logs keep path and query of a URL, without the host; 1 of 2 references are kept" {
		t.Errorf("%+v", first)
	}
	for i, want := range []string{"sigma", "sigma-2fa-bypass-of-acme-that-has-a", "probing-2", "probing-3"} {
		if rules[i].Name != want {
			t.Errorf("%q is called %s, not %s", rules[i].Title, rules[i].Name, want)
		}
	}
}

// TestLevelsThatFlagByThemselves compares what a hit at the bound earns, half of the weight, with what strict asks for.
func TestLevelsThatFlagByThemselves(t *testing.T) {
	strict := analysis.Strict()
	for level, weight := range weights {
		want := level == "high" || level == "critical"
		if got := weight/2 >= max(strict.Alone, strict.Score); got != want {
			t.Errorf("a first hit of level %s flags by itself: %v", level, got)
		}
	}
}
