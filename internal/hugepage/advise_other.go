//go:build !linux

package hugepage

import "unsafe"

// advise does nothing: the system decides by itself.
func advise(unsafe.Pointer, uintptr) {}
