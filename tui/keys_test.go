package tui

import (
	"strings"
	"testing"

	"spoor/tui/term/termtest"
)

// together are the scopes that screens have at the same time.
var together = [][]scope{
	{onUsers, onCase, onList}, {onUser, onList}, {onSession, onList}, {onRules, onList}, {onChanges, onList}, {onRuleDiff, onList}, {onTable, onTables, onCase, onList}, {onPivot, onCase, onList}, {onTimeline, onCase}, {onRejects, onList}, {onLoading},
	{onPrompt}, {onFilter, onPrompt}, {onMenu}, {onOrdered, onMenu},
}

// shadowed are the keys that a nearer scope takes from a farther one on purpose: while loading, esc and ctrl+c stop the load.
var shadowed = map[scope][]string{onLoading: {"esc", "ctrl+c"}}

func TestKeysMeanOneThing(t *testing.T) {
	for _, scopes := range together {
		owner := map[string]binding{}
		for _, s := range reach(scopes) {
			for _, b := range bindings {
				if b.scope != s {
					continue
				}
				for _, key := range b.Keys() {
					if other, taken := owner[key]; taken && !strings.Contains(strings.Join(shadowed[other.scope], " "), key) {
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
	seen := map[scope]bool{}
	for _, b := range bindings {
		seen[b.scope] = true
		if b.label() == "" || b.Help().Desc == "" || len(b.Keys()) == 0 || b.command == noCommand {
			t.Errorf("%+v is not complete", b)
		}
		for _, key := range b.Keys() {
			if got := termtest.Key(key).String(); got != key {
				t.Errorf("%q is %q to Bubble Tea", key, got)
			}
			if got := commandOf([]scope{b.scope}, termtest.Key(key)); got != b.command {
				t.Errorf("%s in scope %d is command %d, not %d", key, b.scope, got, b.command)
			}
		}
	}
	for s := always; s <= onOrdered; s++ {
		if !seen[s] {
			t.Errorf("scope %d has no keys", s)
		}
	}
}

func TestShadowedKeysAreNotListed(t *testing.T) {
	for _, b := range active([]scope{onLoading}) {
		if b.command == back || b.command == interrupt {
			t.Errorf("%s is listed as %q", b.label(), b.Help().Desc)
		}
	}
}
