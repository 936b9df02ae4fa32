package relay

import (
	"bytes"
	"net/netip"

	"spoor/store/logline/decimal"
)

// FileName cuts what grep writes before a line off: the name of the file, the number of the line, or both, each with a
// colon behind it; and what cat -n does: the number of the line, and a tab.
func FileName(line []byte) (at, rest []byte, ok bool) {
	if rest, ok = behindNumber(bytes.TrimLeft(line, " "), '\t'); ok {
		return nil, rest, true
	}
	if word, _ := until(line, ' '); len(word) < len(line) && isAddress(word) {
		return nil, line, false
	}
	rest = line
	if decimal.Length(line) == 0 {
		name, behind := until(line, ':')
		if len(behind) == 0 || bytes.IndexByte(name, '.') < 0 || bytes.ContainsAny(name, " \t\"{[<=,;|") {
			return nil, line, false
		}
		rest, ok = behind, true
	}
	if behind, numbered := behindNumber(rest, ':'); numbered {
		rest, ok = behind, true
	}
	return nil, rest, ok && len(rest) > 0
}

// isAddress tells 0:0:0:0:0:0:0:1 from names and numbers with colons behind them.
func isAddress(word []byte) bool {
	_, err := netip.ParseAddr(string(word))
	return err == nil
}

// behindNumber is what stands behind a number and a sign, and s itself where they are not there.
func behindNumber(s []byte, sign byte) (rest []byte, ok bool) {
	if digits := decimal.Length(s); digits > 0 && digits < len(s) && s[digits] == sign {
		return s[digits+1:], true
	}
	return s, false
}
