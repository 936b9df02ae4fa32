package spelling

import (
	"bytes"
	"net/netip"
	"strings"

	"spoor/store/logline/decimal"
)

// Addresses are those of the last clients that are spelled in more than one way, in one spelling.
type Addresses struct{ known map[string][]byte }

var comma, semicolon = []byte{','}, []byte{';'}

// Client is the name of a client in the one spelling that it has everywhere: without a port, an address of version 4
// that is written as one of version 6 as itself, and one of version 6 in the spelling of RFC 5952. Of a list,
// "client, proxy, proxy", it is the one that pick says: the first (0), or so many from the end (-1 is the last). What
// names nobody is none.
func (a *Addresses) Client(s []byte, pick int) []byte {
	if len(s) == 0 || isDotted(s) {
		return s
	}
	if bytes.IndexByte(s, ',') >= 0 {
		s = fromList(s, pick)
	}
	s = HostOf(withoutTransport(forwardedFor(TrimAddress(s))))
	if IsNobody(s) || string(s) == "unknown" {
		return nil
	}
	if bytes.IndexByte(s, ':') < 0 {
		return s
	}
	return a.canonical(s)
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
		entry = TrimAddress(entry)
		return !IsNobody(entry) && string(entry) != "unknown"
	}
	if pick >= 0 {
		first, rest, _ := bytes.Cut(list, comma)
		for !said(first) && len(rest) > 0 {
			first, rest, _ = bytes.Cut(rest, comma)
		}
		return first
	}
	for ; ; pick++ {
		at := bytes.LastIndexByte(list, ',')
		if last := list[at+1:]; pick >= -1 && said(last) || at < 0 {
			return last
		}
		list = list[:at]
	}
}

// TrimAddress cuts blanks, written as such or as in a URL, and quotes off both ends.
func TrimAddress(s []byte) []byte {
	for {
		length := len(s)
		s = bytes.TrimSuffix(bytes.TrimPrefix(TrimBlanks(s), []byte("%20")), []byte("%20"))
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
		pair, rest, _ = bytes.Cut(rest, semicolon)
		name, value, ok := bytes.Cut(TrimBlanks(pair), []byte{'='})
		if ok && len(name) == 3 && bytes.EqualFold(name, []byte("for")) {
			return TrimAddress(value)
		}
	}
	return s
}

// withoutTransport drops what libraries for networks write before an address: /192.0.2.1:443 as Java does,
// ipv4:192.0.2.1:443 and ipv6:[2001:db8::1]:443 as gRPC and Samba do, of which the latter leaves out the brackets, but
// not the port.
func withoutTransport(s []byte) []byte {
	if len(s) > 1 && s[0] == '/' && (s[1]-'0' <= 9 || s[1] == '[') {
		return s[1:]
	}
	if rest, ok := bytes.CutPrefix(s, []byte("ipv4:")); ok {
		return rest
	}
	rest, ok := bytes.CutPrefix(s, []byte("ipv6:"))
	if port := bytes.LastIndexByte(rest, ':'); ok && port > 0 && rest[0] != '[' {
		return rest[:port]
	}
	return rest // all of s, if nothing was dropped
}

// canonical spells an address that has a colon as RFC 5952 does. It remembers the last ones, since parsing takes
// memory of its own.
func (a *Addresses) canonical(s []byte) []byte {
	if known, ok := a.known[string(s)]; ok {
		return known
	}
	text := string(s)
	known := []byte(text)
	if address, ok := addressAtEnd(text); ok {
		known = []byte(address.Unmap().String())
	}
	if len(a.known) >= keptAddresses || a.known == nil {
		a.known = make(map[string][]byte)
	}
	if len(s) <= longestAddress {
		a.known[text] = known
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

// HostOf drops the port from an address with one: 10.0.0.1:443 and [2001:db8::1]:443; and what a firewall writes behind
// that, as in 10.0.0.1:443:X1.
func HostOf(address []byte) []byte {
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
	host := address[:bytes.IndexByte(address, ':')]
	if _, digits := decimal.Number(address[colon+1:]); digits && len(host) == colon {
		return host
	}
	if isDotted(host) && bytes.Count(host, []byte{'.'}) == 3 {
		return host
	}
	return address
}

// MayBeAddress tells digits between points or colons from other values.
func MayBeAddress(s []byte) bool {
	parted := false
	for _, c := range s {
		switch {
		case c == '.' || c == ':':
			parted = true
		case decimal.HexValue(c) < 0:
			return false
		}
	}
	return parted
}

// AppendNetwork appends an address, of version 6 its network of 64 bits; other names as they are.
func AppendNetwork(to, address []byte) []byte {
	if bytes.IndexByte(address, ':') < 0 {
		return append(to, address...)
	}
	parsed, err := netip.ParseAddr(string(address))
	if err != nil {
		return append(to, address...)
	}
	if parsed = parsed.WithZone(""); parsed.Is4In6() {
		return parsed.Unmap().AppendTo(to)
	}
	prefix, err := parsed.Prefix(64)
	if err != nil {
		return append(to, address...)
	}
	return prefix.AppendTo(to)
}
