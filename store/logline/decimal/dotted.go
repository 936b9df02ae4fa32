package decimal

import (
	"encoding/binary"
	"math/bits"
)

// A number repeated in all eight bytes of a word.
const (
	ones  = 0x0101010101010101
	highs = 0x80 * ones
)

// Dotted is how many digits and points s begins with, as an address has them: eight bytes at a time, where there are
// as many.
func Dotted(s []byte) int {
	for at := 0; ; at += 8 {
		if len(s)-at < 8 {
			return at + dotted(s[at:])
		}
		if others := notDotted(binary.LittleEndian.Uint64(s[at:])); others != 0 {
			return at + bits.TrailingZeros64(others)/8
		}
	}
}

func dotted(s []byte) int {
	for i, c := range s {
		if c-'0' > 9 && c != '.' {
			return i
		}
	}
	return len(s)
}

// notDotted has the highest bit of each byte set that is neither a digit nor a point. Below the highest bit no sum
// reaches the next byte.
func notDotted(word uint64) uint64 {
	low := word &^ highs
	aboveNine := low + (0x80-'9'-1)*ones
	fromZero := low + (0x80-'0')*ones
	point := ^(low ^ '.'*ones + (0x80-1)*ones)
	return (aboveNine|^fromZero)&^point&highs | word&highs
}
