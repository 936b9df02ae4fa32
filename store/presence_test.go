package store

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// A verdict on a case whose file was deleted, moved or replaced would vanish, and SQL would answer for another case, so
// both are refused. Put back, the case takes and answers them.
func TestAFileThatIsGoneTakesNoVerdictAndAnswersNoQuery(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("an open file stays where it is there")
	}
	for what, take := range map[string]func(path, aside string) error{
		"deleted or moved": func(path, aside string) error { return os.Rename(path, aside) },
		"put in its place": func(path, aside string) error {
			return errors.Join(os.Rename(path, aside), copyFile(aside, path))
		},
		"put in its place, a": func(path, aside string) error {
			return errors.Join(os.Rename(path, aside), os.Mkdir(path, 0o700))
		},
	} {
		c, _ := generatedCase(t, 1, 20, 20)
		user := keyOf(t, c, 1)
		w, err := c.Watch(t.Context())
		check(t, err)
		if _, err := w.Watermark(t.Context()); err != nil {
			t.Fatal(err)
		}
		aside := filepath.Join(t.TempDir(), "aside.db")
		check(t, take(c.Path(), aside))
		want, _, _ := strings.Cut(what, ",")
		_, err = c.AddVerdict(t.Context(), Verdict{User: user, Label: Suspicious}, Verdict{})
		if !errors.Is(err, ErrGone) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: the verdict: %v", what, err)
		}
		const query = "SELECT count(*) FROM v_event"
		_, err = c.Query(t.Context(), query, UsualQueryLimits)
		if !errors.Is(err, ErrGone) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: the query: %v", what, err)
		}
		if _, err := w.Watermark(t.Context()); !errors.Is(err, ErrGone) {
			t.Errorf("%s: the watch: %v", what, err)
		}
		check(t, os.RemoveAll(c.Path()))
		check(t, os.Rename(aside, c.Path()))
		_, err = c.AddVerdict(t.Context(), Verdict{User: user, Label: Suspicious}, Verdict{})
		check(t, err)
		_, err = c.Query(t.Context(), query, UsualQueryLimits)
		check(t, err)
		check(t, w.Close())
	}
}

func copyFile(from, to string) error {
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, content, 0o600)
}
