package sqlite

import "context"

// passedOn is how many pages are passed on to be written at a time.
const passedOn = 64

// pageWriter writes pages of a file beside whoever lays the next ones out, so that both go on at once and hardly any
// page is in memory for long.
type pageWriter struct {
	wanted chan pagesTogether
	spare  chan [][]byte // pages that have been written
	ended  chan struct{}
	err    error // known when it has ended
}

// pagesTogether are pages of which each has the next number; nil stands for one that is not to be written.
type pagesTogether struct {
	first uint32
	pages [][]byte
}

// newPageWriter begins to write pages in a transaction, which is the writer's until it is stopped.
func newPageWriter(
	ctx context.Context, write func(ctx context.Context, number uint32, page []byte) error,
) *pageWriter {
	w := &pageWriter{wanted: make(chan pagesTogether, 1), spare: make(chan [][]byte, 2), ended: make(chan struct{})}
	go w.run(ctx, write)
	return w
}

// run writes what comes. After an error nothing more is written, and all that comes is taken, so that nobody waits.
func (w *pageWriter) run(ctx context.Context, write func(ctx context.Context, number uint32, page []byte) error) {
	defer close(w.ended)
	for together := range w.wanted {
		for i, page := range together.pages {
			if page != nil && w.err == nil {
				w.err = write(ctx, together.first+uint32(i), page)
			}
		}
		select {
		case w.spare <- together.pages:
		default:
		}
	}
}

// stop waits until everything is written that has come, and gives the transaction back.
func (w *pageWriter) stop() error {
	close(w.wanted)
	<-w.ended
	return w.err
}
