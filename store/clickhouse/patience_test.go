package clickhouse

import (
	"bufio"
	"crypto/rand"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// impatient is a client of a server that does with each connection what the test says.
func impatient(t *testing.T, scheme string, patience time.Duration, do func(c net.Conn, r *bufio.Reader)) *client {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			t.Cleanup(func() { _ = c.Close() })
			go do(c, bufio.NewReader(c))
		}
	}()
	place, err := Parse(scheme+"://"+listener.Addr().String()+"/shop", Options{})
	if err != nil {
		t.Fatal(err)
	}
	place.patience = patience
	return newClient(place)
}

// asked reads a request whole.
func asked(r *bufio.Reader) *http.Request {
	request, err := http.ReadRequest(r)
	if err != nil {
		return nil
	}
	_, _ = io.Copy(io.Discard, request.Body)
	return request
}

const (
	yes      = "HTTP/1.1 200 OK\r\nX-ClickHouse-Query-Id: 1\r\n"
	progress = "X-ClickHouse-Progress: {\"read_rows\":\"2\"}\r\n"
	nothing  = "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
)

// TestServerThatHangsIsAnError has servers that hang wherever they can: each time there is an error that names the
// server and says what to try.
func TestServerThatHangsIsAnError(t *testing.T) {
	said := func(text string) func(net.Conn, *bufio.Reader) {
		return func(c net.Conn, r *bufio.Reader) {
			if asked(r) != nil {
				_, _ = io.WriteString(c, text)
			}
		}
	}
	block := string(blockOf(t, []column{{"a", textsOf("x")}}))
	chunk := fmt.Sprintf("Transfer-Encoding: chunked\r\n\r\n%x\r\n%s", len(block), block)
	const wait, look = "?timeout=15m", "is the server there?"
	for name, c := range map[string]struct {
		scheme, say string
		do          func(net.Conn, *bufio.Reader)
	}{
		"when it is spoken to":       {"clickhouse", wait, func(net.Conn, *bufio.Reader) {}},
		"when TLS begins":            {"clickhouses", "; ", func(net.Conn, *bufio.Reader) {}},
		"before the answer":          {"clickhouse", wait, said("")},
		"in the first line":          {"clickhouse", look, said("HTTP/1.1 20")},
		"in the headers":             {"clickhouse", look, said(yes + progress + "X-Click")},
		"before the body":            {"clickhouse", wait, said(yes + "Transfer-Encoding: chunked\r\n\r\n")},
		"in a block":                 {"clickhouse", wait, said(yes + chunk[:len(chunk)-1])},
		"behind a block":             {"clickhouse", wait, said(yes + chunk + "\r\n")},
		"in a body of a told length": {"clickhouse", wait, said(yes + "Content-Length: 100\r\n\r\n" + block)},
		"in an error": {"clickhouse", wait, said("HTTP/1.1 500 No\r\nX-ClickHouse-Exception-Code: 1\r\n" +
			"Content-Length: 100\r\n\r\nCode: 1.")},
	} {
		for _, does := range []string{"reads", "writes"} {
			k := impatient(t, c.scheme, 200*time.Millisecond, c.do)
			var err error
			if does == "reads" {
				err = k.rows(t.Context(), "SELECT a", nil, 1, func([]string) error { return nil })
			} else {
				err = k.insert(t.Context(), "setting", "", []column{{"name", textsOf("a")}})
			}
			if err == nil || !strings.Contains(err.Error(), k.place.Shown) || strings.Contains(err.Error(), "\n") ||
				!strings.Contains(err.Error(), c.say) {
				t.Errorf("%s, who %s: %v", name, does, err)
			}
		}
	}
}

// TestServerThatTakesNothingIsAnError has an insert that is larger than what lies between the two.
func TestServerThatTakesNothingIsAnError(t *testing.T) {
	k := impatient(t, "clickhouse", 200*time.Millisecond, func(net.Conn, *bufio.Reader) {})
	random := make([]byte, 32<<20)
	_, _ = rand.Read(random)
	text := textsOf()
	text.addBytes(random)
	if err := k.insert(t.Context(), "setting", "", []column{{"name", text}}); !isSilence(err) {
		t.Error(err)
	}
}

// TestServerThatIsSlowIsAnswered has a server that takes longer than nothing may come, but says that it is at work, and
// then sends its answer in pieces.
func TestServerThatIsSlowIsAnswered(t *testing.T) {
	block := string(blockOf(t, []column{{"a", textsOf("x", "y", "z")}}))
	const pause = 100 * time.Millisecond
	k := impatient(t, "clickhouse", 2*time.Second, func(c net.Conn, r *bufio.Reader) {
		if asked(r) == nil {
			return
		}
		_, _ = io.WriteString(c, yes)
		for range 2 * time.Second / pause {
			_, _ = io.WriteString(c, progress)
			time.Sleep(pause)
		}
		_, _ = io.WriteString(c, "Transfer-Encoding: chunked\r\n\r\n")
		for i := range len(block) {
			_, _ = fmt.Fprintf(c, "1\r\n%s\r\n", block[i:i+1])
			time.Sleep(pause)
		}
		_, _ = io.WriteString(c, "0\r\n\r\n")
	})
	var rows []string
	err := k.rows(t.Context(), "SELECT a", nil, 1, func(row []string) error {
		rows = append(rows, row[0])
		return nil
	})
	if got := strings.Join(rows, ""); err != nil || got != "xyz" {
		t.Errorf("%q %v", got, err)
	}
}

// TestQueryIsAskedOnceAndAnInsertTwice has a server that answers the first query on a connection and not the second,
// and the second insert. An insert that is sent again has the same name, so that it is taken once.
func TestQueryIsAskedOnceAndAnInsertTwice(t *testing.T) {
	var queries, inserts atomic.Int64
	names := make(chan string, 10)
	k := impatient(t, "clickhouse", 300*time.Millisecond, func(c net.Conn, r *bufio.Reader) {
		for {
			request := asked(r)
			if request == nil {
				return
			}
			name := request.URL.Query().Get("insert_deduplication_token")
			switch {
			case name != "" && inserts.Add(1) == 1:
				names <- name
				return
			case name != "":
				names <- name
			case queries.Add(1) == 2:
				return
			}
			_, _ = io.WriteString(c, yes+nothing)
		}
	})
	if err := k.exec(t.Context(), "SELECT 1"); err != nil {
		t.Fatal(err)
	}
	if err := k.exec(t.Context(), "SELECT 1"); !isSilence(err) || queries.Load() != 2 {
		t.Errorf("asked %d times: %v", queries.Load(), err)
	}
	if err := k.insert(t.Context(), "setting", "a", []column{{"name", textsOf("a")}}); err != nil {
		t.Error(err)
	}
	if a, b := <-names, <-names; a != "a" || b != "a" || inserts.Load() != 2 {
		t.Errorf("%d inserts, as %s and %s", inserts.Load(), a, b)
	}
}

func TestHowLongNothingMayCome(t *testing.T) {
	for text, want := range map[string]time.Duration{"5m": 5 * time.Minute, "90": 90 * time.Second, "0": 0,
		"1h30m": 90 * time.Minute} {
		place, err := Parse("clickhouse://localhost/shop?timeout="+text, Options{})
		if err != nil || place.patience != want || place.URL != "clickhouse://localhost/shop?timeout="+text {
			t.Errorf("%s: %v", text, err)
		}
	}
	for _, text := range []string{"", "soon", "-1s", "10ms", "5x"} {
		_, err := Parse("clickhouse://localhost/shop?timeout="+text, Options{})
		if err == nil || !strings.Contains(err.Error(), "timeout=5m") {
			t.Errorf("%q: %v", text, err)
		}
	}
	for d, want := range map[time.Duration]string{time.Second: "1 second", 90 * time.Second: "90 seconds",
		time.Minute: "1 minute", 5 * time.Minute: "5 minutes", 2 * time.Hour: "2 hours", time.Hour: "1 hour"} {
		if got := spelled(d); got != want {
			t.Errorf("%v: %s", d, got)
		}
	}
}
