package spelling

import (
	"slices"
	"strings"
)

// Forwarded are the names, plain, of what a request itself or a proxy says of the client. A client can write there
// what it likes, unless the own proxy sets it anew.
var Forwarded = []string{
	"fwd", "forwardedfor", "xforwardedfor", "httpxforwardedfor", "forwarded", "httpforwarded", "xff", "realip",
	"xrealip", "httpxrealip",
	"httpcfconnectingip", "cfconnectingip", "httptrueclientip", "trueclientip", "httpxclientip", "csxforwardedfor",
	"request.headers.xforwardedfor[0]", "requestxforwardedfor",
}

// IsForwarded reports whether a field of this name is what a request says of its client, which anyone can write.
// A path counts by its last step.
func IsForwarded(name string) bool {
	name = Plain(strings.TrimSpace(name))
	last := strings.TrimSuffix(name[strings.LastIndexByte(name, '.')+1:], "[0]")
	return slices.Contains(Forwarded, name) || slices.Contains(Forwarded, last)
}

// FirstIfForwarded orders the places of the client in a format string: that of a forwarded address comes first only
// where the string begins with it, as where it has taken the place of the client. The others are preferred by their
// names.
func FirstIfForwarded(places []int, columns []string) {
	if len(places) < 2 {
		return
	}
	lowest := slices.Index(places, slices.Min(places))
	if place := places[lowest]; slices.Contains(Forwarded, Plain(columns[place])) {
		copy(places[1:lowest+1], places[:lowest])
		places[0] = place
	}
}
