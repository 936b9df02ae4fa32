package logline

const fromZeroPrefix = "relative+"

// CountsFromZero reports whether the times of the log are relative: see Learn.
func (f Format) CountsFromZero() bool { return f.fromZero }
