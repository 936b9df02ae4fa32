package sqlite

import (
	"encoding/binary"
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

// Where things are in the shared memory, whose numbers are in the order of the machine's own bytes
// (https://sqlite.org/walformat.html, 2.1): how many pages the log holds, and of which numbers. Those are in blocks of
// 32 KiB, each of which ends with a table of 16 KiB by which they are found; the first one begins with a head.
const (
	atFrameCount = 16
	sharedBlock  = 32 << 10
	sharedHead   = 136
	sharedPages  = 16 << 10
)

// logReaches reports whether the log holds a page whose number is larger than the last one of the file, which it does
// where the file had more pages before: SQLite would find that one in the place of a new one. It holds also where that
// can't be told. Only who writes may ask, since the log becomes longer otherwise.
func (l *checkpointLock) logReaches(last uint32) bool {
	var count [4]byte
	if n, err := unix.Pread(l.shared, count[:], atFrameCount); err != nil || n != len(count) {
		return true
	}
	left := int(binary.NativeEndian.Uint32(count[:]))
	block := make([]byte, sharedPages)
	for begin, head := int64(0), int64(sharedHead); left > 0; begin, head = begin+sharedBlock, 0 {
		numbers := block[:min(int(sharedPages-head), 4*left)]
		if n, err := unix.Pread(l.shared, numbers, begin+head); err != nil || n != len(numbers) {
			return true
		}
		left -= len(numbers) / 4
		for ; len(numbers) > 0; numbers = numbers[4:] {
			if binary.NativeEndian.Uint32(numbers) > last {
				return true
			}
		}
	}
	return false
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
