package relay

import "testing"

func TestLoki(t *testing.T) {
	const at = "2024-05-17T12:46:40Z"
	for line, want := range map[string]string{
		at + ` {app="nginx"} x y`:                             "x y",
		at + ` {app="nginx", pod="web}-\"1", n=""}   {"a":1}`: `{"a":1}`,
	} {
		if said, rest, ok := Loki([]byte(line)); !ok || string(rest) != want || string(said) != at {
			t.Errorf("%q: %q, %q, %v", line, said, rest, ok)
		}
	}
	for _, line := range []string{
		"", at, at + " x", at + " {", at + ` {"a":1}`, at + ` {app=nginx} x`, at + ` {app="nginx} x`,
		at + ` {app="a" b="c"} x`,
		`2024 {app="nginx"} x`, accessLine,
	} {
		if _, rest, ok := Loki([]byte(line)); ok {
			t.Errorf("%q has the prefix before %q", line, rest)
		}
	}
}

func TestNumbersOfLines(t *testing.T) {
	for line, want := range map[string]string{
		"     7\tx y": "x y", "123456\tx": "x", "7:x": "x", "a.log:7:x": "x", "a.log:x": "x",
	} {
		if _, rest, ok := FileName([]byte(line)); !ok || string(rest) != want {
			t.Errorf("%q: %q, %v", line, rest, ok)
		}
	}
	for _, line := range []string{"7", "7\n", "x\ty", "", "\tx"} {
		if _, rest, ok := FileName([]byte(line)); ok {
			t.Errorf("%q has the prefix before %q", line, rest)
		}
	}
}
