package spelling

import "spoor/store/logline/decimal"

// AppendUnescaped appends a name that a server has escaped, with its letters back: \\ and \" and \xHH, as Apache and
// nginx write a backslash, a quote and what is not ASCII.
func AppendUnescaped(to, name []byte) []byte {
	for i := 0; i < len(name); i++ {
		c := name[i]
		switch {
		case c != '\\' || i+1 == len(name):
		case name[i+1] == '\\' || name[i+1] == '"':
			i++
			c = name[i]
		case name[i+1] == 'x' && i+3 < len(name) && decimal.HexValue(name[i+2]) >= 0 && decimal.HexValue(name[i+3]) >= 0:
			c = byte(decimal.HexValue(name[i+2])<<4 | decimal.HexValue(name[i+3]))
			i += 3
		}
		to = append(to, c)
	}
	return to
}

// AppendDecoded appends a text that is encoded as the query of a URL is, with + for a blank.
func AppendDecoded(to, s []byte) []byte {
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '+':
			c = ' '
		case c == '%' && i+2 < len(s) && decimal.HexValue(s[i+1]) >= 0 && decimal.HexValue(s[i+2]) >= 0:
			c = byte(decimal.HexValue(s[i+1])<<4 | decimal.HexValue(s[i+2]))
			i += 2
		}
		to = append(to, c)
	}
	return to
}
