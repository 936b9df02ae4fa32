package load

import (
	"hash/maphash"
	"sync"

	"spoor/store/logline"
)

// detected keeps the formats of logs between their ordering and their loading, so that each is told but once.
type detected struct {
	mutex   sync.Mutex
	formats map[detectedKey]detection
}

type detectedKey struct {
	begin    uint64 // its hash
	rest     uint64 // that of what is behind it of the head
	encoding string
}

type detection struct {
	format logline.Format
	err    error
}

func newDetected() *detected {
	return &detected{formats: map[detectedKey]detection{}}
}

// detect tells the format of a log from its first lines. What was told before is given once; nil keeps nothing.
func (d *detected) detect(s *source, how logline.Options) (logline.Format, error) {
	if d == nil {
		return logline.Detect(s.headLines(), how)
	}
	head := s.begin.head
	key := detectedKey{s.begin.hashOf(), maphash.Bytes(headSeed, head[min(len(head), fingerprinted):]), s.encoding.name}
	if before, ok := d.take(key); ok {
		return before.format, before.err
	}
	format, err := logline.Detect(s.headLines(), how)
	d.mutex.Lock()
	defer d.mutex.Unlock()
	d.formats[key] = detection{format, err}
	return format, err
}

func (d *detected) take(key detectedKey) (detection, bool) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	before, ok := d.formats[key]
	delete(d.formats, key)
	return before, ok
}
