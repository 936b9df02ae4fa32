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
	if p.Format.Name != "combined" || p.Container != "xz" || p.Lines != 333 || p.Events != 330 || p.Rejects != 2 || p.Blank != 1 || len(p.FirstEvents) != 10 {
		t.Errorf("%+v", p)
	}
	if r := p.FirstRejects; len(r) != 2 || string(r[0].Text) != "no line" || r[1].Line != 33 || !strings.HasPrefix(r[1].Reason, "no match") {
		t.Errorf("%+v", r)
	}
	for i, e := range p.FirstEvents {
		if e.Line != int64(i+1) || !strings.HasPrefix(string(e.User), "user") || !strings.HasPrefix(string(e.Target), "/jobs/") {
			t.Errorf("%+v", e)
		}
	}
}

// TestLookAtWhatWouldNotBeLoaded shows what a wrong format makes of the lines, and says that it is wrong.
func TestLookAtWhatWouldNotBeLoaded(t *testing.T) {
	path := write(t, "a", goodLog(1, 30))
	p, err := Look(t.Context(), path, Options{Now: now, Format: "json"}, 10)
	if err == nil || !strings.Contains(err.Error(), "30 of the first 30 lines are not in the format json") || len(p.FirstRejects) != 10 || p.Rejects != 30 {
		t.Errorf("%+v, %v", p, err)
	}
	if _, err := Look(t.Context(), write(t, "b", []byte("what\nis\nthis\n")), Options{Now: now}, 10); err == nil || !strings.Contains(err.Error(), "no format fits") {
		t.Error(err)
	}
}
