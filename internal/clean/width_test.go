package clean

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func TestCut(t *testing.T) {
	for _, c := range []struct {
		in    string
		width int
		want  string
	}{
		{"jobs", 5, "jobs"},
		{"jobs", 4, "jobs"},
		{"jobs", 3, "jo…"},
		{"jobs", 1, "…"},
		{"jobs", 0, ""},
		{"jobs", -3, ""},
		{"", 3, ""},
		{"채용", 4, "채용"},
		{"채용", 3, "채…"},
		{"채용", 2, "…"}, // two cells, but the first character would leave none for the ellipsis
		{"채용", 1, "…"},
		{"e\u0301te\u0301", 3, "e\u0301te\u0301"},
		{"e\u0301te\u0301", 2, "e\u0301…"},
		{"🇰🇷 flag", 3, "🇰🇷…"},
	} {
		if got := Cut(c.in, c.width); got != c.want {
			t.Errorf("Cut(%q, %d) = %q, want %q", c.in, c.width, got, c.want)
		}
	}
	if got := CutASCII("jobs", 3); got != "jo~" {
		t.Errorf("CutASCII = %q", got)
	}
}

func TestPad(t *testing.T) {
	for _, c := range []struct {
		in          string
		width       int
		right, left string
	}{
		{"7", 3, "7  ", "  7"},
		{"채", 3, "채 ", " 채"},
		{"jobs", 3, "jo…", "jo…"},
		{"채용", 2, "… ", " …"},
		{"jobs", 0, "", ""},
		{"jobs", -1, "", ""},
	} {
		if got := Pad(c.in, c.width); got != c.right {
			t.Errorf("Pad(%q, %d) = %q, want %q", c.in, c.width, got, c.right)
		}
		if got := PadLeft(c.in, c.width); got != c.left {
			t.Errorf("PadLeft(%q, %d) = %q, want %q", c.in, c.width, got, c.left)
		}
	}
}

// checkCut holds what Cut promises of any cleaned text.
func checkCut(t *testing.T, text string, width int) {
	t.Helper()
	got := Cut(text, width)
	if w := ansi.StringWidth(got); w > width {
		t.Fatalf("Cut(%q, %d) = %q takes %d cells", text, width, got, w)
	}
	if whole := ansi.StringWidth(text) <= width; whole && width > 0 && got != text ||
		!strings.HasPrefix(text, strings.TrimSuffix(got, "…")) {
		t.Fatalf("Cut(%q, %d) = %q", text, width, got)
	}
	if w := ansi.StringWidth(Pad(text, width)); w != width {
		t.Fatalf("Pad(%q, %d) takes %d cells", text, width, w)
	}
}

func BenchmarkCut(b *testing.B) {
	text := strings.Repeat("채용 jobs ", 20)
	b.ReportAllocs()
	for b.Loop() {
		Cut(text, 40)
	}
}

// TestCutASCIIKeepsEscapesWhole cuts at every width.
func TestCutASCIIKeepsEscapesWhole(t *testing.T) {
	const in = `a\u{AE40}\x{FF}b\u{1F468}`
	wholes := []string{"", "a", `a\u{AE40}`, `a\u{AE40}\x{FF}`, `a\u{AE40}\x{FF}b`}
	for width := 1; width < len(in); width++ {
		want := ""
		for _, w := range wholes {
			if len(w) < width {
				want = w + "~"
			}
		}
		if got := CutASCII(in, width); got != want {
			t.Errorf("at %d: %q, not %q", width, got, want)
		}
	}
	for in, want := range map[string]string{`C:\users\kim`: `C:\us~`, `\u{xyz}abc`: `\u{xy~`, `abcde\q{12}`: `abcde~`} {
		if got := CutASCII(in, 6); got != want {
			t.Errorf("%q is cut to %q", in, got)
		}
	}
}
