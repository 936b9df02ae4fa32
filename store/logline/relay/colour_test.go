package relay

import "testing"

func TestUncoloured(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"plain", "plain"},
		{"\x1b[32mGET /a\x1b[0m 200", "GET /a 200"},
		{"\x1b[1;38;5;9mx\x1b[K", "x"},
		{"a\x1b[", "a\x1b["},
		{"a\x1b[31", "a\x1b[31"},
		{"a\x1b[31\x1b[0m", "a\x1b[31"},
		{"a\x1b[\" 200 5 \"-\" \"x", "a\x1b[\" 200 5 \"-\" \"x"}, // whoever sends that hides nothing by it
		{"a\x1bb", "a\x1bb"},
	} {
		if got := string(Uncoloured(nil, []byte(c.line))); got != c.want {
			t.Errorf("%q: %q, want %q", c.line, got, c.want)
		}
	}
}

func TestAllUncolouredLeavesTheLinesAlone(t *testing.T) {
	lines := [][]byte{[]byte("a"), []byte("\x1b[32mb")}
	plain := AllUncoloured(lines)
	if string(plain[1]) != "b" || string(lines[1]) != "\x1b[32mb" || string(plain[0]) != "a" {
		t.Errorf("%q of %q", plain, lines)
	}
}
