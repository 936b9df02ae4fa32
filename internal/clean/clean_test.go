package clean

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestTextAndASCII(t *testing.T) {
	for _, c := range []struct{ name, in, text, ascii string }{
		{"empty", "", "", ""},
		{"plain", "GET /jobs/7?a=b~", "GET /jobs/7?a=b~", "GET /jobs/7?a=b~"},
		{"korean", "채용 공고", "채용 공고", `\u{CC44}\u{C6A9} \u{ACF5}\u{ACE0}`},
		{"colour", "\x1b[31mred", "␛[31mred", "^[[31mred"},
		{"lines", "a\tb\r\nc", "a␉b␍␊c", "a^Ib^M^Jc"},
		{"nul and delete", "\x00\x7f", "␀␡", "^@^?"},
		{"C1 as a rune", "\u009b31m", `\u{9B}31m`, `\u{9B}31m`},
		{"C1 as a byte", "\x9b31m", `\x{9B}31m`, `\x{9B}31m`},
		{"invalid bytes", "a\xff\xc3(", `a\x{FF}\x{C3}(`, `a\x{FF}\x{C3}(`},
		{"surrogate", "\xed\xa0\x80", `\x{ED}\x{A0}\x{80}`, `\x{ED}\x{A0}\x{80}`},
		{"real replacement character", "a\ufffd", "a\ufffd", `a\u{FFFD}`},
		{"bidi", "a\u202etxt.exe", `a\u{202E}txt.exe`, `a\u{202E}txt.exe`},
		{"zero width", "pay\u200bpal", `pay\u{200B}pal`, `pay\u{200B}pal`},
		{"byte order mark", "\ufeffa", `\u{FEFF}a`, `\u{FEFF}a`},
		{"other spaces", "a\u00a0b\u3000c", `a\u{A0}b\u{3000}c`, `a\u{A0}b\u{3000}c`},
		{"line separators", "a\u2028b\u2029", `a\u{2028}b\u{2029}`, `a\u{2028}b\u{2029}`},
		{"tag", "a\U000e0041", `a\u{E0041}`, `a\u{E0041}`},
		{"printable but invisible", "\u115f\u2800\u3164", `\u{115F}\u{2800}\u{3164}`, `\u{115F}\u{2800}\u{3164}`},
		{"a picture that was there", "␛[0m", `\u{241B}[0m`, `\u{241B}[0m`},
		{"emoji family falls apart", "👨\u200d👩", `👨\u{200D}👩`, `\u{1F468}\u{200D}\u{1F469}`},
		{"accent", "e\u0301", "e\u0301", `e\u{301}`},
		{"accent on nothing", "\u0301e", `\u{301}e`, `\u{301}e`},
		{"accent on an escape", "\u200b\u0301", `\u{200B}\u{301}`, `\u{200B}\u{301}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Text(c.in); got != c.text {
				t.Errorf("Text(%q) = %q, want %q", c.in, got, c.text)
			}
			if got := ASCII(c.in); got != c.ascii {
				t.Errorf("ASCII(%q) = %q, want %q", c.in, got, c.ascii)
			}
		})
	}
}

func TestTextLimitsMarks(t *testing.T) {
	if got, want := Text("👍🏽 🏽"), "👍🏽 🏽"; got != want {
		t.Errorf("a skin tone became %q", got)
	}
	eight := "o" + strings.Repeat("\u0337", 8)
	if got := Text(eight); got != eight {
		t.Errorf("eight marks became %q", got)
	}
	if got, want := Text(eight+"\u0337\u0337"+"x\u0337"), eight+`\u{337}\u{337}`+"x\u0337"; got != want {
		t.Errorf("ten marks became %q, want %q", got, want)
	}
}

// TestTextOnAllOfUnicode asks for every rune by itself what the policy says of it, in the words of the policy.
func TestTextOnAllOfUnicode(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if !utf8.ValidRune(r) {
			continue
		}
		in, want := "a"+string(r), ""
		switch {
		case r < 0x20:
			want = "a" + string(0x2400+r)
		case r == 0x7F:
			want = "a␡"
		case r >= 0x2400 && r <= 0x2426, !strconv.IsPrint(r), drawsNothing(r):
			want = fmt.Sprintf(`a\u{%02X}`, r)
		default:
			want = in
		}
		if got := Text(in); got != want {
			t.Errorf("Text(%q) = %q, want %q", in, got, want)
		}
		if got := ASCII(in); plainPrefix(got) != len(got) {
			t.Errorf("ASCII(%q) = %q", in, got)
		}
		if width := Width(Text(in)); width < 1 || width == 1 && !joins(r) {
			t.Errorf("%U takes no cell of its own", r)
		}
	}
}

func drawsNothing(r rune) bool {
	for _, span := range [][2]rune{{0x34F, 0x34F}, {0x115F, 0x1160}, {0x17B4, 0x17B5}, {0x180B, 0x180F}, {0x2800, 0x2800},
		{0x3164, 0x3164}, {0xFFA0, 0xFFA0}, {0xFE00, 0xFE0F}, {0xE0100, 0xE01EF}} {
		if r >= span[0] && r <= span[1] {
			return true
		}
	}
	return false
}

// TestCleanTextIsNotCopied holds the fast path: text that needs no change costs nothing.
func TestCleanTextIsNotCopied(t *testing.T) {
	for _, s := range []string{"GET /jobs/7 HTTP/1.1", "채용 공고", "e\u0301 und ü"} {
		if n := testing.AllocsPerRun(100, func() { Text(s) }); n != 0 {
			t.Errorf("Text(%q) allocates %v times", s, n)
		}
	}
}

func FuzzText(f *testing.F) {
	for _, seed := range []string{"", "plain", "\x1b]52;c;aGk=\x07", "\u009d52;c;\u009c", "a\rb\x08", "\xff\xfe\x00",
		"\u202e\u2066x", "\u200b\u0301", "zalgo" + strings.Repeat("\u0337", 20), "␛", "가\u1100\u1161", "🇰🇷🇰", "\U000e0001"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		text := Text(s)
		if !utf8.ValidString(text) {
			t.Fatalf("Text(%q) = %q is not UTF-8", s, text)
		}
		for _, r := range text {
			if !strconv.IsPrint(r) || drawsNothing(r) || unicode.In(r, unicode.C, unicode.Zl, unicode.Zp, unicode.Bidi_Control) {
				t.Fatalf("Text(%q) = %q holds %U", s, text, r)
			}
		}
		if !strings.ContainsFunc(text, func(r rune) bool { return r >= 0x2400 && r <= 0x2426 }) && Text(text) != text {
			t.Fatalf("cleaning %q again gives %q", text, Text(text))
		}
		ascii := ASCII(s)
		if plainPrefix(ascii) != len(ascii) {
			t.Fatalf("ASCII(%q) = %q", s, ascii)
		}
		for width := range Width(text) + 2 {
			checkCut(t, text, width)
		}
	})
}

func BenchmarkText(b *testing.B) {
	for _, c := range []struct{ name, in string }{
		{"ascii", strings.Repeat("GET /jobs/7?page=2 HTTP/1.1 ", 10)},
		{"korean", strings.Repeat("채용 공고 상세 ", 20)},
		{"hostile", strings.Repeat("\x1b[31m\u202e\xff", 30)},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(c.in)))
			b.ReportAllocs()
			for b.Loop() {
				Text(c.in)
			}
		})
	}
}

func TestUnpicturedTextIsCleanedAsBefore(t *testing.T) {
	for _, text := range []string{"", "plain", "\x00\x1b[31m\a\r\n\x7f", "\u241b\u2421 한국어 \xff", "␢␥"} {
		once := Text(text)
		if got := Text(Unpictured(once)); got != once {
			t.Errorf("%q becomes %q, and then %q", text, once, got)
		}
	}
	if got := ASCII(Unpictured(Text("\x1b\x7f"))); got != "^[^?" {
		t.Errorf("on a terminal of ASCII it is %q", got)
	}
}
