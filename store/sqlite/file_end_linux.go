package sqlite

import (
	"sync"
	"syscall"

	modernc "modernc.org/sqlite"
)

// closeKeepsLocks reports whether a file of SQLite's can be closed by somebody else, and SQLite keeps its locks.
func closeKeepsLocks() bool { return modernc.OFDLockingEnabled() }

const (
	// checkpointByte is where in the shared memory of a write-ahead log whoever makes a checkpoint locks it
	// (https://sqlite.org/walformat.html, 2.3).
	checkpointByte = 121
	// setFileLock is F_OFD_SETLK of fcntl(2): a lock of an open file, which conflicts with those of a process, this one as
	// well.
	setFileLock = 37
)

// checkpointLock keeps everybody from making checkpoints of a file.
type checkpointLock struct{ shared int }

// sharedFiles are the shared memories that have been opened. None is ever closed, since the locks that SQLite has on
// one are the process's, and would be lost.
var sharedFiles struct {
	sync.Mutex
	open map[inode]int
}

type inode struct{ device, number uint64 }

// lockCheckpoints is nil where somebody makes a checkpoint, or there is no such file.
func lockCheckpoints(path string) *checkpointLock {
	shared, err := openShared(path)
	if err != nil {
		return nil
	}
	lock := &checkpointLock{shared}
	if lock.set(syscall.F_WRLCK) != nil {
		return nil
	}
	return lock
}

func (l *checkpointLock) release() { _ = l.set(syscall.F_UNLCK) }

func (l *checkpointLock) set(kind int16) error {
	return syscall.FcntlFlock(uintptr(l.shared), setFileLock, &syscall.Flock_t{Type: kind, Start: checkpointByte, Len: 1})
}

func openShared(path string) (int, error) {
	sharedFiles.Lock()
	defer sharedFiles.Unlock()
	var info syscall.Stat_t
	if err := syscall.Stat(path, &info); err != nil {
		return 0, err
	}
	if shared, open := sharedFiles.open[inodeOf(&info)]; open {
		return shared, nil
	}
	shared, err := syscall.Open(path, syscall.O_RDWR|syscall.O_CLOEXEC, 0)
	if err != nil {
		return 0, err
	}
	if err := syscall.Fstat(shared, &info); err != nil {
		return 0, err
	}
	if sharedFiles.open == nil {
		sharedFiles.open = map[inode]int{}
	}
	sharedFiles.open[inodeOf(&info)] = shared
	return shared, nil
}

func inodeOf(info *syscall.Stat_t) inode { return inode{uint64(info.Dev), info.Ino} }
