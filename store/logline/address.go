package logline

import (
	"bytes"
	"net/netip"
	"slices"
	"strings"

	"spoor/store/logline/decimal"
)

// client is the name of a client in the one spelling that it has everywhere: without a port, an address of version 4
// that is written as one of version 6 as itself, and one of version 6 in the spelling of RFC 5952. Of a list,
// "client, proxy, proxy", it is the one that pick says: the first (0), or so many from the end (-1 is the last). What
// names nobody is none.
func (r *record) client(s []byte, pick int) []byte {
	if len(s) == 0 || isDotted(s) {
		return s
	}
	if bytes.IndexByte(s, ',') >= 0 {
		s = fromList(s, pick)
	}
	s = host(forwardedFor(trimAddress(s)))
	if isNobody(s) || string(s) == "unknown" {
		return nil
	}
	if bytes.IndexByte(s, ':') < 0 {
		return s
	}
	return r.canonical(s)
}

// isDotted reports whether s has but digits and points, as most addresses have.
func isDotted(s []byte) bool {
	for _, c := range s {
		if c-'0' > 9 && c != '.' {
			return false
		}
	}
	return true
}

// fromList takes one address of a list between commas. Those that say nothing are left out, if there is one that does.
func fromList(list []byte, pick int) []byte {
	said := func(entry []byte) bool {
		entry = trimAddress(entry)
		return !isNobody(entry) && string(entry) != "unknown"
	}
	if pick >= 0 {
		first, rest := until(list, ',')
		for !said(first) && len(rest) > 0 {
			first, rest = until(rest, ',')
		}
		return first
	}
	for ; ; pick++ {
		comma := bytes.LastIndexByte(list, ',')
		if last := list[comma+1:]; pick >= -1 && said(last) || comma < 0 {
			return last
		}
		list = list[:comma]
	}
}

// trimAddress cuts blanks, written as such or as in a URL, and quotes off both ends.
func trimAddress(s []byte) []byte {
	for {
		length := len(s)
		s = bytes.TrimSuffix(bytes.TrimPrefix(trimBlanks(s), []byte("%20")), []byte("%20"))
		if len(s) > 1 && s[0] == '"' && s[len(s)-1] == '"' {
			s = s[1 : len(s)-1]
		}
		if len(s) == length {
			return s
		}
	}
}

// forwardedFor is the client of an element of RFC 7239, for=192.0.2.60;proto=http, and s itself if it is none.
func forwardedFor(s []byte) []byte {
	if bytes.IndexByte(s, '=') < 0 {
		return s
	}
	for rest := s; len(rest) > 0; {
		var pair []byte
		pair, rest = until(rest, ';')
		if name, value, ok := bytes.Cut(trimBlanks(pair), []byte{'='}); ok && len(name) == 3 && bytes.EqualFold(name, []byte("for")) {
			return trimAddress(value)
		}
	}
	return s
}

// canonical spells an address that has a colon as RFC 5952 does. It remembers the last ones, since parsing takes
// memory of its own.
func (r *record) canonical(s []byte) []byte {
	if known, ok := r.addresses[string(s)]; ok {
		return known
	}
	text := string(s)
	known := []byte(text)
	if address, ok := addressAtEnd(text); ok {
		known = []byte(address.Unmap().String())
	}
	if len(r.addresses) >= keptAddresses || r.addresses == nil {
		r.addresses = make(map[string][]byte)
	}
	if len(s) <= longestAddress {
		r.addresses[text] = known
	}
	return known
}

// addressAtEnd is the address that s is, or that stands behind the name of a file, the number of a line or the name
// of a host, and a colon: access.log:12:192.0.2.1, as grep writes it.
func addressAtEnd(s string) (address netip.Addr, ok bool) {
	for {
		address, err := netip.ParseAddr(s)
		if err == nil {
			return address, true
		}
		_, behind, found := strings.Cut(s, ":")
		if !found {
			return address, false
		}
		s = behind
	}
}

// keptAddresses bounds what a parser remembers; longestAddress has a zone.
const (
	keptAddresses  = 4096
	longestAddress = 64
)

// host drops the port from an address with one: 10.0.0.1:443 and [2001:db8::1]:443.
func host(address []byte) []byte {
	colon := bytes.LastIndexByte(address, ':')
	if len(address) > 0 && address[0] == '[' {
		if end := bytes.IndexByte(address, ']'); end > 1 && (end+1 == len(address) || address[end+1] == ':') {
			return address[1:end]
		}
		return address
	}
	if colon <= 0 {
		return address
	}
	if _, digits := decimal.Number(address[colon+1:]); !digits || bytes.IndexByte(address[:colon], ':') >= 0 {
		return address
	}
	return address[:colon]
}

// forwarded are the names, plain, of what a request itself or a proxy says of the client. A client can write there
// what it likes, unless the own proxy sets it anew.
var forwarded = []string{
	"fwd", "forwardedfor", "xforwardedfor", "httpxforwardedfor", "forwarded", "httpforwarded", "xff", "realip",
	"xrealip", "httpxrealip",
	"httpcfconnectingip", "cfconnectingip", "httptrueclientip", "trueclientip", "httpxclientip", "csxforwardedfor",
	"request.headers.xforwardedfor[0]", "requestxforwardedfor",
}

// IsForwarded reports whether a field of this name is what a request says of its client, which anyone can write.
// A path counts by its last step.
func IsForwarded(name string) bool {
	name = plain(strings.TrimSpace(name))
	last := strings.TrimSuffix(name[strings.LastIndexByte(name, '.')+1:], "[0]")
	return slices.Contains(forwarded, name) || slices.Contains(forwarded, last)
}

// firstIfForwarded orders the places of the client in a format string: that of a forwarded address comes first only
// where the string begins with it, as where it has taken the place of the client. The others are preferred by their
// names.
func firstIfForwarded(places []int, columns []string) {
	if len(places) < 2 {
		return
	}
	lowest := slices.Index(places, slices.Min(places))
	if place := places[lowest]; slices.Contains(forwarded, plain(columns[place])) {
		copy(places[1:lowest+1], places[:lowest])
		places[0] = place
	}
}
