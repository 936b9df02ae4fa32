package webhook

import (
	"context"
	"fmt"
	"time"

	"github.com/dustin/go-humanize"
)

const (
	tendEvery = 30 * time.Second
	// walAlarm is how many bytes the write-ahead log may have. It grows for as long as somebody reads the case without a pause.
	walAlarm = 256 << 20
)

// tend keeps the write-ahead log small until the context ends, and warns where that can't be done.
func (r *Receiver) tend(ctx context.Context) {
	ticker := time.NewTicker(tendEvery)
	defer ticker.Stop()
	alarmed := false
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		if err := r.into.Checkpoint(ctx); err != nil && ctx.Err() == nil {
			r.failed(err)
		}
		size := r.into.WAL()
		if size > walAlarm && !alarmed {
			r.options.Warn(fmt.Sprintf("the write-ahead log has %s: some program reads the case without a pause; end it, and the log becomes small again",
				humanize.IBytes(uint64(size))))
		}
		alarmed = size > walAlarm
	}
}
