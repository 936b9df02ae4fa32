package report

import (
	"math"
	"testing"
)

func TestGrouped(t *testing.T) {
	for in, want := range map[string]string{
		"0": "0", "999": "999", "1000": "1,000", "-999": "-999", "-1000": "-1,000", "-123456": "-123,456",
		"1234567":   "1,234,567",
		"1234.5678": "1,234.5678", "0.12345": "0.12345", "-1234567.8": "-1,234,567.8",
	} {
		if got := grouped(in); got != want {
			t.Errorf("grouped(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestText(t *testing.T) {
	column := Column{Decimals: 1}
	for want, cell := range map[string]Cell{"1,234": 1234, "0.3": 0.25 + 0.05, "–": math.NaN(), "yes": true,
		"a\tb": "a\tb"} {
		if got := column.Text(cell); got != want {
			t.Errorf("%v is %q, not %q", cell, got, want)
		}
	}
}
