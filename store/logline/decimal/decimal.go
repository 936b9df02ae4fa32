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
