package logline

import (
	"bytes"

	"spoor/store/logline/logtime"
)

// cutContainer cuts off what stands before the output of a container:
//
//	web-1  | …                                          docker compose logs
//	[pod/web-7d4b/nginx] …                              kubectl logs --prefix
//	2026-01-01T00:00:00.000000000Z …                    with --timestamps
//	2026-01-01T00:00:00.000000000Z stdout F …           the files of Kubernetes (CRI)
//
// The third may also stand behind the first two. A part of a line (P) alone is none.
func cutContainer(line []byte) (at, rest []byte, ok bool) {
	c, ok := containerLine(line)
	return c.at, c.text, ok && !c.part
}

// contained is what a runtime hands on.
type contained struct {
	at, stream, text []byte
	part             bool // the line goes on in the next of this stream
}

func containerLine(line []byte) (c contained, ok bool) {
	rest, named := cutContainerName(line)
	word, behind := until(rest, ' ')
	if !isStamp(word) {
		return contained{text: rest}, named
	}
	c = contained{at: word, text: behind}
	stream, behind := until(behind, ' ')
	if string(stream) != "stdout" && string(stream) != "stderr" || len(behind) == 0 {
		return c, true
	}
	flags, text := until(behind, ' ')
	flag, _ := until(flags, ':') // others may stand behind a colon
	c.stream, c.text, c.part = stream, text, string(flag) == "P"
	return c, c.part || string(flag) == "F"
}

// containerGoesOn is goesOn of the files of Kubernetes, whose runtimes cut lines that are too long.
func containerGoesOn(line, next []byte) bool {
	c, ok := containerLine(trim(line))
	if !ok || !c.part || next == nil {
		return ok && c.part
	}
	n, ok := containerLine(trim(next))
	return ok && bytes.Equal(n.stream, c.stream)
}

// container is cutContainer for a line that may have come in parts.
func (o *envelope) container(line []byte) (at, rest []byte, ok bool) {
	if bytes.IndexByte(line, '\n') < 0 {
		return cutContainer(line)
	}
	o.joined = o.joined[:0]
	for len(line) > 0 {
		var part []byte
		part, line = until(line, '\n')
		c, ok := containerLine(part) // whose blanks at the end belong to the line
		if !ok {
			return nil, nil, false
		}
		at, o.joined = c.at, append(o.joined, c.text...)
	}
	return at, o.joined, true
}

// dockerPart is how long the parts are into which docker cuts a line that is too long, in bytes.
const dockerPart = 16 << 10

// dockerGoesOn is goesOn of the files of docker: a part has all of its length, and no line feed at its end.
func dockerGoesOn(line, next []byte) bool {
	if len(line) < dockerPart {
		return false
	}
	var part, other envelope
	stream, text, ok := part.open("log", []string{"stream"}, trim(line))
	if !ok || len(text) != dockerPart || text[len(text)-1] == '\n' || next == nil {
		return ok && len(text) == dockerPart && text[len(text)-1] != '\n'
	}
	same, _, ok := other.open("log", []string{"stream"}, trim(next))
	return ok && bytes.Equal(same, stream)
}

// docker opens what the files of docker (json-file) hold: a line, perhaps in parts.
func (o *envelope) docker(line []byte) (at, rest []byte, ok bool) {
	if bytes.IndexByte(line, '\n') < 0 {
		return o.open("log", []string{"time"}, line)
	}
	o.joined = o.joined[:0]
	for len(line) > 0 {
		var part []byte
		part, line = until(line, '\n')
		if at, rest, ok = o.open("log", []string{"time"}, trim(part)); !ok {
			return nil, nil, false
		}
		o.joined = append(o.joined, rest...)
	}
	return at, o.joined, true
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
	return len(word) > logtime.ISOLength && word[4] == '-' && word[7] == '-' && word[10] == 'T' && word[13] == ':' && word[16] == ':'
}
