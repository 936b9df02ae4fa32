package jsonvalue

import (
	"encoding/binary"
	"math/bits"
)

// Plain is how many bytes stand before the first quote, backslash or control character; all of them, if there is none.
func Plain(s []byte) int {
	at := 0
	for ; len(s)-at >= 8; at += 8 {
		if found := special(binary.LittleEndian.Uint64(s[at:])); found != 0 {
			return at + bits.TrailingZeros64(found)/8
		}
	}
	for at < len(s) && s[at] >= ' ' && s[at] != '"' && s[at] != '\\' {
		at++
	}
	return at
}

// ones has the lowest bit of each of eight bytes, and highs the highest.
const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// special has the highest bit of the first of eight bytes that is a quote, a backslash or a control character, and may
// have those of bytes behind it. A byte is less than n if, with n taken off, its highest bit is set that was not.
func special(eight uint64) uint64 {
	quote, backslash := eight^ones*'"', eight^ones*'\\'
	control := (eight - ones*' ') & ^eight
	return (control | (quote-ones)&^quote | (backslash-ones)&^backslash) & highs
}
