package logline

import (
	"strings"
	"testing"
)

// TestRegexpsBlowUpNothing writes regular expressions that would take much memory, and many that do so together.
func TestRegexpsBlowUpNothing(t *testing.T) {
	head := "name = 'x'\nwords = 'x'\nshape = 'text'\n"
	for name, lines := range map[string]string{
		"one":    `[[line]]` + "\nregexp = '(?P<user>x{1000})" + strings.Repeat("(x{30}){30}", 300) + "'\n",
		"class":  `[[line]]` + "\nregexp = '(?P<user>x)" + strings.Repeat(`\pL{999}`, 400) + "'\n",
		"choice": `[[line]]` + "\nregexp = '(?P<user>" + strings.Repeat("x{500}y{300}", 50) + "y)'\n",
		"many":   strings.Repeat("[[line]]\nregexp = '(?P<user>x)(y{30}){30}'\n", 3000),
		"long":   `[[line]]` + "\nregexp = '(?P<user>" + strings.Repeat("x", 5000) + ")'\n",
	} {
		_, err := ReadFormat("x.toml", []byte(head+lines))
		if err == nil || !strings.Contains(err.Error(), "too large") && !strings.Contains(err.Error(), "too long") {
			t.Errorf("%s: %.200v", name, err)
		}
	}
}
