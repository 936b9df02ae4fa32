package logline

import (
	"strings"
	"testing"
)

// FuzzFormats reads lines like those of the samples in every format that comes as a file.
func FuzzFormats(f *testing.F) {
	for i, format := range catalogue() {
		for _, sample := range format.defined.samples() {
			for line := range strings.SplitSeq(sample.Text, "\n") {
				f.Add(uint8(i), []byte(line))
			}
		}
	}
	o := Options{Now: sampleDay}
	f.Fuzz(func(t *testing.T, which uint8, line []byte) {
		formats := catalogue()
		format := formats[int(which)%len(formats)]
		p := NewParser(format, o)
		if format.headed && format.columns == nil { // the header is the first line of its sample
			header, _, _ := strings.Cut(strings.TrimLeft(format.defined.samples()[0].Text, "\n"), "\n")
			if reason := p.Parse([]byte(header), new(Event)); reason != Blank {
				t.Fatalf("%s: the header is %v", format.Name, reason)
			}
		}
		checkAny(t, p, o, line)
	})
}
