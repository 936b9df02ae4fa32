package load

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"spoor/store"
)

// stoppedRun is how many lines make a run of a load that is stopped.
const stoppedRun = 37

// resumable are logs of which a load is stopped: plain and compressed, with rejects, blank and long lines, and with a
// file that can't be read among them.
func resumable(t *testing.T) []string {
	t.Helper()
	r := rand.New(rand.NewPCG(5, 5))
	lines := nastyLines(r, 400)
	lines[6*stoppedRun-1].text = strings.Repeat("long", LineLimit) // a run ends with it
	directory := t.TempDir()
	paths := []string{filepath.Join(directory, "1.log"), filepath.Join(directory, "no.log"),
		filepath.Join(directory, "2.gz"), filepath.Join(directory, "3.log")}
	check(t, os.WriteFile(paths[0], join(lines, true), 0o600))
	check(t, os.WriteFile(paths[1], []byte("no log\n"), 0o600))
	check(t, os.WriteFile(paths[2], zipped(t, goodLog(6, 150), goodLog(7, 50)), 0o600))
	check(t, os.WriteFile(paths[3], join(nastyLines(r, 100), false), 0o600))
	return paths
}

// TestStoppedLoadGoesOnToTheSameCase stops a load after each of many lines and blocks, goes on, stops again, and
// compares the case with that of a load that nothing stopped.
func TestStoppedLoadGoesOnToTheSameCase(t *testing.T) {
	paths := resumable(t)
	clean := newCase(t)
	whole, err := loadInRuns(t.Context(), clean, stoppedRun, Options{Format: "combined"}, paths...)
	if err == nil || !strings.Contains(err.Error(), "no.log") {
		t.Fatal(err)
	}
	want := dump(t, clean)
	for first := 1; first < 40; first += 2 {
		c := newCase(t)
		var added counts
		stops := 0
		for round := 0; ; round++ {
			summary, err := loadUntil(t, c, first+round, paths)
			added.add(counts{summary.Lines, summary.Events, summary.Rejects, summary.Blank, summary.Finished})
			if !errors.Is(err, context.Canceled) {
				break
			}
			stops++
		}
		if added != (counts{whole.Lines, whole.Events, whole.Rejects, whole.Blank, whole.Finished}) {
			t.Errorf("stopped %d times from block %d on: added %+v, want %+v", stops, first, added, whole)
		}
		sameDump(t, dump(t, c), want)
		if t.Failed() {
			t.Fatalf("stopped %d times from block %d on", stops, first)
		}
	}
}

// loadUntil stops the load when it has read so many blocks.
func loadUntil(t *testing.T, c *store.Case, blocks int, paths []string) (Summary, error) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	return loadInRuns(ctx, c, stoppedRun, Options{Format: "combined", Progress: func(p Progress) {
		if blocks--; blocks == 0 {
			stop()
		}
	}}, paths...)
}

// killedLoad names the environment variable with the case that a process loads into until it is killed; the others have
// the log, and after how many blocks that is.
const (
	killedLoad  = "SPOOR_TEST_KILLED_LOAD"
	killedLog   = killedLoad + "_LOG"
	killedAfter = killedLoad + "_AFTER"
)

// loadUntilKilled is what the test binary does as the process that is killed.
func loadUntilKilled(path string) {
	blocks, _ := strconv.Atoi(os.Getenv(killedAfter))
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		os.Exit(3)
	}
	c, err := store.OpenOrCreate(context.Background(), path)
	if err != nil {
		os.Exit(3)
	}
	_, _ = loadInRuns(context.Background(), c, 1000, Options{Progress: func(Progress) {
		if blocks--; blocks == 0 {
			_ = self.Kill()
		}
	}}, os.Getenv(killedLog))
	os.Exit(4) // it should not have come so far
}

// TestKilledLoadGoesOnToTheSameCase kills processes in the middle of what they do, as kill -9 does.
func TestKilledLoadGoesOnToTheSameCase(t *testing.T) {
	log := write(t, "a.log", goodLog(1, 20_000))
	clean := newCase(t)
	_, err := loadInRuns(t.Context(), clean, 1000, Options{}, log)
	check(t, err)
	program, err := os.Executable()
	check(t, err)
	for _, after := range []int{1, 2, 9, 19} {
		path := filepath.Join(t.TempDir(), "case.db")
		process := exec.Command(program)
		process.Env = append(os.Environ(), killedLoad+"="+path, killedLog+"="+log, killedAfter+"="+strconv.Itoa(after))
		if err := process.Run(); err == nil || process.ProcessState.ExitCode() > 0 {
			t.Fatalf("it was not killed: %v", err)
		}
		c := openCase(t, path)
		summary, err := loadInRuns(t.Context(), c, 1000, Options{}, log)
		check(t, err)
		if summary.Lines == 0 {
			t.Errorf("killed after %d blocks, but nothing was left to load", after)
		}
		if got := query(t, path, "PRAGMA integrity_check"); got[0] != "[ok]" {
			t.Errorf("%q", got)
		}
		sameDump(t, dump(t, c), dump(t, clean))
	}
}

// TestStoppedWhileItWaitsForInput stops a load whose standard input says nothing more.
func TestStoppedWhileItWaitsForInput(t *testing.T) {
	for name, said := range map[string][]byte{"nothing": nil, "a line": goodLog(1, 1), "many lines": goodLog(1, 50_000)} {
		out, in := io.Pipe()
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error)
		go func() {
			_, err := Files(ctx, newCase(t), []string{"-"}, Options{Now: now, Input: out})
			done <- err
		}()
		_, err := in.Write(said)
		check(t, err)
		stop()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", name, err)
		}
		check(t, in.Close())
	}
}

func TestInputThatFails(t *testing.T) {
	content := goodLog(1, 100)
	c := newCase(t)
	broken := io.MultiReader(bytes.NewReader(content[:len(content)-20]), &failing{})
	summary, err := Files(t.Context(), c, []string{"-"}, Options{Now: now, Input: broken})
	if !errors.Is(err, errBroken) || summary.Events != 99 {
		t.Errorf("%+v, %v", summary, err)
	}
}

var errBroken = errors.New("the cable is cut")

type failing struct{}

func (*failing) Read([]byte) (int, error) { return 0, errBroken }
