package clickhouse

import (
	"sync"
	"time"
)

// fresh is how long what was read counts as what there is, unless this process has written since. One command asks for
// the same things dozens of times, and each query costs all servers.
const fresh = time.Second

// recent is what was read last.
type recent[T any] struct {
	mutex sync.Mutex
	value T
	at    time.Time // zero: nothing has been read
	wrote int64
}

// get is what was read last while that is fresh, else what read reads now.
func (r *recent[T]) get(c *client, read func() (T, error)) (T, error) {
	wrote, now := c.wrote.Load(), time.Now()
	r.mutex.Lock()
	value, isFresh := r.value, !r.at.IsZero() && r.wrote == wrote && now.Sub(r.at) < fresh
	r.mutex.Unlock()
	if isFresh {
		return value, nil
	}
	value, err := read()
	if err != nil {
		return value, err
	}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.value, r.at, r.wrote = value, now, wrote
	return value, nil
}
