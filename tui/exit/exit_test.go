package exit

import (
	"bytes"
	"context"
	"testing"
	"time"
)

// TestAStuckScreenIsLeft ends screens whose event loop never comes back, and those whose context lives are let be.
func TestAStuckScreenIsLeft(t *testing.T) {
	for _, ends := range []bool{true, false} {
		var notes bytes.Buffer
		left := make(chan struct{})
		var order []string
		ctx, cancel := context.WithCancel(t.Context())
		g := Guard{Restore: func() { order = append(order, "restore") },
			WayBack: func() string { return "spoor --at users" }, Notes: &notes,
			Exit: func() { close(left) }}
		stop := g.Watch(ctx)
		cancel()
		if ends {
			stop()
		}
		select {
		case <-left:
			if ends || len(order) != 1 || notes.String() != "spoor --at users\n" {
				t.Errorf("left with %v, %q although ended is %v", order, notes.String(), ends)
			}
		case <-time.After(2 * Within):
			if !ends {
				t.Error("it is not left")
			}
		}
	}
}
