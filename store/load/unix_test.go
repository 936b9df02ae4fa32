//go:build unix

package load

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// fullDisk names the environment variable that a process has which lets none of its files grow over a limit.
const fullDisk = "SPOOR_TEST_FULL_DISK"

// TestFullDiskKeepsWhatIsCommitted has no room for all runs. goleak sees to it that no goroutine waits for the writer.
// The limit is one of a whole process, so the test has one of its own: what Go notes of the tests in this one is a file
// as well, and may be large by now.
func TestFullDiskKeepsWhatIsCommitted(t *testing.T) {
	if os.Getenv(fullDisk) == "" {
		program, err := os.Executable()
		check(t, err)
		process := exec.Command(program, "-test.run=^"+t.Name()+"$")
		process.Env = append(os.Environ(), fullDisk+"=yes")
		if output, err := process.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, output)
		}
		return
	}
	log := write(t, "a.log", goodLog(1, 20_000))
	c := newCase(t)
	enough := limitFiles(t, 600_000)
	summary, err := loadInRuns(t.Context(), c, 500, Options{}, log)
	enough()
	if err == nil || !strings.Contains(err.Error(), "the disk takes no more") {
		t.Fatal(err)
	}
	sources, err := c.Sources(t.Context())
	check(t, err)
	if len(sources) != 1 || sources[0].Lines != summary.Lines || summary.Lines == 0 || summary.Lines%500 != 0 {
		t.Errorf("%+v, in the case %+v", summary, sources)
	}
	_, err = loadInRuns(t.Context(), c, 500, Options{}, log)
	check(t, err)
	clean := newCase(t)
	_, err = loadInRuns(t.Context(), clean, 500, Options{}, log)
	check(t, err)
	sameDump(t, dump(t, c), dump(t, clean))
}

// limitFiles lets no file grow over a size until the limit is lifted.
func limitFiles(t *testing.T, bytes uint64) (lift func()) {
	t.Helper()
	var before syscall.Rlimit
	check(t, syscall.Getrlimit(syscall.RLIMIT_FSIZE, &before))
	check(t, syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: bytes, Max: before.Max}))
	return func() { check(t, syscall.Setrlimit(syscall.RLIMIT_FSIZE, &before)) }
}

// TestPipesAreReadOnce gives known content through a named pipe, which can't be opened a second time to compare it.
func TestPipesAreReadOnce(t *testing.T) {
	content := goodLog(1, 5000)
	more := append(slices.Clone(content), goodLog(2, 5000)...)
	pipe := filepath.Join(t.TempDir(), "pipe")
	check(t, syscall.Mkfifo(pipe, 0o600))
	c := newCase(t)
	mustLoad(t, c, write(t, "a.log", content))
	written := make(chan error)
	go func() { written <- os.WriteFile(pipe, more, 0) }()
	summary := mustLoad(t, c, pipe)
	check(t, <-written)
	if summary.Events != 5000 {
		t.Errorf("%+v", summary)
	}
	sources, err := c.Sources(t.Context())
	check(t, err)
	checkEveryLine(t, c, sources[0], more)
	if !strings.HasSuffix(sources[0].Path, "a.log") {
		t.Errorf("path %s", sources[0].Path)
	}
	left, err := filepath.Glob(filepath.Join(os.TempDir(), "spoor-*.log"))
	check(t, err)
	if len(left) > 0 {
		t.Errorf("temporary files %q are left", left)
	}
}
