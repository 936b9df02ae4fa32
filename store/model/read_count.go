package model

import "sync"

// ReadCount counts the events that several goroutines have read, and tells of them one at a time.
type ReadCount struct {
	mutex       sync.Mutex
	done, Total int64
	Progress    Progress
}

// Add counts more events. Some may have come in since the total was counted.
func (c *ReadCount) Add(events int) {
	if c.Progress == nil {
		return
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.done += int64(events)
	c.Progress(min(c.done, c.Total), c.Total)
}
