// Package decimal reads decimal digits as logs have them, without allocating.
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

// AppendBytes appends the bytes that hexadecimal digits stand for, of which there must be an even number.
func AppendBytes(to, digits []byte) (longer []byte, ok bool) {
	for i := 0; i < len(digits); i += 2 {
		high, low := HexValue(digits[i]), HexValue(digits[i+1])
		if high < 0 || low < 0 {
			return to, false
		}
		to = append(to, byte(high<<4|low))
	}
	return to, true
}
