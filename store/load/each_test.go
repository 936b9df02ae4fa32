package load

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"testing"

	"spoor/store/logline"
)

// TestEachEvent gives all events of a log but what is too long, whatever the log is packed in.
func TestEachEvent(t *testing.T) {
	long := longLines()
	content := slices.Concat([]byte("\uFEFF"), goodLog(1, 2000), join(long, true), bytes.TrimSpace(goodLog(2, 3)))
	for name, path := range map[string]string{"plain": write(t, "a", content), "zstd": write(t, "b", packers["zstd"](t, content))} {
		events := 0
		check(t, EachEvent(t.Context(), path, Options{Now: now}, func(*logline.Event) { events++ }))
		if events != 2005 { // two of the long ones are not too long
			t.Errorf("%s: %d events", name, events)
		}
	}
}

// TestEachEventIsStoppedWhileItWaits has a standard input that says nothing more.
func TestEachEventIsStoppedWhileItWaits(t *testing.T) {
	for name, said := range map[string][]byte{"nothing": nil, "many lines": goodLog(1, 50_000)} {
		out, in := io.Pipe()
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error)
		go func() {
			done <- EachEvent(ctx, "-", Options{Now: now, Input: out}, func(*logline.Event) {})
		}()
		_, err := in.Write(said)
		check(t, err)
		stop()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", name, err)
		}
		check(t, in.Close())
	}
}
