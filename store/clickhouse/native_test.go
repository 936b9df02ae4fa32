package clickhouse

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestBlockComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(rapid.String(), 1, 50).Draw(t, "texts")
		counts := rapid.SliceOfN(rapid.Int64(), len(list), len(list)).Draw(t, "numbers")
		block := blockOf(t, []column{{"a", textsOf(list...)}, {"b", int64Of(counts...)}})
		var a texts
		var b int64s
		rows, err := readBlock(bufio.NewReader(bytes.NewReader(block)), []result{&a, &b})
		if err != nil || rows != len(list) {
			t.Fatal(rows, err)
		}
		for i := range list {
			if string(a.at(i)) != list[i] || b[i] != counts[i] {
				t.Fatalf("row %d: %q %d, not %q %d", i, a.at(i), b[i], list[i], counts[i])
			}
		}
		for cut := range block { // wherever it ends too early
			if _, err := readBlock(bufio.NewReader(bytes.NewReader(block[:cut])), []result{&a, &b}); !errors.Is(err,
				io.ErrUnexpectedEOF) {
				t.Fatalf("cut at %d of %d: %v", cut, len(block), err)
			}
		}
	})
}

// served is a client of a server that answers everything so.
func served(t *testing.T, answer http.HandlerFunc) *client {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set(queryID, "1")
		answer(w, r)
	}))
	t.Cleanup(server.Close)
	place, err := Parse("clickhouse://"+strings.TrimPrefix(server.URL, "http://")+"/shop", Options{})
	if err != nil {
		t.Fatal(err)
	}
	return newClient(place)
}

func TestAnswerThatBreaksOffIsAnError(t *testing.T) {
	block := blockOf(t, []column{{"a", textsOf("one", "two")}})
	for name, sent := range map[string][]byte{
		"within a block": append(bytes.Clone(block), block[:len(block)-2]...), "between two blocks": block,
		"before the first":        nil,
		"by the text of an error": append(bytes.Clone(block), "Code: 241. DB::Exception: Memory limit exceeded"...),
	} {
		c := served(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Transfer-Encoding", "chunked")
			_, _ = w.Write(sent)
			_ = http.NewResponseController(w).Flush()
			panic(http.ErrAbortHandler)
		})
		err := c.rows(t.Context(), "SELECT a", nil, 1, func([]string) error { return nil })
		if err == nil || !strings.Contains(err.Error(), "nothing of it counts") && name != "before the first" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestErrorOfTheServerIsOneLine(t *testing.T) {
	c := served(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-ClickHouse-Exception-Code", "60")
		w.WriteHeader(http.StatusNotFound)
		_, _ = io.WriteString(w, "Code: 60. DB::Exception: Unknown table\nexpression identifier 'event'")
	})
	err := c.exec(t.Context(), "SELECT 1")
	if err == nil || strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), "spoor init --db") {
		t.Error(err)
	}
}

func TestPlaces(t *testing.T) {
	for url, part := range map[string]string{
		"clickhouse://db.example:8123/shop":       "--db-plain-http",
		"clickhouse://me:secret@localhost/shop":   PasswordVariable,
		"clickhouse:///shop":                      "clickhouse://localhost:8123/shop",
		"clickhouse://localhost/shop`drop":        "not the name of a database",
		"clickhouse://localhost/shop?events=a":    "which columns",
		"clickhouse://localhost/shop?tss=time":    "not a column of an event",
		"clickhouse://localhost/shop?ts=a`b":      "not a name",
		"clickhouse://localhost/shop?ts=t&user=u": "needs a time",
	} {
		if _, err := Parse(url, Options{}); err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%s: %v; expected %q", url, err, part)
		} else if strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: the error has the password", url)
		}
	}
	for _, url := range []string{"clickhouse://localhost/shop", "clickhouses://db.example/shop",
		"clickhouse://[::1]:8123/shop"} {
		if _, err := Parse(url, Options{}); err != nil {
			t.Error(url, err)
		}
	}
	file := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(file, []byte("secret\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Parse("clickhouse://localhost/shop", Options{PasswordFile: file}); err == nil {
		t.Error("a password that others can read is taken")
	}
	if err := os.Chmod(file, 0o600); err != nil {
		t.Fatal(err)
	}
	if p, err := Parse("clickhouse://localhost/shop", Options{PasswordFile: file}); err != nil ||
		p.password != "secret" {
		t.Error(p, err)
	}
}

func TestEventsAreKeptNoLongerThanDatesGo(t *testing.T) {
	place, err := Parse("clickhouse://localhost/shop", Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := (Layout{Years: mostYears + 1}).Statements(place); err == nil {
		t.Error("a time to live is taken that overflows")
	}
	statements, err := (Layout{Cluster: "spoor", OnCluster: true, Replicated: true, Years: 2}).Statements(place)
	all := strings.Join(statements, "\n")
	for _, part := range []string{"ON CLUSTER spoor",
		"ReplicatedMergeTree('/clickhouse/tables/{shard}/shop.event_local'", "INTERVAL 2 YEAR",
		"Distributed(spoor, shop, event_local, cityHash64(user))"} {
		if !strings.Contains(all, part) {
			t.Errorf("%q is missing: %v", part, err)
		}
	}
}

// TestTextsToldOnceComeBack has a block with a column of type LowCardinality, laid out by hand as ClickHouse sends it.
func TestTextsToldOnceComeBack(t *testing.T) {
	word := func(n byte, size int) []byte { return append([]byte{n}, make([]byte, size-1)...) }
	sent := bytes.Join([][]byte{
		{1, 3}, []byte("\x01a\x16LowCardinality(String)"), // a column, three rows
		word(1, 8), {1, 6, 0, 0, 0, 0, 0, 0}, // the version; numbers of two bytes, texts of the block's own
		word(2, 8), []byte("\x03GET\x00"), // two texts
		word(3, 8), {1, 0, 0, 0, 1, 0}, // the second, the first, the second
	}, nil)
	var a coded
	rows, err := readBlock(bufio.NewReader(bytes.NewReader(sent)), []result{&a})
	if err != nil || rows != 3 {
		t.Fatal(rows, err)
	}
	told := a.column()
	for row, want := range []string{"", "GET", ""} {
		if got := string(told.At(row)); got != want {
			t.Errorf("row %d: %q, not %q", row, got, want)
		}
	}
	if !told.Same(0, 2) || told.Same(0, 1) {
		t.Error("the first is the third, and not the second")
	}
	for cut := range sent {
		if _, err := readBlock(bufio.NewReader(bytes.NewReader(sent[:cut])), []result{&a}); !errors.Is(err,
			io.ErrUnexpectedEOF) {
			t.Fatalf("cut at %d: %v", cut, err)
		}
	}
	wrong := bytes.Clone(sent)
	wrong[len(wrong)-2] = 2 // there is no third text
	if _, err := readBlock(bufio.NewReader(bytes.NewReader(wrong)), []result{&a}); !errors.Is(err, errFormat) {
		t.Error(err)
	}
	own := blockOf(t, []column{{"a", textsOf("x", "y")}})
	if _, err := readBlock(bufio.NewReader(bytes.NewReader(own)), []result{&a}); err != nil || a.column().Of != nil {
		t.Error("texts of their own:", err)
	}
}

// blockOf is a block as it is sent.
func blockOf(t rapid.TB, columns []column) []byte {
	t.Helper()
	var block bytes.Buffer
	if err := writeBlock(&block, columns); err != nil {
		t.Fatal(err)
	}
	return block.Bytes()
}
