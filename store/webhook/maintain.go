package webhook

import (
	"context"
	"fmt"
	"time"

	"github.com/dustin/go-humanize"
)

const (
	maintainEvery = 30 * time.Second
	// walAlarm is how many bytes of the write-ahead log may be kept from the case by somebody who reads it.
	walAlarm = 256 << 20
)

// maintain keeps the write-ahead log small until the context ends, and warns where that can't be done. A log that is
// merely large is no reason: it keeps its size when all of it has been taken into the case. And a reader who is there
// once is none either.
func (r *Receiver) maintain(ctx context.Context) {
	ticker := time.NewTicker(maintainEvery)
	defer ticker.Stop()
	seen := false
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		held, err := r.into.Checkpoint(ctx)
		if err != nil && ctx.Err() == nil {
			r.failed(err)
		}
		again := seen && held > walAlarm
		if again && !r.metrics.alarmed.Load() {
			r.options.Warn(fmt.Sprintf("%s of the write-ahead log can't be taken into the case, since some program has "+
				"been reading it for %s; end that, and the log becomes small again", humanize.IBytes(uint64(held)), maintainEvery))
		}
		seen = held > walAlarm
		r.metrics.alarmed.Store(again)
	}
}
