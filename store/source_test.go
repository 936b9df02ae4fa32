package store

import (
	"reflect"
	"testing"
)

func TestSourceComesBackAsItWent(t *testing.T) {
	c := newCase(t)
	want := []Source{
		{ID: 1, Path: "-", Format: "json", State: Complete, Bytes: 1 << 40, Lines: 30, Events: 20, Rejects: 7, Blank: 3,
			First: -5, Last: 1 << 50, ZoneAssumed: true, Fingerprint: []byte{0, 1}, Offset: 1 << 40, Digest: []byte{2, 0}},
		{ID: 4, Path: "/logs/\xff ?#%", State: Loading, Fingerprint: []byte{9}, Digest: []byte{8}},
	}
	check(t, c.AppendRun(t.Context(), &Run{Sources: want}))
	got, err := c.Sources(t.Context())
	check(t, err)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v\nwant %+v", got, want)
	}
}

func TestMarkBefore(t *testing.T) {
	c := newCase(t)
	check(t, c.AppendRun(t.Context(), &Run{Marks: []Mark{{1, 1, 0}, {1, 100, 5000}, {1, 250, 90_000}, {2, 40, 7}}}))
	for _, test := range []struct {
		source int
		line   int64
		want   Mark
	}{
		{1, 1, Mark{1, 1, 0}}, {1, 99, Mark{1, 1, 0}}, {1, 100, Mark{1, 100, 5000}}, {1, 101, Mark{1, 100, 5000}},
		{1, 1 << 40, Mark{1, 250, 90_000}},
		{2, 39, Mark{2, 1, 0}}, {2, 41, Mark{2, 40, 7}}, {3, 10, Mark{3, 1, 0}},
	} {
		got, err := c.MarkBefore(t.Context(), test.source, test.line)
		check(t, err)
		if got != test.want {
			t.Errorf("source %d line %d: %+v, want %+v", test.source, test.line, got, test.want)
		}
	}
}
