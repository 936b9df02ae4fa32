package relay

import "testing"

func TestPython(t *testing.T) {
	if _, rest, ok := Python([]byte("INFO:aiohttp.access:192.0.2.1 [x]")); !ok || string(rest) != "192.0.2.1 [x]" {
		t.Errorf("%q, %v", rest, ok)
	}
	for _, line := range []string{
		"", "INFO", "INFO:", "INFO:a", "INFO:a:", "INFO:     192.0.2.1:80 - x", "info:a:b", accessLine,
	} {
		if _, rest, ok := Python([]byte(line)); ok {
			t.Errorf("%q has the prefix before %q", line, rest)
		}
	}
}
