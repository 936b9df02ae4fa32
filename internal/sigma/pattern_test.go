package sigma

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"spoor/analysis/predicate"
)

// TestPatterns holds the conditions that patterns become to a slow and plain match, piece by piece.
func TestPatterns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		letters := rapid.SampledFrom([]string{"a", "B", "*", "?", `\`, ".", "é", "\n"})
		texts := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) string {
			text := strings.Join(rapid.SliceOfN(letters, 1, 6).Draw(t, "pattern"), "")
			if strings.Trim(text, "*") == "" {
				return "a" // stars alone ask whether there is anything
			}
			return text
		}), 1, 4).Draw(t, "patterns")
		cased := rapid.Bool().Draw(t, "cased")
		how := rapid.SampledFrom([]string{"", "|contains", "|startswith", "|endswith"}).Draw(t, "how")
		key, values := "c-useragent"+how, ""
		if cased {
			key += "|cased"
		}
		for _, text := range texts {
			values += ", " + strconv.Quote(text)
		}
		file := fmt.Appendf(nil, "title: x\nlogsource: {category: proxy}\n"+
			"detection: {a: {%s: [%s]}, b: {sc-status: 200}, condition: a and b}\n", key, values[2:])
		rules, refused := Import([]File{{"x", file}}, nobody)
		if len(rules) != 1 {
			t.Fatal(refused)
		}
		p, err := predicate.Parse(rules[0].Where)
		if err != nil {
			t.Fatal(err)
		}
		agent := strings.Join(rapid.SliceOfN(letters, 0, 7).Draw(t, "agent"), "")
		want := false
		for _, text := range texts {
			pieces := plainPieces(text)
			if how == "|contains" || how == "|endswith" {
				pieces = append([]string{"any"}, pieces...)
			}
			if how == "|contains" || how == "|startswith" {
				pieces = append(pieces, "any")
			}
			want = want || plainMatch(pieces, []rune(agent), cased)
		}
		if got := p.Matches(&predicate.Event{Agent: agent, Status: 200}); got != want {
			t.Fatalf("%q %q of %q is %v by %s", how, texts, agent, got, rules[0].Where)
		}
	})
}

// plainPieces are "any", "one" and, behind a =, characters.
func plainPieces(text string) (pieces []string) {
	runes := []rune(text)
	for i := 0; i < len(runes); i++ {
		switch {
		case runes[i] == '\\' && i+1 < len(runes) && (runes[i+1] == '*' || runes[i+1] == '?' || runes[i+1] == '\\'):
			i++
			pieces = append(pieces, "="+string(runes[i]))
		case runes[i] == '*':
			pieces = append(pieces, "any")
		case runes[i] == '?':
			pieces = append(pieces, "one")
		default:
			pieces = append(pieces, "="+string(runes[i]))
		}
	}
	return pieces
}

func plainMatch(pieces []string, text []rune, cased bool) bool {
	switch {
	case len(pieces) == 0:
		return len(text) == 0
	case pieces[0] == "any":
		return plainMatch(pieces[1:], text, cased) || len(text) > 0 && plainMatch(pieces, text[1:], cased)
	case len(text) == 0:
		return false
	}
	is, asked := string(text[0]), strings.TrimPrefix(pieces[0], "=")
	same := is == asked || !cased && strings.EqualFold(is, asked)
	return (pieces[0] == "one" || same) && plainMatch(pieces[1:], text[1:], cased)
}

// FuzzImport reads anything without a panic, and whatever rule it makes is one.
func FuzzImport(f *testing.F) {
	for _, seed := range []string{
		"title: x\nlogsource: {category: proxy}\n" +
			"detection: {a: {c-uri|contains: [x, '*y?']}, condition: 1 of a* and not a}\n",
		"correlation: {type: event_count, rules: [a], group-by: [c-ip], timespan: 1h, condition: {gte: 5}}",
		"- a\n--- x",
		"a: &a [*a]",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		rules, _ := Import([]File{{"x", text}}, nobody)
		for i := range rules {
			if rules[i].Where == "" {
				t.Errorf("%+v takes everything", rules[i])
			}
		}
	})
}
