package hugepage

import (
	"syscall"
	"unsafe"
)

// advise asks for large pages for all that memory lies in, with what else of the heap lies in the first and the last of
// them: the arenas of the runtime's heap consist of whole ones. Where the system has none, nothing changes.
func advise(memory unsafe.Pointer, length uintptr) {
	if length < size {
		return
	}
	begin := uintptr(memory) &^ (size - 1)
	end := (uintptr(memory) + length + size - 1) &^ (size - 1)
	_, _, _ = syscall.Syscall(syscall.SYS_MADVISE, begin, end-begin, syscall.MADV_HUGEPAGE)
}
