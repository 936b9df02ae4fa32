package web

import (
	"net/netip"
	"strings"
)

// Network is the network of an address: of version 4 its first 24 bits, of version 6 the first 48, and a host name as
// it is. It is one half of what tells one device of a user from another, as far as a log does; [AgentFamily] is the
// other. Neither a new address of the same provider nor a new version of the browser is a new device.
func Network(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	ip = ip.Unmap().WithZone("")
	bits := 48
	if ip.Is4() {
		bits = 24
	}
	prefix, _ := ip.Prefix(bits) // the number of bits is one that addresses have
	return prefix.String()
}

// families are browsers by what only their agents say. Most browsers also call themselves by the names of older ones:
// the first that is found counts.
var families = []struct{ mark, family string }{
	{"Edg", "Edge"}, {"OPR/", "Opera"}, {"Opera", "Opera"},
	{"SamsungBrowser", "Samsung"}, {"YaBrowser", "Yandex"}, {"Vivaldi", "Vivaldi"},
	{"Firefox", "Firefox"}, {"FxiOS", "Firefox"}, {"CriOS", "Chrome"}, {"Chrome", "Chrome"}, {"Safari", "Safari"},
	{"MSIE", "Explorer"}, {"Trident", "Explorer"}, {"Konqueror", "Konqueror"}, {"Gecko/", "Gecko"},
}

// AgentFamily is the family of a browser; of other agents what they say before the version.
func AgentFamily(agent string) string {
	for _, known := range families {
		if strings.Contains(agent, known.mark) {
			return known.family
		}
	}
	if end := strings.IndexAny(agent, "/ "); end >= 0 {
		return agent[:end]
	}
	return agent
}
