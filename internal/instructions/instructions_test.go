//go:build linux && amd64 && !race

package instructions

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"syscall"
	"testing"
	"time"

	"spoor/analysis"
	"spoor/analysis/web"
	"spoor/store"
	"spoor/store/logline"
)

// work is a part of what spoor does. Few lines, or events, are enough: to run one instruction after the other takes
// microseconds for each.
type work struct {
	name string
	of   int   // lines or events
	most int64 // instructions for each of them: a tenth more than they take
	make func(of int) (do, end func(), _ error)
}

var works = []work{
	{"a combined line parsed", 16, 1570, parsing("combined", combined)},
	{"a JSON event parsed", 8, 6190, parsing("json", click)},
	{"an event taken in whose texts are known", 64, 1600, takingIn},
	{"an event measured", 64, 910, measuring},
}

func combined(i int) []byte {
	return fmt.Appendf(nil, `203.0.113.%d - user%d [03/May/2024:10:%02d:%02d +0900] `+
		`"GET /jobs/%d?from=list HTTP/1.1" 200 %d "https://www.jobs.example/list/%d" `+
		`"Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0"`,
		i%250, i%7, i/60, i%60, i*7919%9973, 500+i, i%9)
}

func click(i int) []byte {
	return fmt.Appendf(nil, `{"event":"purchase","user_id":"%d","product_id":"%d","timestamp":"2021-01-01 12:%02d:%02d",`+
		`"amount":%d.50,"currency":"KRW"}`, i%7, i*7919%9973, i/60, i%60, i)
}

// parsing parses lines of a format.
func parsing(format string, line func(i int) []byte) func(of int) (do, end func(), _ error) {
	return func(of int) (do, end func(), _ error) {
		named, err := logline.Named(format)
		if err != nil {
			return nil, nil, err
		}
		parser, lines := logline.NewParser(named, logline.Options{}), make([][]byte, of)
		for i := range lines {
			lines[i] = line(i)
		}
		var e logline.Event
		return func() {
			for _, line := range lines {
				if reason := parser.Parse(line, &e); reason != logline.OK {
					panic(reason.String())
				}
			}
		}, func() {}, nil
	}
}

// takingIn gives events their numbers and puts them into a run.
func takingIn(of int) (do, end func(), err error) {
	directory, err := os.MkdirTemp("", "")
	if err != nil {
		return nil, nil, err
	}
	c, err := store.OpenOrCreate(context.Background(), filepath.Join(directory, "case.db"))
	if err != nil {
		return nil, nil, err
	}
	intake, err := c.NewIntake(context.Background())
	if err != nil {
		return nil, nil, err
	}
	format, err := logline.Named("combined")
	if err != nil {
		return nil, nil, err
	}
	parser := logline.NewParser(format, logline.Options{})
	events := make([]*logline.Event, of)
	for i := range events {
		var e logline.Event
		parser.Parse(combined(i), &e)
		events[i] = e.Clone()
	}
	return func() {
			for i, e := range events {
				intake.Add(1, int64(i), e)
			}
		}, func() {
			_, _ = c.Close(), os.RemoveAll(directory)
		}, nil
}

// measuring measures a user.
func measuring(of int) (do, end func(), err error) {
	random := rand.New(rand.NewPCG(1, 2))
	const day = 24 * time.Hour
	events, now := make([]web.Event, of), int64(0)
	for i := range events {
		events[i] = web.Event{Time: now, Item: random.Int32N(5000), Menu: random.Int32N(12), Request: 1 + random.Int32N(9000),
			Traits: web.Traits(random.IntN(4)), Client: 1 + int32(i/30)}
		now += int64(random.ExpFloat64() * 600_000)
	}
	how := analysis.DefaultMeasureOptions().Of(30 * time.Minute)
	m := analysis.NewMeasurer(how, analysis.Window{To: (30 * day).Milliseconds()}, nil)
	return func() { m.Measure(events, analysis.Profile{}) }, func() {}, nil
}

// theWork is the work that this process is to do, one instruction after the other, where it is said.
const theWork = "SPOOR_INSTRUCTIONS_OF"

func init() {
	if os.Getenv(theWork) != "" {
		runtime.LockOSThread() // to the thread that is traced
		runtime.MemProfileRate = 0
	}
}

func TestMain(m *testing.M) {
	for _, w := range works {
		if os.Getenv(theWork) == w.name {
			w.beTraced()
			return
		}
	}
	os.Exit(m.Run())
}

// beTraced does the work between two signals.
func (w *work) beTraced() {
	do, end, err := w.make(w.of)
	if err != nil {
		panic(err)
	}
	defer end()
	debug.SetGCPercent(-1)
	for range 10 { // so that all memory is there, and all texts are known
		do()
	}
	process, thread := os.Getpid(), syscall.Gettid()
	signal := func() { // without a word to the scheduler, which would have another thread, which stands still, go on
		_, _, failed := syscall.RawSyscall(syscall.SYS_TGKILL, uintptr(process), uintptr(thread), uintptr(syscall.SIGUSR1))
		if failed != 0 {
			panic(failed)
		}
	}
	signal()
	runtime.UnlockOSThread() // if it is to make room all the same, it can go on by itself
	do()
	runtime.LockOSThread()
	signal()
}
