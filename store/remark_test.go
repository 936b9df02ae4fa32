package store

import (
	"strings"
	"testing"
)

// TestRemarksOnFewSayNoZero: a share that would be written as none is "some of".
func TestRemarksOnFewSayNoZero(t *testing.T) {
	for _, kind := range []RemarkKind{Forwarded, OneAddress, GuestName, EveryAddress, NotUTF8} {
		few := Remark{Kind: kind, Name: "-1", Share: 0.004}.String()
		many := Remark{Kind: kind, Name: "-1", Share: 0.12}.String()
		if strings.Contains(few, " %") || !strings.Contains(few, "some of the ") {
			t.Errorf("of few %s says %q", kind, few)
		}
		if !strings.Contains(many, "12 % of the ") {
			t.Errorf("of many %s says %q", kind, many)
		}
	}
}
