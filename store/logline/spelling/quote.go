package spelling

import "bytes"

// ClosingQuote is where the first quote is that no backslash escapes, or negative.
func ClosingQuote(s []byte) int {
	end := bytes.IndexByte(s, '"')
	for end > 0 && s[end-1] == '\\' && Escaped(s[:end]) {
		next := bytes.IndexByte(s[end+1:], '"')
		if next < 0 {
			return -1
		}
		end += 1 + next
	}
	return end
}

// Escaped reports whether a byte behind s is escaped: backslashes pair up, and an odd one is left for it.
func Escaped(s []byte) bool {
	start := len(s)
	for start > 0 && s[start-1] == '\\' {
		start--
	}
	return (len(s)-start)%2 == 1
}
