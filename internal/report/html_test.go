package report

import "testing"

func TestMarkup(t *testing.T) {
	for in, want := range map[string]string{
		"kim":                       "kim",
		"<script>alert(1)</script>": "&lt;script&gt;alert(1)&lt;/script&gt;",
		`"a" & 'b'`:                 "&#34;a&#34; &amp; &#39;b&#39;",
		"one\ntwo":                  "one<br>two",
		"a\x1b[31m\r":               "a␛[31m␍",
	} {
		if got := markup(in); got != want {
			t.Errorf("markup(%q) = %q, want %q", in, got, want)
		}
	}
}
