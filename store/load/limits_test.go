package load

import (
	"errors"
	"strings"
	"testing"

	"spoor/store"
)

// TestSecondLoadIsRefused leaves the case to the first.
func TestSecondLoadIsRefused(t *testing.T) {
	c := newCase(t)
	log := write(t, "a.log", goodLog(1, 50))
	release, err := c.LockForLoading()
	check(t, err)
	other, err := store.Open(t.Context(), c.Path())
	check(t, err)
	_, err = Files(t.Context(), other, []string{log}, Options{Now: now})
	if !errors.Is(err, store.ErrLoading) || strings.Contains(err.Error(), "\n") {
		t.Errorf("%v", err)
	}
	check(t, other.Close())
	check(t, release())
	if summary := mustLoad(t, c, log); summary.Events != 50 {
		t.Errorf("%+v", summary)
	}
}

// TestDiskThatFillsUp stops where the disk is nearly full, and goes on when there is room again.
func TestDiskThatFillsUp(t *testing.T) {
	log := write(t, "a.log", goodLog(1, 1000))
	c := newCase(t)
	l, err := newLoader(t.Context(), c, Options{Now: now})
	check(t, err)
	runs := 0
	l.runLines, l.checkSpace = 100, func(*store.Run) error {
		if runs++; runs > 3 {
			return store.ErrNoSpace
		}
		return nil
	}
	summary, err := l.load(t.Context(), []string{log})
	if !errors.Is(err, store.ErrNoSpace) || summary.Lines != 300 || !summary.Failed {
		t.Errorf("%+v, %v", summary, err)
	}
	rest, err := loadInRuns(t.Context(), c, 100, Options{}, log)
	if err != nil || rest.Lines != 700 || rest.Failed {
		t.Errorf("%+v, %v", rest, err)
	}
	clean := newCase(t)
	_, err = loadInRuns(t.Context(), clean, 100, Options{}, log)
	check(t, err)
	sameDump(t, dump(t, c), dump(t, clean))
}
