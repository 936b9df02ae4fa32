package load

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"spoor/store"
	"spoor/store/logline"
	"spoor/store/model"
)

// eachEventOf gives every event of every user.
func eachEventOf(t *testing.T, c *store.Case, do func(model.Event)) {
	t.Helper()
	matrix, err := c.Matrix(t.Context())
	check(t, err)
	for _, user := range matrix.Key {
		track, err := c.Track(t.Context(), user)
		check(t, err)
		for _, event := range track.Events {
			do(event)
		}
	}
}

// TestOriginalLines finds the line of every event again: in plain and compressed logs of several blocks, between
// rejects and long lines, and the last one, which has no line feed.
func TestOriginalLines(t *testing.T) {
	content := slices.Concat(goodLog(1, 25_000), []byte("reject\n\n"), bytes.Repeat([]byte{'x'}, 3<<20), []byte("\r\n"),
		goodLog(2, 25_000))
	content = append(bytes.TrimSuffix(content, []byte{'\n'}), " \xff\x00\r"...)
	lines := bytes.Split(content, []byte{'\n'})
	for _, path := range []string{write(t, "a.log", content),
		write(t, "a.gz", zipped(t, content[:1<<20], content[1<<20:]))} {
		c := newCase(t)
		mustLoad(t, c, path)
		n := 0
		eachEventOf(t, c, func(event model.Event) {
			if n++; n%500 != 0 && event.Line != 1 && event.Line != int64(len(lines)) {
				return
			}
			found, err := Original(t.Context(), c, event)
			want := bytes.TrimRight(lines[event.Line-1], "\r")
			if err != nil || !bytes.Equal(found.Raw, want) || found.Line != event.Line || found.Path != path {
				t.Errorf("line %d: %q, %v, want %q", event.Line, found.Raw, err, want)
			}
		})
		if n < 49_000 {
			t.Errorf("only %d events", n)
		}
	}
}

// TestOriginalOfStrangeText has texts in it that are stored in another way than they stand in the log.
func TestOriginalOfStrangeText(t *testing.T) {
	line := "1.2.3.4 - a\x00b [01/Feb/2026:00:00:00 +0000] \"G\xff\x00T /caf\xe9 HTTP/1.1\" 200 5"
	c := newCase(t)
	mustLoad(t, c, write(t, "a.log", []byte(line+"\n")))
	eachEventOf(t, c, func(event model.Event) {
		if found, err := Original(t.Context(), c, event); err != nil || string(found.Raw) != line {
			t.Errorf("%q, %v", found.Raw, err)
		}
	})
}

// TestOriginalOfLongAndOldLines: one line is longer than is read at a time, and one older than logs usually are.
func TestOriginalOfLongAndOldLines(t *testing.T) {
	long := `1.2.3.4 - kim [01/Feb/2026:00:00:00 +0000] "GET /` + strings.Repeat("x", 200<<10) + ` HTTP/1.1" 200 5`
	old := `1.2.3.4 - kim [01/Feb/1980:00:00:00 +0000] "GET / HTTP/1.1" 200 5`
	c := newCase(t)
	path := write(t, "a.log", []byte(old+"\n"+long+"\n"+old+"\n"))
	_, err := Files(t.Context(), c, []string{path}, Options{Now: now, Earliest: logline.AnyTime})
	check(t, err)
	events := 0
	eachEventOf(t, c, func(event model.Event) {
		events++
		want := []string{old, long, old}[event.Line-1]
		if found, err := Original(t.Context(), c, event); err != nil || string(found.Raw) != want {
			t.Errorf("line %d: %d bytes, %v", event.Line, len(found.Raw), err)
		}
	})
	if events != 3 {
		t.Errorf("%d events", events)
	}
}

func TestOriginalThatCannotBeShown(t *testing.T) {
	content := goodLog(1, 100)
	path := write(t, "a.log", content)
	c := newCase(t)
	mustLoad(t, c, path)
	var last model.Event
	eachEventOf(t, c, func(event model.Event) {
		if event.Line > last.Line {
			last = event
		}
	})
	for name, test := range map[string]struct {
		change func() error
		want   error
	}{
		"written anew": {func() error { return os.WriteFile(path, goodLog(2, 100), 0o600) }, ErrChanged},
		"shorter":      {func() error { return os.WriteFile(path, content[:2000], 0o600) }, ErrChanged},
		"empty":        {func() error { return os.WriteFile(path, nil, 0o600) }, ErrChanged},
		"gone":         {func() error { return os.Remove(path) }, ErrGone},
	} {
		check(t, test.change())
		found, err := Original(t.Context(), c, last)
		if !errors.Is(err, test.want) || found.Raw != nil || !strings.Contains(err.Error(), "line 100") {
			t.Errorf("%s: %q, %v", name, found.Raw, err)
		}
	}
	check(t, os.WriteFile(path, content, 0o600))
	if _, err := Original(t.Context(), c, last); err != nil {
		t.Errorf("put back: %v", err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := Original(ctx, c, last); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
	last.Source = 7
	if _, err := Original(t.Context(), c, last); err == nil || err.Error() != "the case has no source 7" {
		t.Errorf("of no source: %v", err)
	}
}

func TestOriginalOfStandardInput(t *testing.T) {
	c := newCase(t)
	_, err := Files(t.Context(), c, []string{"-"}, Options{Now: now, Input: bytes.NewReader(goodLog(1, 3))})
	check(t, err)
	eachEventOf(t, c, func(event model.Event) {
		if _, err := Original(t.Context(), c, event); !errors.Is(err, ErrNotKept) {
			t.Error(err)
		}
	})
}

// TestReceivedEventsHaveNoLine asks for the line of an event that was delivered.
func TestReceivedEventsHaveNoLine(t *testing.T) {
	c := newCase(t)
	tail, err := c.NewTail(t.Context())
	check(t, err)
	event := &logline.Event{Time: now.UnixMilli(), Key: []byte("kim"), Action: []byte("view"), Click: true, Bytes: -1}
	_, err = tail.Append(t.Context(),
		[]store.Delivery{{Endpoint: "webhook", Format: "json", Entries: []store.Entry{{Event: event}}}})
	check(t, err)
	if _, err := Original(t.Context(), c, model.Event{Source: 1, Line: 1}); !errors.Is(err, ErrNotKept) {
		t.Error(err)
	}
}

// TestOriginalUnderOtherFields has a log that names other fields in its middle, twice.
func TestOriginalUnderOtherFields(t *testing.T) {
	log := "#Fields: date time c-ip cs-method cs-uri-stem\n2026-01-01 00:00:01 10.0.0.1 GET /a\n" +
		"#Fields: date time cs-method cs-uri-stem c-ip sc-status\n2026-01-01 00:00:02 GET /b 10.0.0.1 200\n" +
		"#Fields: c-ip date time cs-method cs-uri-stem\n10.0.0.1 2026-01-01 00:00:03 GET /c\n"
	for _, content := range [][]byte{[]byte(log), zipped(t, []byte(log))} {
		c := newCase(t)
		path := write(t, "u_ex.log", content)
		mustLoad(t, c, path)
		eachEventOf(t, c, func(event model.Event) {
			found, err := Original(t.Context(), c, event)
			if want := strings.Split(log, "\n")[event.Line-1]; err != nil || string(found.Raw) != want {
				t.Errorf("line %d: %q, %v", event.Line, found.Raw, err)
			}
		})
		check(t, os.WriteFile(path,
			[]byte(strings.Replace(log, "#Fields: date time c-ip cs-method", "#Fields: date time cs-method c-ip", 1)), 0o600))
		eachEventOf(t, c, func(event model.Event) {
			if _, err := Original(t.Context(), c, event); event.Line == 2 && !errors.Is(err, ErrChanged) {
				t.Errorf("%v", err)
			}
		})
	}
}

// TestOriginalInEveryFormat loads a sample of each format, plain and packed, and finds the line of every event again.
func TestOriginalInEveryFormat(t *testing.T) {
	samples, err := filepath.Glob("../../testdata/logline/*")
	if err != nil || len(samples) == 0 {
		t.Fatal("no samples", err)
	}
	for _, sample := range samples {
		content, err := os.ReadFile(sample)
		check(t, err)
		lines := bytes.Split(content, []byte{'\n'})
		for _, path := range []string{write(t, "a.log", content), write(t, "a.gz", zipped(t, content))} {
			c, found := newCase(t), int64(0)
			summary := mustLoad(t, c, path)
			eachEventOf(t, c, func(event model.Event) {
				found++
				evidence, err := Original(t.Context(), c, event)
				want := bytes.TrimRight(bytes.TrimPrefix(lines[event.Line-1], byteOrderMark), "\r")
				if err != nil || !bytes.Equal(evidence.Raw, want) {
					t.Errorf("%s line %d: %q, %v", sample, event.Line, evidence.Raw, err)
				}
			})
			if found != summary.Events || found == 0 {
				t.Errorf("%s: %d events, want %d", sample, found, summary.Events)
			}
		}
	}
}
