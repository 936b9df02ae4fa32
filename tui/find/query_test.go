package find

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var columns = []string{"time", "status", "request", "read", "from", "first here"}

var rows = [][]string{
	{"02:11:40", "200", "GET /jobs/1201", "2.1s", "10.0.0.1", "3"},
	{"02:12:02", "404 !", "GET /jobs/12", "", "10.0.0.2", "12"},
	{"14:00:00", "500 !", "POST /login kim=lee", "3m20s", "10.0.0.1", "1,204"},
	{"15:06:40", "200", "GET /연구원 모집", "45s", "fe80::1", "–"},
}

// found are the numbers of the rows that a text finds.
func found(t *testing.T, text string) string {
	t.Helper()
	q, err := Parse(text, columns)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	var at strings.Builder
	for i, row := range rows {
		if q.Match(row) {
			at.WriteByte('0' + byte(i))
		}
	}
	return at.String()
}

func TestRowsAreFound(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"", "0123"},
		{"jobs", "01"},
		{"JOBS/12", "01"},
		{"jobs -1201", "1"},
		{"-jobs", "23"},
		{"1201|login", "02"},
		{"연구원", "3"},
		{`"연구원 모집"`, "3"},
		{`"jobs 12"`, ""},
		{"~jobs/\\d{2}$", "1"},
		{"~^(get|post).*(login|1201)$", "0"},
		{"~login|1201", "02"},
		{"request~^post", "2"},
		{"status=404", "1"}, // the number of 404 !
		{"status=200|500", "023"},
		{"-status=200", "12"},
		{"status>=400", "12"},
		{"read>2s", "023"},
		{"read>3m", "2"},
		{"read<=45", "03"},
		{"time>14:00", "3"},
		{"time>=14:00", "23"},
		{"time<02:12", "0"},
		{"first-here>100", "2"},
		{"first>2", "012"}, // the only column that begins so
		{"from=10.0.0.1", "02"},
		{"from:10.0", "012"},
		{"kim=lee", "2"}, // no column, so a text
		{"fe80::1", "3"},
		{`from="fe80::1"`, "3"},
		{"=200", "03"}, // and not 3m20s, which is 200 seconds
		{"=404", ""},
	} {
		if got := found(t, test.text); got != test.want {
			t.Errorf("%s finds %q, not %q", test.text, got, test.want)
		}
	}
}

func TestWhatIsWrongIsPointedAt(t *testing.T) {
	for _, test := range []struct {
		text, part, why string
		unfinished      bool
	}{
		{"jobs ~[a", "~[a", "no regular expression: missing closing ]", false},
		{"status>x", "x", `"x" is not a number`, false},
		{"status >400", ">400", "write the column before it, without a space: time>400", false},
		{"size>4", "size", `no column "size"; there are time, status`, false},
		{"-status=", "status=", "not finished", true},
		{`a "b c`, `"b c`, "the quote is not closed", true},
		{"status<>4", "<>", `no comparison "<>"`, false},
		{"~", "~", "not finished", true},
	} {
		q, err := Parse(test.text, columns)
		var wrong *Error
		if !errors.As(err, &wrong) {
			t.Errorf("%s: %v", test.text, err)
			continue
		}
		part := string([]rune(test.text)[wrong.From:wrong.To])
		if !strings.HasSuffix(test.part, part) || part == "" ||
			!strings.Contains(strings.ToLower(wrong.Why), strings.ToLower(test.why)) || wrong.Unfinished != test.unfinished {
			t.Errorf("%s: %q is %s (unfinished: %v)", test.text, part, wrong.Why, wrong.Unfinished)
		}
		_ = q.Match(rows[0])
	}
}

func TestNumbers(t *testing.T) {
	for text, want := range map[string]float64{"1,204": 1204, "▲12": 12, "404 !": 404, "2.1s": 2.1, "3m20s": 200,
		"+4h05m": 14700, "12d": 1036800, "14:02": 50520, "00:00:09": 9, "2.4 %": 2.4, "-3": -3, "5 min": 5} {
		if got, ok := Number(text); !ok || got != want {
			t.Errorf("%s is %v, %v", text, got, ok)
		}
	}
	for _, text := range []string{"", "–", "kim", "▲", "a1"} {
		if n, ok := Number(text); ok {
			t.Errorf("%q is %v", text, n)
		}
	}
}

// TestAnyTextIsAnswered: whatever is typed is either understood or pointed at, inside the text.
func TestAnyTextIsAnswered(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("ab |\"~=<>:-{}()[]*한0.,"))).Draw(t, "text")
		q, err := Parse(text, columns)
		var wrong *Error
		if err != nil && (!errors.As(err, &wrong) || wrong.From < 0 || wrong.To > len([]rune(text)) ||
			wrong.From > wrong.To) {
			t.Fatalf("%q: %v %+v", text, err, wrong)
		}
		for _, row := range rows {
			q.Match(row)
		}
	})
}

func TestBracesHoldSpaces(t *testing.T) {
	words := Words(`kim event:{status >= 400 and path ~ "/a b"} -"x y" z{ w`)
	var got []string
	for _, w := range words {
		got = append(got, w.Text)
	}
	if want := `kim,event:{status >= 400 and path ~ "/a b"},"x y",z{,w`; strings.Join(got, ",") != want {
		t.Errorf("%s", strings.Join(got, ","))
	}
	if w := Words(`event:{a b`)[0]; w.Open != '{' || w.Text != "event:{a b" {
		t.Errorf("%+v", w)
	}
}

func TestAlternativesShareWhatIsBefore(t *testing.T) {
	for word, want := range map[string]string{
		"segment:new|loyal": "segment:new,segment:loyal", "user=kim|lee": "user=kim,user=lee", "a|hit:x|b": "a,hit:x,b",
		`"a|b"|c`: `"a|b",c`, "~a|b": "~a|b", "score>5|kim": "score>5,kim", "|": "|", "a|": "a",
	} {
		if got := strings.Join(Alternatives(word), ","); got != want {
			t.Errorf("%s: %s, not %s", word, got, want)
		}
	}
}
