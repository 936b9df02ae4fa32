package analysis

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"spoor/analysis/web"
)

// blowUps are patterns that take much memory where nobody looks at how large they are, within what a pattern may be
// long.
var blowUps = []string{
	strings.Repeat("x{1000}", 500), strings.Repeat("(x{30}){30}", 300), strings.Repeat(`\pL{999}`, 400),
	strings.Repeat(`[^\x00-\x{10FFFF}a]{900}`, 150),
	strings.Repeat("(?:a?){1000}", 300) + strings.Repeat("a", 100), strings.Repeat("(((a|b|c|d){9}){9}){9}", 150),
	"(" + strings.Repeat("a{500}|b{500}|", 250) + "y)",
	strings.Repeat("x", 1<<20),
}

// TestPatternsBlowUpNothing writes them into rules of one's own and site descriptions, alone and many small ones
// together.
func TestPatternsBlowUpNothing(t *testing.T) {
	const budget = 600 << 20 // bytes, of what is soon given back
	small := `path matches "` + strings.Repeat("x{900}", 10) + `"`
	rules := []string{"[rule.x]\nwhere = '''" + strings.Repeat(small+" || ", 200) + small + "'''"}
	sites := []string{strings.Repeat("[[page]]\nmatch = '(x{30}){30}'\nmenu = 'a'\n", 3000),
		"robots = ['" + strings.Repeat("x{900}', '", 3000) + "y']",
		"embedded = ['" + strings.Repeat("x{900}', '", 3000) + "y']"}
	for _, pattern := range blowUps {
		rules = append(rules, fmt.Sprintf("[rule.x]\nwhere = '''path matches %q'''", pattern))
		sites = append(sites, fmt.Sprintf("[[page]]\nmatch = '%s'\nmenu = 'a'", pattern),
			fmt.Sprintf("robots = ['%s']", pattern),
			fmt.Sprintf("[login]\npath = '%s'", pattern), fmt.Sprintf("embedded = ['%s']", pattern))
	}
	try := func(text string, parse func() error) {
		t.Helper()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		err := parse()
		runtime.ReadMemStats(&after)
		if err == nil || !strings.Contains(err.Error(), "too large") && !strings.Contains(err.Error(), "too long") &&
			!strings.Contains(err.Error(), "wrong") {
			t.Errorf("%.60s: %.200v", text, err)
		}
		if used := after.TotalAlloc - before.TotalAlloc; used > budget {
			t.Errorf("%.60s takes %d MiB", text, used>>20)
		}
	}
	for _, text := range rules {
		try(text, func() error { _, err := ParseRuleSet("x.toml", []byte(text)); return err })
	}
	for _, text := range sites {
		try(text, func() error { _, err := web.ParseSite("x.toml", []byte(text)); return err })
	}
}
