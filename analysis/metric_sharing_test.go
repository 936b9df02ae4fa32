package analysis

import (
	"testing"
	"time"

	"spoor/analysis/web"
)

func TestSharing(t *testing.T) {
	devices := &Knowledge{Devices: []int32{0, 1, 2, 3, 1}} // clients 1 and 4 are one device
	at := func(hour string, track string) string { return shift(t, hour, track) }
	minute := "0s @1, 10s @2, 61s @1, 70s @2" // overlaps from 10 s to 61 s: too short
	longer := "0s @1, 10s @2, 70s @1, 70s @2" // a minute
	checkWith(t, Sharing, devices, []metricCase{
		{"the first is still there later", minute + ", 2m @1", 1, 5},
		{"51 seconds alone", minute + ", 71s other", 0, 4},
		{"a minute", longer + ", 71s other", 1, 4},
		{"twice in a day", longer + ", " + at("5h", longer), 1, 8},
		{"on two days", longer + ", " + at("24h", longer), 2, 8},
		{"from one day into the next, and there", at("23h59m40s", longer) + ", " + at("30h", longer), 2, 8},
		{"one after the other", "0s @1, 100s @1, 101s @2, 300s @2, 301s @1", 1, 5},
		{"one after the other for good", "0s @1, 100s @1, 101s @2, 300s @2, 301s @3", 0, 5},
		{"two clients of one device", "0s @1, 10s @4, 70s @1, 80s @4, 90s @1", 0, 5},
		{"unknown clients are no device", "0s @1, 10s @0, 70s @1, 80s @0, 90s @9", 0, 2},
		{"a logout ends a stay", "0s @1, 10s @2, 15s logout @1, 70s @2, 80s @1", 0, 5},
		{"a pause ends a stay", "0s @1, 10s @2, 1801s @1, 1811s @2, 1812s other", 0, 4},
		{"no longer than the timeout does not", "0s @1, 10s @2, 1800s @1, 1810s @2, 1811s other", 1, 4},
		{"the longest is on the same device", "0s @1, 5s @2, 100s @2, 101s @3, 200s @3, 300s @1", 1, 6},
		{"one within the other", "0s @1, 10s @2, 60s @2, 70s @2, 500s @1", 1, 5},
		{"one event", "0s @1", none, 1},
	})
	checkMetric(t, Sharing, []metricCase{{"no device is known", longer + ", 80s @1", none, 0}})
	m := NewMeasurer(sessionsOf(30*time.Minute), Window{0, day}, devices)
	if got := m.Measure(track(t, longer+", 80s @1"), Profile{Address: true}).Values[Sharing]; got.N != 0 {
		t.Errorf("an address is shared: %v", got)
	}
}

func TestDevice(t *testing.T) {
	const (
		firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:%) Gecko/20100101 Firefox/121.0"
		chrome  = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36"
		edge    = chrome + " Edg/120.0"
		safari  = "Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17 Safari/605.1.15"
	)
	for _, c := range []struct{ address, agent, want string }{ // network, blank, family
		{"10.1.2.3", firefox, "10.1.2.0/24 Firefox"}, {"10.1.2.77", chrome, "10.1.2.0/24 Chrome"},
		{"::ffff:10.1.2.3", edge, "10.1.2.0/24 Edge"},
		{"2001:db8:1:2::3", safari, "2001:db8:1::/48 Safari"}, {"fe80::1%eth0", "curl/8.1", "fe80::/48 curl"},
		{"host.example", "", "host.example "},
		{"", "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1)", " Explorer"}, {"", "", " "},
	} {
		if got := web.Network(c.address) + " " + web.AgentFamily(c.agent); got != c.want {
			t.Errorf("%s with %s is %q, want %q", c.address, c.agent, got, c.want)
		}
	}
}
