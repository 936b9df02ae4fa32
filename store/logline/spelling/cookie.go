package spelling

import "bytes"

// Cookie finds a cookie in the header that has all of them: "a=1; b=2".
func Cookie(header, name []byte) []byte {
	for len(header) > 0 {
		var pair []byte
		pair, header, _ = bytes.Cut(header, []byte{';'})
		if key, value, ok := bytes.Cut(bytes.TrimSpace(pair), []byte{'='}); ok && bytes.Equal(key, name) {
			return value
		}
	}
	return nil
}
