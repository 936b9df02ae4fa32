// Package hugepage makes slices of many megabytes whose memory the system hands over in large pieces, where it does
// so for whoever asks. A page of the usual 4 KiB costs a fault when it is first written to; in a virtual machine the
// faults of a gigabyte can take longer than all the work that is done with it.
package hugepage

import "unsafe"

// size is how many bytes a large page has where there is but one size; where there are others it is a part of them.
const size = 2 << 20

// Make is make([]T, n). It is for what has no pointers: the runtime writes to everything else at once.
func Make[T any](n int) []T {
	s := make([]T, n)
	advise(unsafe.Pointer(unsafe.SliceData(s)), uintptr(n)*unsafe.Sizeof(*new(T)))
	return s
}
