package relay

import (
	"bytes"

	"spoor/store/logline/decimal"
	"spoor/store/logline/logtime"
	"spoor/store/logline/spelling"
)

// Contained is a line that the runtime of a container hands on.
type Contained struct {
	At, Stream, Text []byte
	Part             bool // the line goes on in the next of this stream
}

// Container cuts off what stands before the output of a container:
//
//	web-1  | …                                          docker compose logs
//	0|web  | …                                          pm2 logs
//	[pod/web-7d4b/nginx] …                              kubectl logs --prefix
//	2026-01-01T00:00:00.000000000Z …                    with --timestamps
//	2026-01-01T00:00:00.000000000Z stdout F …           the files of Kubernetes (CRI)
//
// The third may also stand behind the first two.
func Container(line []byte) (c Contained, ok bool) {
	rest, named := cutContainerName(line)
	word, behind := until(rest, ' ')
	if !isStamp(word) {
		return Contained{Text: rest}, named
	}
	c = Contained{At: word, Text: behind}
	stream, behind := until(behind, ' ')
	if string(stream) != "stdout" && string(stream) != "stderr" || len(behind) == 0 {
		return c, true
	}
	flags, text := until(behind, ' ')
	flag, _ := until(flags, ':') // others may stand behind a colon
	c.Stream, c.Text, c.Part = stream, text, string(flag) == "P"
	return c, c.Part || string(flag) == "F"
}

// cutContainerName cuts "web-1  | ", "0|web  | " or "[pod/web-7d4b/nginx] " off.
func cutContainerName(line []byte) (rest []byte, ok bool) {
	if bytes.HasPrefix(line, []byte("[pod/")) {
		if end := bytes.IndexByte(line, ']'); end > 0 {
			return bytes.TrimPrefix(line[end+1:], []byte{' '}), true
		}
		return line, false
	}
	end := decimal.Length(line)
	if end > 0 && end < len(line) && line[end] == '|' {
		end++
	}
	for end < len(line) && (spelling.IsNameByte(line[end]) || line[end] == '-' || line[end] == '.') {
		end++
	}
	rest = bytes.TrimLeft(line[end:], " ")
	if end == 0 || len(rest) == 0 || rest[0] != '|' || len(rest) == len(line)-end { // a blank stands before the bar
		return line, false
	}
	return bytes.TrimPrefix(rest[1:], []byte{' '}), true
}

// isStamp tells 2026-01-01T00:00:00.000000000Z, with any fraction and zone.
func isStamp(word []byte) bool {
	return len(word) > logtime.ISOLength && word[4] == '-' && word[7] == '-' && word[10] == 'T' && word[13] == ':' &&
		word[16] == ':'
}
