package find

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold writes a text in lower case, and composes letters with their accents and the parts of syllables: so that what
// reads the same is the same, whichever way a keyboard or another system writes it.
func Fold(text string) string { return norm.NFC.String(strings.ToLower(text)) }

// ContainsFold reports whether a text has a piece in it, which is as [Fold] writes it. Most texts are in lower case
// already, and there may be a million of them.
func ContainsFold(text, folded string) bool {
	if strings.Contains(text, folded) {
		return true
	}
	small := strings.ToLower(text)
	if !isASCII(folded) && !isASCII(small) {
		small = norm.NFC.String(small)
	}
	return small != text && strings.Contains(small, folded)
}

// Same reports whether two texts read the same, in any case.
func Same(a, b string) bool {
	return strings.EqualFold(a, b) || !isASCII(a) && !isASCII(b) && Fold(a) == Fold(b)
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
