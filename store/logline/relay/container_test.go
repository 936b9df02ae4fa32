package relay

import "testing"

// cutWhole is what stands behind the prefix of a line that is no part of one.
func cutWhole(line []byte) (at, rest []byte, ok bool) {
	c, ok := Container(line)
	return c.At, c.Text, ok && !c.Part
}

func TestContainer(t *testing.T) {
	for line, want := range map[string]struct{ at, rest string }{
		"web-1  | 1.2.3.4 - -":   {"", "1.2.3.4 - -"},
		"0|web    | 1.2.3.4 - -": {"", "1.2.3.4 - -"},
		"caddy |":                {"", ""},
		"shop.api_2 | 2026-01-01T00:00:00.000000000Z a b":      {"2026-01-01T00:00:00.000000000Z", "a b"},
		"[pod/web-7d4b/nginx] a":                               {"", "a"},
		"[pod/web-7d4b/nginx] 2026-01-01T00:00:00.5Z a":        {"2026-01-01T00:00:00.5Z", "a"},
		"2026-01-01T00:00:00.000000000Z stdout F a b":          {"2026-01-01T00:00:00.000000000Z", "a b"},
		"2026-01-01T09:00:00.000000000+09:00 stderr F ":        {"2026-01-01T09:00:00.000000000+09:00", ""},
		"2026-01-01T00:00:00Z stdout":                          {"2026-01-01T00:00:00Z", "stdout"},
		"2026-01-01T00:00:00Z 2026-01-01T00:00:00Z stdout F a": {"2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z stdout F a"},
	} {
		at, rest, ok := cutWhole([]byte(line))
		if !ok || string(at) != want.at || string(rest) != want.rest {
			t.Errorf("%s: %q, %q, %v", line, at, rest, ok)
		}
	}
	for _, line := range []string{
		"", "x", "|", "a b | c", "1.2.3.4|-|x", "web|x",
		"[pod/web a", "[pods] a", "2026-01-01T00:00:00.000000000Z stdout P a",
		"2026-01-01 00:00:00 stdout F a", "{\"log\":\"a\"}", accessLine,
	} {
		if _, rest, ok := cutWhole([]byte(line)); ok {
			t.Errorf("%q has the prefix before %q", line, rest)
		}
	}
}
