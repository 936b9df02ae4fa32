package tui

import (
	"fmt"
	"testing"
	"time"

	"spoor/store/load"
	"spoor/tui/screen"
)

// views are the ways to every screen and overlay, as keys from the list of users.
var views = []struct {
	name string
	keys []string
}{
	{"users", nil},
	{"users-sorted", []string{"down", "down", ">", ">", "R"}},
	{"users-filter", []string{"/", "s", "c", "o", "r", "e", ">", "2", "0", "space", "-", "r", "o", "b", "o", "t"}},
	{"users-filter-wrong", []string{"/", "h", "i", "t", ":", "x"}},
	{"users-filter-complete", []string{"/", "-", "r", "o", "b", "tab", "space", "h", "i", "t", ":", "tab", "tab"}},
	{"users-none", []string{"/", "z", "z", "z", "enter"}},
	{"sort-menu", []string{"s", "down"}},
	{"column-menu", []string{"C", "down", "down", "enter", "right"}},
	{"users-columns", []string{"C", "s", "e", "g", "enter", "e", "v", "e", "n", "t", "s", "enter", "h", "a", "r", "enter",
		"esc"}},
	{"preset-menu", []string{"p"}},
	{"help", []string{"?"}},
	{"help-search", []string{"?", "r", "u", "l", "e", "s"}},
	{"user-why", []string{"down", "enter"}},
	{"user-why-scrolled", []string{"down", "enter", "down", "down"}},
	{"user-sessions", []string{"down", "enter", "tab", "down"}},
	{"user-items", []string{"down", "enter", "tab", "tab", "down"}},
	{"user-addresses", []string{"down", "enter", "tab", "tab", "tab"}},
	{"user-hours", []string{"down", "enter", "shift+tab", "shift+tab", "shift+tab"}},
	{"user-peers", []string{"down", "enter", "shift+tab", "shift+tab", "down", "down"}},
	{"user-notes", []string{"down", "enter", "M", "enter", "b", "o", "t", "enter", "shift+tab"}},
	{"session", []string{"down", "enter", "enter", "enter", "down", "down"}},
	{"session-line", []string{"down", "enter", "enter", "enter", "down", "enter"}},
	{"session-proof", []string{"down", "down", "down", "enter", "tab", "enter", "n", "enter"}},
	{"rules", []string{"r"}},
	{"rules-turned", []string{"r", "right", "right", "down", "space", "down", "tab", "#"}},
	{"rules-typing", []string{"r", "tab", "=", "backspace", "5"}},
	{"rules-changes", []string{"r", "end", "left", "left", "left", "left", "enter", "down"}},
	{"rules-flag", []string{"r", "end", "up"}},
	{"rules-save", []string{"r", "right", "w"}},
	{"rules-baseline", []string{"r", "b"}},
	{"rules-beside-menu", []string{"r", "d"}},
	{"rules-beside", []string{"r", "right", "down", "space", "d", "down", "enter", "tab"}},
	{"rules-verdicts", []string{"m", "enter", "down", "down", "m", "down", "enter", "r", "end", "left", "left"}},
	{"users-verdicts", []string{"m", "enter", "down", "down", "m", "down", "enter", "up"}},
	{"verdict-menu", []string{"m", "down"}},
	{"verdict-note", []string{"M", "enter", "s", "e", "e", "n"}},
	{"export", []string{"e"}},
	{"overview", []string{"O", "tab", "tab", "down"}},
	{"overview-users", []string{"O", "enter"}},
	{"find", []string{"down", "enter", "enter", "enter", "/", "1", "2"}},
	{"find-around", []string{"down", "enter", "enter", "enter", "/", "1", "2", "enter", "&", "n"}},
	{"find-wrong", []string{"down", "enter", "enter", "enter", "/", "s", "t", "a", "t", "u", "s", ">", "x"}},
	{"counts", []string{"F", "s", "e", "g", "enter"}},
	{"row-in-full", []string{"down", "enter", "enter", "enter", "v"}},
	{"sql", []string{"|", "s", "e", "l", "tab", "enter"}},
	{"sql-typing", []string{"|", "s", "tab"}},
	{"palette", []string{"down", "enter", "tab", "enter", ":", "s", "c", "r"}},
	{"marked", []string{"space", "down", "space", "m"}},
	{"segments", []string{"S", "down"}},
	{"compare", []string{"c", "down"}},
	{"audit", []string{"A", "down"}},
	{"audit-end", []string{"A", "end"}},
	{"items", []string{"i", "down"}},
	{"items-filter", []string{"i", "/", "1", "space", "u", "s", "e", "r", "s", ">", "3", "enter", "<", "<", "down", "R"}},
	{"items-filter-wrong", []string{"i", "/", "u", "s", "e", "r", "s", ">", "x"}},
	{"items-none", []string{"i", "/", "z", "z", "z", "enter"}},
	{"item", []string{"i", "down", "enter", "down"}},
	{"item-filter", []string{"i", "enter", "/", "f", "l", "a", "g", "g", "e", "d", "enter"}},
	{"addresses", []string{"a", "down"}},
	{"address", []string{"a", "enter"}},
	{"users-filter-events", []string{"/", "i", "p", ":", "1", "0", ".", "1", ".", "2", ".", "7", "space", "-", "a", "g",
		"e", "n", "t", ":", "c", "u", "r", "l", "enter"}},
	{"sources", []string{"o"}},
	{"timeline", []string{"t", "right", "right"}},
	{"timeline-marked", []string{"t", "+", "+", "pgdown", "space", "right", "right", "right"}},
	{"timeline-window", []string{"t", "right", "right", "space", "pgdown", "enter", "left"}},
	{"users-window", []string{"t", "right", "right", "space", "pgdown", "enter", "esc"}},
	{"copy-menu", []string{"down", "y"}},
	{"copy-menu-session", []string{"down", "enter", "tab", "enter", "down", "y"}},
	{"rejects", []string{"x", "end"}},
	{"quit-menu", []string{"r", "right", "q"}},
}

var sizes = []struct{ w, h int }{{120, 40}, {80, 24}, {40, 8}}

func TestScreens(t *testing.T) {
	for _, v := range views {
		for _, s := range sizes {
			name := fmt.Sprintf("%s-%dx%d", v.name, s.w, s.h)
			t.Run(name, func(t *testing.T) {
				a := shown(t, newFakeCase(), s.w, s.h)
				press(a, v.keys...)
				golden(t, a, name)
			})
		}
	}
}

func TestScreensInASCII(t *testing.T) {
	for _, v := range views {
		t.Run(v.name, func(t *testing.T) {
			a := shownAs(t, newFakeCase(), 80, 24, "mono", true)
			press(a, v.keys...)
			golden(t, a, v.name+"-ascii")
			for _, r := range a.frame() {
				if r >= 0x7F {
					t.Fatalf("%q is not ASCII", r)
				}
			}
		})
	}
}

func TestLoadingScreen(t *testing.T) {
	for _, s := range sizes {
		t.Run(fmt.Sprintf("%dx%d", s.w, s.h), func(t *testing.T) {
			a := shown(t, newFakeCase(), s.w, s.h)
			l := newLoading(a.work, nil, newUsers(a.work))
			a.stack = []screen.Screen{l}
			l.shown = load.Progress{
				Phase: load.Reading, Path: "/srv/logs/access.log.3.gz", Done: 3 << 20, Total: 8 << 20, Lines: 1_204_331,
				Rejects: 12,
				Elapsed: 3 * time.Second,
			}
			golden(t, a, fmt.Sprintf("loading-%dx%d", s.w, s.h))
		})
	}
}
