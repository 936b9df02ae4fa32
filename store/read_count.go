package store

import "sync"

// readCount counts the events that several goroutines have read, and tells of them one at a time.
type readCount struct {
	mutex       sync.Mutex
	done, total int64
	progress    func(done, total int64) // may be nil
}

// add counts more events. Some may have come in since the total was counted.
func (c *readCount) add(events int) {
	if c.progress == nil {
		return
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.done += int64(events)
	c.progress(min(c.done, c.total), c.total)
}
