package load

import (
	"slices"
	"strings"
	"testing"
)

func TestLook(t *testing.T) {
	content := slices.Concat(goodLog(1, 30), []byte("no line\n\nanother\n"), goodLog(2, 300))
	p, err := Look(t.Context(), write(t, "a", packers["xz"](t, content)), Options{Now: now}, 10)
	check(t, err)
	if p.Format.Name != "combined" || p.Container != "xz" || p.Lines != 333 || p.Events != 330 || p.Rejects != 2 ||
		p.Blank != 1 || len(p.FirstEvents) != 10 {
		t.Errorf("%+v", p)
	}
	r := p.FirstRejects
	if len(r) != 2 || string(r[0].Text) != "no line" || r[1].Line != 33 || !strings.HasPrefix(r[1].Reason, "no match") {
		t.Errorf("%+v", r)
	}
	for i, e := range p.FirstEvents {
		if e.Line != int64(i+1) || !strings.HasPrefix(string(e.Key), "user") ||
			!strings.HasPrefix(string(e.Target), "/jobs/") {
			t.Errorf("%+v", e)
		}
	}
}

// TestLookAtWhatWouldNotBeLoaded shows what a wrong format makes of the lines, and says that it is wrong.
func TestLookAtWhatWouldNotBeLoaded(t *testing.T) {
	path := write(t, "a", goodLog(1, 30))
	p, err := Look(t.Context(), path, Options{Now: now, Format: "json"}, 10)
	if err == nil || !strings.Contains(err.Error(), "30 of the first 30 lines are not in the format json") ||
		len(p.FirstRejects) != 10 || p.Rejects != 30 {
		t.Errorf("%+v, %v", p, err)
	}
	_, err = Look(t.Context(), write(t, "b", []byte("what\nis\nthis\n")), Options{Now: now}, 10)
	if err == nil || !strings.Contains(err.Error(), "no format fits") {
		t.Error(err)
	}
}

// TestLookGoesOnForRejects reads on until there are enough of both, and no further.
func TestLookGoesOnForRejects(t *testing.T) {
	good, bad := goodLog(1, 15_000), []byte("no line\n") // more than one block
	late := write(t, "late.log", slices.Concat(good, bad, good))
	p, err := Look(t.Context(), late, Options{Now: now}, 3)
	check(t, err)
	if p.Rejects != 1 || p.Lines != 30_001 || len(p.FirstRejects) != 1 || p.FirstRejects[0].Line != 15_001 {
		t.Errorf("a late reject: %d lines, %d rejects", p.Lines, p.Rejects)
	}
	early := write(t, "early.log", slices.Concat(goodLog(2, 10), bad, bad, bad, good, good))
	if p, err = Look(t.Context(), early, Options{Now: now}, 3); err != nil || p.Rejects != 3 || p.Lines >= 30_013 {
		t.Errorf("early rejects: %d lines, %d rejects, %v", p.Lines, p.Rejects, err)
	}
}
