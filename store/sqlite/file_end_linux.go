package sqlite

import (
	"os"
	"sync"

	"golang.org/x/sys/unix"
	modernc "modernc.org/sqlite"
)

// closeKeepsLocks reports whether a file of SQLite's can be closed by somebody else, and SQLite keeps its locks.
func closeKeepsLocks() bool { return modernc.OFDLockingEnabled() }

// checkpointByte is where in the shared memory of a write-ahead log whoever makes a checkpoint locks it
// (https://sqlite.org/walformat.html, 2.3).
const checkpointByte = 121

// beginWriting has the system begin to write some bytes of a file to the disk. That it may is all that is asked.
func beginWriting(file *os.File, from, length int64) {
	_ = unix.SyncFileRange(int(file.Fd()), from, length, unix.SYNC_FILE_RANGE_WRITE)
}

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
	if lock.set(unix.F_WRLCK) != nil {
		return nil
	}
	return lock
}

func (l *checkpointLock) release() { _ = l.set(unix.F_UNLCK) }

// set sets a lock of an open file, which conflicts with those of a process, this one as well.
func (l *checkpointLock) set(kind int16) error {
	return unix.FcntlFlock(uintptr(l.shared), unix.F_OFD_SETLK, &unix.Flock_t{Type: kind, Start: checkpointByte, Len: 1})
}

func openShared(path string) (int, error) {
	sharedFiles.Lock()
	defer sharedFiles.Unlock()
	var info unix.Stat_t
	if err := unix.Stat(path, &info); err != nil {
		return 0, err
	}
	if shared, open := sharedFiles.open[inodeOf(&info)]; open {
		return shared, nil
	}
	shared, err := unix.Open(path, unix.O_RDWR|unix.O_CLOEXEC, 0)
	if err != nil {
		return 0, err
	}
	if err := unix.Fstat(shared, &info); err != nil {
		return 0, err
	}
	if sharedFiles.open == nil {
		sharedFiles.open = map[inode]int{}
	}
	sharedFiles.open[inodeOf(&info)] = shared
	return shared, nil
}

func inodeOf(info *unix.Stat_t) inode { return inode{uint64(info.Dev), info.Ino} }
