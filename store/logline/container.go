package logline

import "bytes"

// cutContainer cuts off what stands before the output of a container:
//
//	web-1  | …                                          docker compose logs
//	[pod/web-7d4b/nginx] …                              kubectl logs --prefix
//	2026-01-01T00:00:00.000000000Z …                    with --timestamps
//	2026-01-01T00:00:00.000000000Z stdout F …           the files of Kubernetes (CRI)
//
// The third may also stand behind the first two. A line that was too long for the runtime, which has cut it into parts (P), is none.
func cutContainer(line []byte) (at, rest []byte, ok bool) {
	rest, named := cutContainerName(line)
	word, behind := until(rest, ' ')
	if !isStamp(word) {
		return nil, rest, named
	}
	at, rest = word, behind
	for _, stream := range []string{"stdout ", "stderr "} {
		if flagged, ok := bytes.CutPrefix(rest, []byte(stream)); ok {
			flags, text := until(flagged, ' ')
			return at, text, string(flags) == "F"
		}
	}
	return at, rest, true
}

// cutContainerName cuts "web-1  | " or "[pod/web-7d4b/nginx] " off.
func cutContainerName(line []byte) (rest []byte, ok bool) {
	if bytes.HasPrefix(line, []byte("[pod/")) {
		if end := bytes.IndexByte(line, ']'); end > 0 {
			return bytes.TrimPrefix(line[end+1:], []byte{' '}), true
		}
		return line, false
	}
	end := 0
	for end < len(line) && (isNameByte(line[end]) || line[end] == '-' || line[end] == '.') {
		end++
	}
	rest = bytes.TrimLeft(line[end:], " ")
	if end == 0 || len(rest) == 0 || rest[0] != '|' {
		return line, false
	}
	return bytes.TrimPrefix(rest[1:], []byte{' '}), true
}

// isStamp tells 2026-01-01T00:00:00.000000000Z, with any fraction and zone.
func isStamp(word []byte) bool {
	return len(word) > isoTimeLength && word[4] == '-' && word[7] == '-' && word[10] == 'T' && word[13] == ':' && word[16] == ':'
}
