// Package clean makes text from outside safe to show: what it returns holds nothing that a terminal obeys and nothing
// that the eye cannot see. Stored data is never changed; text is cleaned once, at the moment it is shown.
package clean

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// marksPerBase is how many combining marks one character may carry; more only pile up over the lines above and below.
	marksPerBase = 8
	// pictures is where Unicode keeps one visible symbol for every control character, in the order of the characters.
	pictures, lastPicture = '\u2400', '\u2426'
	deletePicture         = '\u2421'
)

// invisible holds what strconv.IsPrint calls printable although it draws nothing: joiners, fillers, selectors of
// variants.
var invisible = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x034F, Hi: 0x034F, Stride: 1}, // combining grapheme joiner
		{Lo: 0x115F, Hi: 0x1160, Stride: 1}, // Hangul fillers
		{Lo: 0x17B4, Hi: 0x17B5, Stride: 1}, // Khmer inherent vowels
		{Lo: 0x180B, Hi: 0x180F, Stride: 1}, // Mongolian variation selectors
		{Lo: 0x2800, Hi: 0x2800, Stride: 1}, // empty Braille pattern
		{Lo: 0x3164, Hi: 0x3164, Stride: 1}, // Hangul filler
		{Lo: 0xFE00, Hi: 0xFE0F, Stride: 1}, // variation selectors
		{Lo: 0xFFA0, Hi: 0xFFA0, Stride: 1}, // half-width Hangul filler
	},
	R32: []unicode.Range32{{Lo: 0xE0100, Hi: 0xE01EF, Stride: 1}}, // variation selectors
}

// joining holds what is no combining mark by its category but takes no cell of its own after another character.
var joining = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x0E33, Hi: 0x0E33, Stride: 1}, // Thai vowel am
		{Lo: 0x0EB3, Hi: 0x0EB3, Stride: 1}, // Lao vowel am
		{Lo: 0xFF9E, Hi: 0xFF9F, Stride: 1}, // half-width Katakana sound marks
	},
	R32: []unicode.Range32{{Lo: 0x1F3FB, Hi: 0x1F3FF, Stride: 1}}, // skin tones
}

// Text returns s as one line that is safe on a UTF-8 terminal. Control characters become their pictures (␛ ␍ ␀);
// invalid bytes become `\x{FF}`; C1 controls, characters that format, reorder or hide text, spaces other than U+0020,
// whatever Unicode has not assigned, control pictures that were in s, and combining marks without a base or beyond the
// eighth become `\u{200B}`. Text that needs no change is returned itself. Cleaning twice is harmless but shows a
// picture as `\u{241B}`.
func Text(s string) string {
	return show(s, appendPicture, Visible)
}

// Unpictured returns what Text made of a text with the control characters back in the places of their pictures, so that
// it can be cleaned again, for whatever terminal, as if it had not been before.
func Unpictured(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == deletePicture:
			return 0x7F
		case r >= pictures && r < pictures+' ':
			return r - pictures
		}
		return r
	}, s)
}

// Lines returns a text of these lines, each cleaned as Text does it.
func Lines(lines []string) string {
	var text []string
	for _, line := range lines {
		text = append(text, Text(line))
	}
	return strings.Join(text, "\n")
}

// ASCII returns s as Text does, for a terminal that knows only ASCII: control characters as ^[ and ^?, every other rune
// outside ASCII as `\u{D55C}`.
func ASCII(s string) string {
	return show(s, appendCaret, func(rune) bool { return false })
}

// show copies s, except for the runes that may not be shown as they are. The two terminals differ in how they show a
// control character and in which runes beyond ASCII they keep.
func show(s string, appendControl func([]byte, rune) []byte, keep func(rune) bool) string {
	start := plainPrefix(s)
	if start == len(s) {
		return s
	}
	var shown []byte // of s[:copied]
	copied, marks := 0, 0
	if start == 0 {
		marks = marksPerBase // there is no base to carry a mark
	}
	for i := start; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if r < utf8.RuneSelf && isPlain(byte(r)) || size > 1 && keep(r) {
			if !joins(r) {
				marks = 0
				i += size
				continue
			}
			if marks < marksPerBase {
				marks++
				i += size
				continue
			}
		}
		if shown == nil {
			shown = make([]byte, 0, len(s)+len(s)/2+8)
		}
		shown = append(shown, s[copied:i]...)
		switch {
		case r < utf8.RuneSelf:
			shown = appendControl(shown, r)
		case size == 1: // an invalid byte
			shown = fmt.Appendf(shown, `\x{%02X}`, s[i])
		default:
			shown = fmt.Appendf(shown, `\u{%02X}`, r)
		}
		i += size
		copied, marks = i, marksPerBase
	}
	if shown == nil {
		return s
	}
	return string(append(shown, s[copied:]...))
}

func isPlain(b byte) bool { return b >= ' ' && b <= '~' }

// plainPrefix returns how many bytes at the start of s are printable ASCII.
func plainPrefix(s string) int {
	for i := range len(s) {
		if !isPlain(s[i]) {
			return i
		}
	}
	return len(s)
}

// Visible reports whether a rune beyond ASCII draws something and does nothing else.
func Visible(r rune) bool {
	return strconv.IsPrint(r) && !unicode.Is(invisible, r) && (r < pictures || r > lastPicture)
}

// joins reports whether a rune is drawn on the character before it: marks, and the few others that make one character
// with it.
func joins(r rune) bool { return r >= 0x0300 && (unicode.Is(unicode.M, r) || unicode.Is(joining, r)) }

func appendPicture(b []byte, control rune) []byte {
	if control == 0x7F {
		return utf8.AppendRune(b, deletePicture)
	}
	return utf8.AppendRune(b, pictures+control)
}

func appendCaret(b []byte, control rune) []byte {
	return append(b, '^', byte(control)^0x40) // NUL is ^@, ESC is ^[, DEL is ^?
}
