package term

import (
	"strings"
	"testing"

	"spoor/tui/term/termtest"
)

// together are the scopes that screens have at the same time.
var together = [][]Scope{
	{OnUsers, OnCase, OnList}, {OnUser, OnList, OnFind}, {OnSession, OnList, OnFind}, {OnRules, OnList, OnFind},
	{OnChanges, OnList, OnFind}, {OnRuleDiff, OnList, OnFind}, {OnTable, OnTables, OnCase, OnList, OnFind},
	{OnPivot, OnCase, OnList}, {OnTimeline, OnCase}, {OnRejects, OnList, OnFind}, {OnLoading}, {OnReader, OnList},
	{OnQuery, OnList, OnFind},
	{OnFound, OnSession, OnList, OnFind}, {OnFound, OnUsers, OnCase, OnList, OnFind},
	{OnPrompt}, {OnFilter, OnPrompt}, {OnMenu}, {OnOrdered, OnMenu},
}

// shadowed are the keys that a nearer scope takes from a farther one on purpose: while loading, esc and ctrl+c stop the
// load, while something is looked for n and N go through it and esc ends it, and lists with a
// filter of their own begin that with a slash.
var shadowed = map[Scope][]string{OnLoading: {"esc", "ctrl+c"}, OnFound: {"esc", "n", "N"},
	OnUsers: {"/"}, OnPivot: {"/"}}

func TestKeysMeanOneThing(t *testing.T) {
	for _, scopes := range together {
		owner := map[string]Binding{}
		for _, s := range reach(scopes) {
			for _, b := range bindings {
				if b.Scope != s {
					continue
				}
				for _, key := range b.Keys() {
					if other, taken := owner[key]; taken && !strings.Contains(strings.Join(shadowed[other.Scope], " "), key) {
						t.Errorf("in %v %s is %q and %q", scopes, key, other.Help().Desc, b.Help().Desc)
					}
					if _, taken := owner[key]; !taken {
						owner[key] = b
					}
				}
			}
		}
	}
}

func TestEveryBindingIsExplained(t *testing.T) {
	seen := map[Scope]bool{}
	for _, b := range bindings {
		seen[b.Scope] = true
		if b.Label() == "" || b.Help().Desc == "" || len(b.Keys()) == 0 || b.Command == NoCommand {
			t.Errorf("%+v is not complete", b)
		}
		for _, key := range b.Keys() {
			if got := termtest.Key(key).String(); got != key {
				t.Errorf("%q is %q to Bubble Tea", key, got)
			}
			if got := CommandOf([]Scope{b.Scope}, termtest.Key(key)); got != b.Command {
				t.Errorf("%s in scope %d is command %d, not %d", key, b.Scope, got, b.Command)
			}
		}
	}
	for s := Always; s <= OnOrdered; s++ {
		if !seen[s] {
			t.Errorf("scope %d has no keys", s)
		}
	}
}

func TestShadowedKeysAreNotListed(t *testing.T) {
	for _, b := range Active([]Scope{OnLoading}) {
		if b.Command == Back || b.Command == Interrupt {
			t.Errorf("%s is listed as %q", b.Label(), b.Help().Desc)
		}
	}
}
