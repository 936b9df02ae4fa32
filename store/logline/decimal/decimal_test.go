package decimal

import (
	"math"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

func TestNumber(t *testing.T) {
	for text, want := range map[string]int64{
		"0": 0, "007": 7, "9223372036854775807": math.MaxInt64, "9223372036854775808": -1, "99999999999999999999999": -1,
	} {
		if n, ok := Number([]byte(text)); !ok || n != want {
			t.Errorf("%s is %d, %v", text, n, ok)
		}
	}
	for _, text := range []string{"", "-1", "+1", "1.0", " 1", "1a", "٣"} {
		if n, ok := Number([]byte(text)); ok {
			t.Errorf("%q is %d", text, n)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.Int64Min(0).Draw(t, "number")
		if n, ok := Number(strconv.AppendInt(nil, want, 10)); !ok || n != want {
			t.Errorf("%d is %d, %v", want, n, ok)
		}
	})
}

func TestLength(t *testing.T) {
	for text, want := range map[string]int{"": 0, "a1": 0, "12a": 2, "123": 3} {
		if got := Length([]byte(text)); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
}
