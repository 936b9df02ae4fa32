package analysis

import (
	"fmt"
	"runtime"
	"testing"
	"time"
)

// TestDraftsOfRulesAreForgotten writes a rule as somebody does who types: what nobody uses any more is not kept, and
// what is in use stays one.
func TestDraftsOfRulesAreForgotten(t *testing.T) {
	written := func(text string) OwnRules {
		own, err := NewOwnRules([]OwnRule{{Name: "draft", Family: Semantic,
			Where: fmt.Sprintf("path contains %q", text)}})
		if err != nil {
			t.Fatal(err)
		}
		return own
	}
	const drafts = 300
	inUse := written("kept")
	for i := range drafts {
		written(fmt.Sprint("draft ", i))
	}
	for range 100 { // cleanups run in a goroutine of their own
		if runtime.GC(); ownLists.Count() < drafts/2 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if n := ownLists.Count(); n >= drafts/2 {
		t.Errorf("%d lists are held", n)
	}
	if again := written("kept"); again != inUse {
		t.Error("what is written alike is no longer the same")
	}
	runtime.KeepAlive(inUse)
}
