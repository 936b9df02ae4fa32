package pieces

import (
	"bytes"
	"net/netip"
	"slices"

	"spoor/store/logline/decimal"
	"spoor/store/logline/spelling"
)

// IsURL reports whether a value has a scheme.
func IsURL(s []byte) bool { return bytes.Contains(s, []byte("://")) }

// IsReferrer reports whether a value is a URL, or what stands for none.
func IsReferrer(s []byte) bool { return len(s) == 0 || string(s) == "-" || IsURL(s) }

// IsAgent reports whether a value is what programs call themselves: a name and a version.
func IsAgent(s []byte) bool {
	name, version, ok := bytes.Cut(s, []byte{'/'})
	return ok && len(name) > 0 && len(version) > 0 && version[0]-'0' <= 9 && spelling.NameLength(name) == len(name) &&
		name[0]|0x20-'a' <= 'z'-'a' && !bytes.HasPrefix(s, []byte("HTTP/"))
}

// MayBeUser reports whether a value where servers write the user can be one, or a - for none: no address, no number
// with a fraction, no URL and no host.
func MayBeUser(s []byte) bool {
	if _, err := netip.ParseAddr(string(s)); err == nil || len(s) == 0 {
		return false
	}
	if bytes.IndexByte(s, '@') > 0 || decimal.Length(s) == len(s) {
		return true
	}
	return !bytes.ContainsAny(s, ":\"") && decimal.Dotted(s) < len(s) && !isHost(s)
}

// domains are the ends of names of hosts that look like the last names of people otherwise.
var domains = []string{
	"com", "org", "net", "edu", "gov", "info", "biz", "app", "dev", "cloud", "local", "localdomain", "lan", "internal",
	"intranet", "corp", "home", "arpa", "test", "example", "svc", "cluster",
}

// isHost tells www.a.example and a.de from ann.lee: what ends in two letters is a country.
func isHost(s []byte) bool {
	dot := bytes.LastIndexByte(s, '.')
	if dot <= 0 || bytes.IndexByte(s, '/') >= 0 {
		return false
	}
	last := string(bytes.ToLower(s[dot+1:]))
	return len(last) == 2 || slices.Contains(domains, last) || bytes.HasPrefix(s, []byte("www."))
}
