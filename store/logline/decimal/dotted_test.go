package decimal

import (
	"testing"

	"pgregory.net/rapid"
)

func TestDotted(t *testing.T) {
	for text, want := range map[string]int{
		"": 0, "1": 1, "203.0.113.7 - -": 11, "192.168.100.200 -": 15, "1.1.1.1": 7, "1.1.1.1 ": 7, "2001:db8::1": 4,
		"1234567/": 7, "1234567-": 7, "1234567:": 7, "1234567\xb0": 7, "1234567\xae": 7, "12345678": 8, "........ ": 8,
	} {
		if n := Dotted([]byte(text)); n != want {
			t.Errorf("%q begins with %d", text, n)
		}
	}
}

func TestDottedAsByteByByte(t *testing.T) {
	some := rapid.OneOf(rapid.ByteRange('.', '9'), rapid.Byte())
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.SliceOfN(some, 0, 40).Draw(t, "s")
		if got, want := Dotted(s), dotted(s); got != want {
			t.Errorf("%q begins with %d, byte by byte %d", s, got, want)
		}
	})
}

// TestEveryByte has each byte at each place of a word of digits.
func TestEveryByte(t *testing.T) {
	for c := range 256 {
		for at := range 8 {
			s := []byte("01234567.9")
			s[at] = byte(c)
			if got, want := Dotted(s), dotted(s); got != want {
				t.Errorf("%q begins with %d, byte by byte %d", s, got, want)
			}
		}
	}
}
