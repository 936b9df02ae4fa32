package model

// Progress is told how many of the events have been read, and how many there are. It may be nil: then nobody is.
type Progress func(done, total int64)

// Tell tells it, if there is anybody.
func (p Progress) Tell(done, total int64) {
	if p != nil {
		p(done, total)
	}
}
