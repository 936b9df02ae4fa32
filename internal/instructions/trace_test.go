//go:build linux && amd64 && !race

package instructions

import (
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// TestInstructions holds what a line and an event cost.
func TestInstructions(t *testing.T) {
	for _, w := range works {
		t.Run(w.name, func(t *testing.T) {
			each, err := w.least()
			if errors.Is(err, errTrace) {
				t.Skipf("no process may be traced here: %v", err)
			}
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%d instructions", each)
			if each > w.most || each < w.most/2 {
				t.Errorf("%d instructions, want %d at most, and no less than half of that", each, w.most)
			}
		})
	}
}

const (
	// mostTries is how often a work is tried that takes too many instructions. The runtime may do something beside it, on
	// a machine that has much else to do, which can only add some; or wait for a thread that stands still.
	mostTries = 5
	// longestWork is how long a try may take, which takes seconds.
	longestWork = 2 * time.Minute
)

// least is how many instructions a work takes for each of what it is done to: the least of some tries.
func (w *work) least() (least int64, err error) {
	least = math.MaxInt64
	for range mostTries {
		var steps int64
		if steps, err = count(w.name); errors.Is(err, errTrace) {
			return 0, err
		}
		if err == nil {
			least = min(least, steps/int64(w.of))
		}
		if least <= w.most {
			return least, nil
		}
	}
	return least, err
}

var errTrace = errors.New("it can't be traced")

// count has another process do a work, and counts the instructions between its two signals.
func count(work string) (steps int64, err error) {
	runtime.LockOSThread() // which alone may trace it
	defer runtime.UnlockOSThread()
	process := exec.Command(os.Args[0])
	process.Env = append(os.Environ(), theWork+"="+work, "GOMAXPROCS=1", "GODEBUG=asyncpreemptoff=1")
	process.Stderr = os.Stderr
	process.SysProcAttr = &syscall.SysProcAttr{Ptrace: true}
	if err := process.Start(); err != nil {
		return 0, errors.Join(errTrace, err)
	}
	pid := process.Process.Pid
	defer time.AfterFunc(longestWork, func() { _ = process.Process.Kill() }).Stop()
	var others []int
	for signals, next := 0, syscall.PTRACE_CONT; signals < 2; {
		var status syscall.WaitStatus
		if _, err := syscall.Wait4(pid, &status, 0, nil); err != nil {
			return 0, err
		}
		if !status.Stopped() {
			return 0, fmt.Errorf("the process has ended: %v", status)
		}
		signal := status.StopSignal()
		switch signal {
		case syscall.SIGTRAP:
			signal = 0
		case syscall.SIGUSR1:
			signal, signals, next = 0, signals+1, syscall.PTRACE_SINGLESTEP
			if signals == 1 {
				others, err = stopOthers(pid)
			}
		}
		if err != nil || signals == 2 {
			break
		}
		if next == syscall.PTRACE_SINGLESTEP {
			steps++
		}
		if err := resume(next, pid, signal); err != nil {
			return 0, err
		}
	}
	for _, thread := range append(others, pid) {
		err = errors.Join(err, syscall.PtraceDetach(thread))
	}
	return steps, errors.Join(err, process.Wait())
}

// stopOthers stops all other threads of a process: one of them would see that the work takes long, and have it make
// room for others.
func stopOthers(pid int) (stopped []int, err error) {
	tasks, err := os.ReadDir(fmt.Sprintf("/proc/%d/task", pid))
	if err != nil {
		return nil, err
	}
	for _, task := range tasks {
		thread, err := strconv.Atoi(task.Name())
		if err != nil || thread == pid {
			continue
		}
		if err := syscall.PtraceAttach(thread); err != nil {
			return stopped, err
		}
		stopped = append(stopped, thread)
		if _, err := syscall.Wait4(thread, nil, syscall.WALL, nil); err != nil {
			return stopped, err
		}
	}
	return stopped, nil
}

// resume lets a process go on, for one instruction or until something happens, with a signal, if it is not 0.
func resume(how, pid int, signal syscall.Signal) error {
	_, _, failed := syscall.Syscall6(syscall.SYS_PTRACE, uintptr(how), uintptr(pid), 0, uintptr(signal), 0, 0)
	if failed != 0 {
		return failed
	}
	return nil
}
