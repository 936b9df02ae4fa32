// Package decimal reads decimal digits as logs have them, without taking memory.
package decimal

import "math"

// Number reads digits and nothing else. A number that an int64 can't hold comes out as -1.
func Number(digits []byte) (n int64, ok bool) {
	for _, c := range digits {
		if c-'0' > 9 {
			return 0, false
		}
		digit := int64(c - '0')
		if n < 0 || n > (math.MaxInt64-digit)/10 {
			n = -1
		} else {
			n = n*10 + digit
		}
	}
	return n, len(digits) > 0
}

// Length is how many digits s begins with.
func Length(s []byte) int {
	for i, c := range s {
		if c-'0' > 9 {
			return i
		}
	}
	return len(s)
}

// HexValue is the value of a hexadecimal digit, or -1.
func HexValue(c byte) int {
	switch {
	case c-'0' <= 9:
		return int(c - '0')
	case (c|0x20)-'a' <= 'f'-'a':
		return int((c|0x20)-'a') + 10
	default:
		return -1
	}
}
