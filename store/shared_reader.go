package store

import (
	"sync"

	"spoor/store/sqlite"
)

// sharedReader reads the case as it is in one transaction for several goroutines at a time, of which only one uses the
// connection.
type sharedReader struct {
	db         sqlite.Querier
	connection sync.Mutex
}

// alone gives the connection to read.
func (r *sharedReader) alone(read func(db sqlite.Querier) error) error {
	r.connection.Lock()
	defer r.connection.Unlock()
	return read(r.db)
}
