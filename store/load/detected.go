package load

import (
	"hash/maphash"

	"spoor/store/logline"
)

// detected keeps the formats of logs between their ordering and their loading, so that each is told but once.
type detected struct {
	seed    maphash.Seed
	formats map[detectedKey]detection
}

type detectedKey struct {
	head     uint64 // a hash of it
	encoding string
}

type detection struct {
	format logline.Format
	err    error
}

func newDetected() *detected {
	return &detected{maphash.MakeSeed(), map[detectedKey]detection{}}
}

// detect tells the format of a log from its first lines. What was told before is given once; nil keeps nothing.
func (d *detected) detect(s *source, lines [][]byte, how logline.Options) (logline.Format, error) {
	if d == nil {
		return logline.Detect(lines, how)
	}
	key := detectedKey{maphash.Bytes(d.seed, s.head), s.encoding.name}
	if before, ok := d.formats[key]; ok {
		delete(d.formats, key)
		return before.format, before.err
	}
	format, err := logline.Detect(lines, how)
	d.formats[key] = detection{format, err}
	return format, err
}
