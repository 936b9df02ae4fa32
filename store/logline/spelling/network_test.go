package spelling

import "testing"

func TestNetwork(t *testing.T) {
	for address, want := range map[string]string{
		"10.0.0.1": "10.0.0.1", "h.example": "h.example", "::1": "::/64", "2001:DB8::1": "2001:db8::/64",
		"fe80::1%eth0":    "fe80::/64",
		"::ffff:10.0.0.1": "10.0.0.1", "a:b": "a:b", "": "",
	} {
		if got := AppendNetwork(nil, []byte(address)); string(got) != want {
			t.Errorf("%s: %s, want %s", address, got, want)
		}
	}
}
