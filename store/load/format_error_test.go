package load

import (
	"strings"
	"testing"
)

// TestSeveralLogsOfNoFormat says of each what is wrong in a short line, and once what to do; of a single one it says
// all.
func TestSeveralLogsOfNoFormat(t *testing.T) {
	one, other := write(t, "one.log", []byte("no log\n")), write(t, "other.log", []byte("what\nis\nthis\n"))
	good, missing := write(t, "good.log", goodLog(1, 5)), one+".gone"
	_, err := Files(t.Context(), newCase(t), []string{one, missing, good, other}, Options{Now: now})
	want := one + ": no format fits the only line\n" +
		missing + ": no such file\n" +
		other + ": no format fits 3 lines\n" +
		"nothing of these 2 logs is loaded; for one that should be: name it with --format, or "
	if err == nil || !strings.HasPrefix(err.Error(), want) || strings.Count(err.Error(), "\n") != 3 {
		t.Errorf("%v\nwant %s", err, want)
	}
	_, err = Files(t.Context(), newCase(t), []string{one, missing}, Options{Now: now})
	if err == nil || !strings.Contains(err.Error(), "combined reads none") ||
		!strings.Contains(err.Error(), "nothing of it is loaded; name it with --format") {
		t.Error(err)
	}
}
