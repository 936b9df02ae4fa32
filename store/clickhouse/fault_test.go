package clickhouse

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/sync/errgroup"

	"spoor/analysis"
	"spoor/store/load"
)

// breaking is a connection that breaks once, at a request: before the server gets it, or before its answer comes. The
// server always writes its answer whole, because the library that stands for one in the tests aborts when a connection
// between two shards is reset, where an installed server writes a line and goes on.
type breaking struct {
	http.RoundTripper
	at   int64
	seen atomic.Int64
}

var errBroken = errors.New("the connection broke")

func (b *breaking) RoundTrip(r *http.Request) (*http.Response, error) {
	n := b.seen.Add(1)
	if n == b.at && n%2 == 1 {
		return nil, errBroken
	}
	answer, err := b.RoundTripper.RoundTrip(r.WithContext(context.WithoutCancel(r.Context())))
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(answer.Body)
	_ = answer.Body.Close()
	if n == b.at {
		return nil, errBroken
	}
	answer.Body = io.NopCloser(bytes.NewReader(body))
	return answer, err
}

func writeLogs(t *testing.T) (paths []string) {
	t.Helper()
	dir := t.TempDir()
	for i := range 3 {
		path := filepath.Join(dir, fmt.Sprintf("%d.log", i))
		if err := os.WriteFile(path, []byte(nastyLog(i+1)), 0o600); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	return paths
}

// equalEvents compares how many events there are, and what is measured.
func equalEvents(t *testing.T, server *Case, file described) {
	t.Helper()
	server = openAt(t, server.c.place) // others may have written in the second for which what was read counts
	var rows, lines int64
	err := server.c.rows(t.Context(), "SELECT toString(count()), toString(uniqExact(source, line)) FROM event", nil, 2,
		func(row []string) error {
			rows, lines = integer(row[0]), integer(row[1])
			return nil
		})
	if err != nil || rows != lines || rows == 0 {
		t.Fatalf("%d rows of %d lines: %v", rows, lines, err)
	}
	a, err := file.MatrixWith(t.Context(), analysis.DefaultMeasureOptions(), analysis.Window{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	b, err := server.MatrixWith(t.Context(), analysis.DefaultMeasureOptions(), analysis.Window{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	equalMatrices(t, "loaded again", a, b)
}

func TestLoadThatBreaksAnywhereAndIsRunAgainHasEveryLineOnce(t *testing.T) {
	_, place := newDatabase(t)
	paths := writeLogs(t)
	for at := int64(3); at < 60; at += 4 {
		k := openAt(t, place)
		k.c.http.Transport = &breaking{RoundTripper: k.c.http.Transport, at: at}
		_, _ = load.Files(t.Context(), k, paths, load.Options{Now: now})
	}
	server, file := openAt(t, place), fileCase(t)
	loadInto(t, server, paths...)
	loadInto(t, file, paths...)
	equalEvents(t, server, file)
}

func TestTwoLoadsAtOnceHaveEveryLineOnce(t *testing.T) {
	server, place := newDatabase(t)
	paths := writeLogs(t)
	var group errgroup.Group
	for range 3 {
		k := openAt(t, place)
		group.Go(func() error {
			_, err := load.Files(t.Context(), k, paths, load.Options{Now: now})
			return err
		})
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	file := fileCase(t)
	loadInto(t, file, paths...)
	equalEvents(t, server, file)
}

func TestLastLineThatGoesOnCountsOnce(t *testing.T) {
	server, _ := newDatabase(t)
	file, path := fileCase(t), filepath.Join(t.TempDir(), "a.log")
	line := `1.2.3.4 - - [01/Mar/2024:10:00:0%d +0000] "GET /page/%d HTTP/1.1" 200 5` + "\n"
	text := ""
	for i := range 8 {
		text += fmt.Sprintf(line, i, i)
	}
	for _, end := range []int{150, 260, len(text) - 1, len(text)} {
		if err := os.WriteFile(path, []byte(text[:end]), 0o600); err != nil {
			t.Fatal(err)
		}
		loadInto(t, file, path)
		loadInto(t, server, path)
		a, err := file.Info(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		b, err := server.Info(t.Context())
		if err != nil || a.Lines != b.Lines || a.Events != b.Events || a.Rejects != b.Rejects ||
			a.Sessions != b.Sessions {
			t.Errorf("%d bytes: file %+v\nserver %+v %v", end, a, b, err)
		}
		one, err := file.MatrixWith(t.Context(), analysis.DefaultMeasureOptions(), analysis.Window{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		other, err := server.MatrixWith(t.Context(), analysis.DefaultMeasureOptions(), analysis.Window{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		equalMatrices(t, fmt.Sprint(end, " bytes"), one, other)
	}
}

func TestShardThatIsDownIsAnError(t *testing.T) {
	shard := shards(t)[0]
	place := placeAt(t, shard, "system")
	c := newClient(place)
	err := c.rows(t.Context(), "SELECT toString(count()) FROM remote('127.0.0.1:1,127.0.0.1:1', system.one)", nil, 1,
		func([]string) error { return nil })
	if err == nil || strings.Contains(err.Error(), "\n") {
		t.Error(err)
	}
}
