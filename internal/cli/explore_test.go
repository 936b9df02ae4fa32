package cli

import (
	"context"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"spoor/analysis"
	"spoor/store"
	"spoor/store/load"
	"spoor/tui"
)

// newFileCase makes a case, and the options of a command that has it.
func newFileCase(t *testing.T) (*options, *strings.Builder, fileCase) {
	t.Helper()
	said := new(strings.Builder)
	o := &options{std: &streams{in: strings.NewReader(""), out: io.Discard, err: said},
		db: filepath.Join(t.TempDir(), "case.db")}
	c, err := store.OpenOrCreate(t.Context(), o.db)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return o, said, fileCase{c}
}

const kimsLine = `10.0.0.1 - kim [01/Mar/2026:10:00:00 +0000] "GET /jobs/1 HTTP/1.1" 200 5` + "\n"

// TestScreensOpenWithAPartOfTheTime: of a case that is loaded first up to now, since how far it reaches is not known.
func TestScreensOpenWithAPartOfTheTime(t *testing.T) {
	_, _, c := newFileCase(t)
	const march = 1_772_323_200_000 // 2026-03-01 00:00 UTC
	for _, test := range []struct {
		since, until string
		want         analysis.Window
		wrong        string
	}{
		{want: analysis.Window{}},
		{since: "2026-03-01", until: "2026-03-02", want: analysis.Window{From: march, To: march + 86_400_000 - 1}},
		{until: "2026-03-01", want: analysis.Window{To: march - 1}},
		{since: "2026-03-01T00:01", until: "2026-03-01 00:02",
			want: analysis.Window{From: march + 60_000, To: march + 119_999}},
		{since: "2026-03-01T00:00:01", until: "2026-03-01T09:00:02+09:00",
			want: analysis.Window{From: march + 1000, To: march + 1999}},
		{since: "2026-03-02", until: "2026-03-01", wrong: "--since 2026-03-02 --until 2026-03-01: no event lies there"},
		{since: "soon", wrong: "--since soon: not a time; write 2026-03-01, 2026-03-01T14:30 or 2026-03-01T12:00:00Z"},
	} {
		e := exploreOptions{rules: ruleOptions{since: test.since, until: test.until}}
		got, err := e.window(t.Context(), c, true)
		if test.wrong != "" {
			if err == nil || err.Error() != test.wrong {
				t.Errorf("%q to %q: %v", test.since, test.until, err)
			}
			continue
		}
		if err != nil || got != test.want {
			t.Errorf("%q to %q: %v, %v, want %v", test.since, test.until, got, err, test.want)
		}
	}
	before := time.Now().UnixMilli()
	e := exploreOptions{rules: ruleOptions{since: "2026-03-01"}}
	if got, err := e.window(t.Context(), c, true); err != nil || got.From != march || got.To < before {
		t.Errorf("since March: %v, %v", got, err)
	}
}

// TestLoadOfTheScreensKeepsItsCommand until it has come to its end.
func TestLoadOfTheScreensKeepsItsCommand(t *testing.T) {
	kept := func(c fileCase) string {
		t.Helper()
		texts, err := c.Kept(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return texts[tui.LoadPrefix+"spoor load -"]
	}
	for _, test := range []struct {
		name      string
		stop, cut bool
		kept      string
	}{{name: "whole"}, {"stopped", true, false, "spoor load -"}, {"interrupted", false, true, "spoor load -"}} {
		_, _, c := newFileCase(t)
		ctx, cut := context.WithCancel(t.Context())
		defer cut()
		stop := make(chan struct{})
		input := readerFunc(func(p []byte) (int, error) {
			if during := kept(c); during != "spoor load -" {
				t.Errorf("%s: during the load %q is kept", test.name, during)
			}
			if test.cut {
				cut()
			}
			if test.stop {
				close(stop)
			}
			return copy(p, kimsLine), io.EOF
		})
		how := load.Options{Zone: time.UTC, Input: input}
		_, err := loader(c, []string{"-"}, how, "spoor load -")(ctx, stop, func(load.Progress) {})
		if (err == nil) != !test.cut {
			t.Errorf("%s: %v", test.name, err)
		}
		if got := kept(c); got != test.kept {
			t.Errorf("%s: %q is kept, want %q", test.name, got, test.kept)
		}
	}
}

// readerFunc is a function as a reader.
type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// TestInterruptedLoadSaysHowToGoOn, unless nothing can: what is piped into it does not come again.
func TestInterruptedLoadSaysHowToGoOn(t *testing.T) {
	for command, want := range map[string]string{
		"":                "",
		"spoor load a":    "spoor: the load has not come to its end; to go on: spoor load a\n",
		"spoor load \x1b": "spoor: the load has not come to its end; to go on: spoor load ␛\n",
	} {
		o, said, c := newFileCase(t)
		ctx, cut := context.WithCancel(t.Context())
		input := readerFunc(func([]byte) (int, error) { cut(); return 0, io.EOF })
		err := o.loadLogs(ctx, c, []string{"-"}, load.Options{Zone: time.UTC, Input: input}, command)
		if status := o.std.status(ctx, err); status != statusInterrupted {
			t.Errorf("%q: status %d, %v", command, status, err)
		}
		if got := strings.TrimSuffix(said.String(), "spoor: interrupted\n"); got != want {
			t.Errorf("%q: got %q, want %q", command, got, want)
		}
	}
}

// TestFailedLoadSaysHowToGoOn where the case took no more before all was read; a log that can't be read is no reason to
// load the others again.
func TestFailedLoadSaysHowToGoOn(t *testing.T) {
	for _, test := range []struct {
		input io.Reader
		fails func(c fileCase) // the case, while the log is read
		kept  bool
	}{
		{input: strings.NewReader("\x00\x01\x02"), fails: func(fileCase) {}},
		{input: strings.NewReader(kimsLine), fails: func(c fileCase) { _ = c.Close() }, kept: true},
	} {
		o, said, _ := newFileCase(t)
		open, err := store.OpenOrCreate(t.Context(), o.db)
		if err != nil {
			t.Fatal(err)
		}
		c := fileCase{open}
		command := "spoor load a"
		input := readerFunc(func(p []byte) (int, error) { test.fails(c); return test.input.Read(p) })
		err = o.loadLogs(t.Context(), c, []string{"-"}, load.Options{Zone: time.UTC, Input: input}, command)
		if err == nil {
			t.Error("the load has not failed")
		}
		_ = c.Close()
		if got := strings.Contains(said.String(), "to go on: "+command); got != test.kept {
			t.Errorf("%q, %v", said, err)
		}
	}
}
