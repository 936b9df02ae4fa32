package main

import (
	"regexp/syntax"
	"slices"
	"testing"
)

func TestSpell(t *testing.T) {
	for expression, want := range map[string][]string{
		"Googlebot":         {"Googlebot"},
		"^curl":             {"^curl"},
		"bot$":              {"bot$"},
		"S[eE][mM]rush":     {"SEMrush", "SEmrush", "SeMrush", "Semrush"},
		"[wW]get":           {"Wget", "wget"},
		"Feed(ly|Burner)":   {"Feedly", "FeedBurner"},
		"[ab](c|d)":         {"ac", "ad", "bc", "bd"},
		"AdsBot-Google\\/1": {"AdsBot-Google/1"},
	} {
		tree, err := syntax.Parse(expression, syntax.Perl)
		if err != nil {
			t.Fatal(err)
		}
		if texts, err := spell(tree); err != nil || !slices.Equal(texts, want) {
			t.Errorf("%s: got %q, %v; want %q", expression, texts, err, want)
		}
	}
}

func TestSpellRefuses(t *testing.T) {
	for _, expression := range []string{"bot.*", "a+", "[a-z]bot", "x(a|b*)", "(?i)crawler"} {
		tree, err := syntax.Parse(expression, syntax.Perl)
		if err != nil {
			t.Fatal(err)
		}
		if texts, err := spell(tree); err == nil {
			t.Errorf("%s: got %q, want an error", expression, texts)
		}
	}
}
