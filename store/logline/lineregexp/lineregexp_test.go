package lineregexp

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestMatch(t *testing.T) {
	for _, test := range []struct {
		expression, line string
		groups           []string // nil: no match
	}{
		{`a`, `a`, []string{}},
		{`a`, `ab`, nil},
		{``, ``, []string{}},
		{`(.*)`, ``, []string{""}},
		{`\[(.+?)\] (\w+)`, `[now] x`, []string{"now", "x"}},
		{`(.+) (.+)`, `a b c`, []string{"a b", "c"}},
		{`(.+?) (.+)`, `a b c`, []string{"a", "b c"}},
		{`(.*?)(?:, b: (.*))?`, `a, b: c, b: d`, []string{"a", "c, b: d"}},
		{`(.*?)(?:, b: (.*))?`, `a, c`, []string{"a, c", "-"}},
		{`(?:(a)x|(a)y)z`, `ayz`, []string{"-", "a"}},
		{`(\d{2,3})(\d*)`, `1234`, []string{"123", "4"}},
		{`(.)(.+?)(.*)`, `éèà`, []string{"é", "è", "à"}},
		{`([^x]+)(.)`, "é\xff", []string{"é", "\xff"}},
		{`(a+?)(a*?)(a+)`, `aaaa`, []string{"a", "", "aaa"}},
		{`.`, "\n", nil},
		{`(?s)(.*)b`, "a\nb", []string{"a\n"}},
		{`(?i)user (.+)`, "USER ann", []string{"ann"}},
		{`(?:(a)|b)*`, "ab", []string{"a"}},
		{`\buser\b.*`, "user ann", []string{}},
		{`(ä+)[a-ö]+`, "ääz", []string{"ää"}},
	} {
		re, err := Compile(test.expression)
		if err != nil {
			t.Fatal(err)
		}
		places, matched := re.Match([]byte(test.line), nil)
		if matched != (test.groups != nil) {
			t.Errorf("%s on %q: matched is %v", test.expression, test.line, matched)
		} else if got := groupTexts(test.line, places); matched && !slices.Equal(got, test.groups) {
			t.Errorf("%s on %q: %q, want %q", test.expression, test.line, got, test.groups)
		}
	}
}

func groupTexts(line string, places []int) (texts []string) {
	for i := 2; i+1 < len(places); i += 2 {
		text := "-"
		if places[i] >= 0 {
			text = line[places[i]:places[i+1]]
		}
		texts = append(texts, text)
	}
	return texts
}

// piece draws a piece of an expression, with groups inside it to some depth.
func piece(depth int) *rapid.Generator[string] {
	plain := rapid.SampledFrom([]string{
		`a`, `b`, ` `, `, `, `ab`, `é`, `.`, `\S`, `\d`, `[^a]`, `[ab]`, `[^,]`, `[a-é]`, `.*`, `.*?`, `.+`, `.+?`, `\S+`,
		`[^ ]*`, `[^ ]+?`, `a*`,
		`\d+`, `b?`, `.??`, `a{2}`, `\S{1,2}`, `[^b]{0,2}?`, `(?s).`, `(?i)b`, `\b`, `$`, ``,
	})
	if depth == 0 {
		return plain
	}
	return rapid.Custom(func(t *rapid.T) string {
		inner := strings.Join(rapid.SliceOfN(piece(depth-1), 1, 3).Draw(t, "inner"), "")
		other := strings.Join(rapid.SliceOfN(piece(depth-1), 0, 2).Draw(t, "other"), "")
		form := rapid.SampledFrom([]string{
			"%s%s", "(%s)%s", "(?:%s)?%s", "(?:%s|%s)", "(%s|%s)", "(?:%s)*%s", "(%s)??%s", "(?:%s){2}%s",
		}).Draw(t, "form")
		return fmt.Sprintf(form, inner, other)
	})
}

// TestEqualsStandard compares matches and groups with those of package regexp, on lines that look like the expressions.
func TestEqualsStandard(t *testing.T) {
	character := rapid.SampledFrom([]string{"a", "b", " ", ",", ", ", "1", "é", "\xff", "\xc3", "\n", "B"})
	tried := 0
	rapid.Check(t, func(t *rapid.T) {
		expression := strings.Join(rapid.SliceOfN(piece(2), 1, 4).Draw(t, "expression"), "")
		re, err := Compile(expression)
		if err != nil {
			t.Skip(err)
		}
		if re.start != nil {
			tried++
		}
		standard := regexp.MustCompile("^(?:" + expression + ")$")
		var places []int
		for range 10 {
			line := strings.Join(rapid.SliceOfN(character, 0, 9).Draw(t, "line"), "")
			want := standard.FindStringSubmatchIndex(line)
			var matched bool
			places, matched = re.Match([]byte(line), places)
			if matched != (want != nil) || matched && !slices.Equal(places, want) {
				t.Fatalf("%s on %q: %v %v, want %v", expression, line, matched, places, want)
			}
		}
	})
	if tried == 0 {
		t.Error("no expression was tried by backtracking")
	}
}

// TestManyWays gives a line that can be cut in very many ways, none of which fits.
func TestManyWays(t *testing.T) {
	re, err := Compile(strings.Repeat(`(?:a|.)*?.*`, 1) + strings.Repeat(`a.*`, 12) + `(b)`)
	if err != nil {
		t.Fatal(err)
	}
	if _, matched := re.Match([]byte(strings.Repeat("a", 20_000)), nil); matched {
		t.Error("matched")
	}
	if places, matched := re.Match([]byte(strings.Repeat("a", 200)+"b"), nil); !matched || places[2] != 200 {
		t.Error(places, matched)
	}
}

func TestLiteral(t *testing.T) {
	for expression, want := range map[string]string{
		`(?:a|b)*user (\S+) not found`: " not found",
		`(?i)user`:                     "",
		`a|b`:                          "",
		`(?:abc)+`:                     "abc",
		`(?:abc)*`:                     "",
	} {
		if re, err := Compile(expression); err != nil || string(re.literal) != want {
			t.Errorf("%s: %q (%v), want %q", expression, re.literal, err, want)
		}
	}
}

func TestMatchAllocatesNothing(t *testing.T) {
	re, err := Compile(`\[([^\]]+)\] (?:\[pid \d+\] )?(.*?)(?:, referer: (.*))?`)
	if err != nil {
		t.Fatal(err)
	}
	line := []byte("[now] [pid 12] something, referer: there")
	places, matched := re.Match(line, nil)
	if !matched {
		t.Fatal("no match")
	}
	if allocations := testing.AllocsPerRun(100, func() { re.Match(line, places) }); allocations > 0 {
		t.Errorf("%v allocations", allocations)
	}
}

func FuzzMatch(f *testing.F) {
	f.Add(`(.+) (.+?)(?:x|y*)`, "a b xy")
	f.Fuzz(func(t *testing.T, expression, line string) {
		re, err := Compile(expression)
		if err != nil {
			return
		}
		want := regexp.MustCompile("^(?:" + expression + ")$").FindStringSubmatchIndex(line)
		places, matched := re.Match([]byte(line), nil)
		if matched != (want != nil) || matched && !slices.Equal(places, want) {
			t.Errorf("%q on %q: %v %v, want %v", expression, line, matched, places, want)
		}
	})
}
