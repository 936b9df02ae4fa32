package stats

import (
	"runtime"
	"sync"
)

// InParallel cuts 0 … n into one span a processor and works on all spans at once. The result must not depend on the
// cut.
func InParallel(n int, work func(from, to int)) {
	spans := min(runtime.GOMAXPROCS(0), n)
	var group sync.WaitGroup
	for s := range spans {
		group.Go(func() { work(s*n/spans, (s+1)*n/spans) })
	}
	group.Wait()
}
