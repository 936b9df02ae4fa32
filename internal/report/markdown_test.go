package report

import "testing"

func TestEscape(t *testing.T) {
	for in, want := range map[string]string{
		"kim":                             "kim",
		"a|b":                             `a\|b`,
		"*_`[x](y)<b>":                    "\\*\\_\\`\\[x\\](y)\\<b\\>",
		"a&lt;b":                          "a&amp;lt;b",
		"line\nbreak":                     "line␊break",
		"see http://Evil.example.com/a.b": `see hxxp://Evil\[.\]example\[.\]com/a.b`,
		"HTTPS://a.b":                     `hxxps://a\[.\]b`,
		"www.a.b/c":                       `www\[.\]a\[.\]b/c`,
		"ftp://a.b":                       `fxp://a\[.\]b`,
	} {
		if got := escape(in); got != want {
			t.Errorf("escape(%q) = %q, want %q", in, got, want)
		}
	}
}
