package webhook

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"spoor/store"
)

// patient waits for a slow machine, too, though not at the end.
var patient = timeouts{time.Hour, time.Hour, time.Hour, time.Hour, 100 * time.Millisecond}

// serve serves until the test ends, or the function that it gives is called, which waits for the end.
func serve(t testing.TB, r *Receiver) (address string, stop func() error) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- r.Serve(ctx, listener, nil) }()
	done := false
	stop = func() error {
		if done {
			return nil
		}
		done = true
		cancel()
		return <-ended
	}
	t.Cleanup(func() {
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
	return listener.Addr().String(), stop
}

// failureOf is how SQLite fails on a statement.
func failureOf(t *testing.T, statement string) error {
	t.Helper()
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	_, failure := db.Exec(statement)
	return failure
}

// TestFullDiskIsToldAndForgotten answers 503 while there is no room, and stores what is sent again when there is.
func TestFullDiskIsToldAndForgotten(t *testing.T) {
	full := failureOf(t, "CREATE TABLE t (x); PRAGMA max_page_count = 2; INSERT INTO t VALUES (zeroblob(100000))")
	if !store.IsDiskFull(full) {
		t.Fatal(full)
	}
	c := newCase(t)
	real, err := c.NewTail(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var room atomic.Bool
	r, err := New(stubbed(func(d []store.Delivery) ([]store.Receipt, error) {
		if !room.Load() {
			return nil, full
		}
		return real.Append(context.Background(), d)
	}), Options{Scheme: NoAuth, MaxBody: DefaultMaxBody})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if got := post(r, "/webhook", purchase); got != `503 {"error":"the disk is full"} after 60` {
		t.Error(got)
	}
	room.Store(true)
	if got := post(r, "/webhook", purchase); got != `200 {"rejected":0,"stored":1}` {
		t.Error(got)
	}
}

// TestDamageEndsTheServer takes nothing more after a failure that says that the disk can't be trusted.
func TestDamageEndsTheServer(t *testing.T) {
	db, err := sql.Open("sqlite", "file:"+t.TempDir()+"/none/x.db")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	_, notOpen := db.Exec("SELECT 1")
	if store.IsDamage(notOpen) || store.IsDiskFull(notOpen) {
		t.Errorf("%v is no damage", notOpen)
	}
	var calls atomic.Int32
	damaged := damage(t)
	r, err := New(stubbed(func([]store.Delivery) ([]store.Receipt, error) { calls.Add(1); return nil, damaged }),
		Options{Scheme: NoAuth, MaxBody: DefaultMaxBody})
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- r.Serve(t.Context(), listener, nil) }()
	for range 2 {
		if got := post(r, "/webhook", purchase); !strings.HasPrefix(got, "503") {
			t.Error(got)
		}
	}
	if err := <-ended; !store.IsDamage(err) || calls.Load() != 1 {
		t.Errorf("%v after %d calls", err, calls.Load())
	}
}

// damage is how SQLite fails on a file that is none of its own.
func damage(t *testing.T) error {
	t.Helper()
	path := t.TempDir() + "/text.db"
	if err := os.WriteFile(path, []byte(strings.Repeat("no database ", 500)), 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	_, err = db.Exec("CREATE TABLE t (x)")
	if !store.IsDamage(err) {
		t.Fatal(err)
	}
	return err
}

// TestSlowClientsHurtNobody opens many connections that say nothing, half a head, or half a body; others are served,
// and a stop does not wait for them for ever.
func TestSlowClientsHurtNobody(t *testing.T) {
	r := newReceiver(t, newCase(t), nil)
	r.timeouts = patient
	address, stop := serve(t, r)
	for i := range 300 {
		connection, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		defer connection.Close()
		begun := []string{"", "POST /webhook HTTP/1.1\r\nHost: x\r\n",
			"POST /webhook HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"}[i%3]
		if _, err := connection.Write([]byte(begun)); err != nil {
			t.Fatal(err)
		}
	}
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	for i := range 20 {
		if !deliver(client, address, fmt.Sprint(i)) {
			t.Errorf("delivery %d was not taken", i)
		}
	}
	_ = stop()
	if got := r.Counts().Events; got != 20 {
		t.Errorf("%d events", got)
	}
}

func deliver(sender *http.Client, address, id string) bool {
	body := fmt.Sprintf(`{"event":"view","user":"kim","item":%q,"timestamp":"2023-11-14T22:13:20Z"}`, id)
	response, err := sender.Post("http://"+address+"/webhook", "application/json", strings.NewReader(body))
	if err != nil {
		return false
	}
	defer response.Body.Close()
	_, _ = io.Copy(io.Discard, response.Body)
	return response.StatusCode == http.StatusOK
}

// TestWhoLeavesIsCounted has a sender go away while its delivery is being stored.
func TestWhoLeavesIsCounted(t *testing.T) {
	began, release := make(chan bool, 1), make(chan bool)
	r, err := New(stubbed(func([]store.Delivery) ([]store.Receipt, error) {
		began <- true
		<-release
		return []store.Receipt{{Events: 1}}, nil
	}), Options{Scheme: NoAuth})
	if err != nil {
		t.Fatal(err)
	}
	ctx, leave := context.WithCancel(t.Context())
	answered := make(chan string)
	go func() {
		answered <- post(r, "/webhook", purchase, func(request *http.Request) { *request = *request.WithContext(ctx) })
	}()
	<-began
	leave()
	close(release)
	<-answered
	r.Close()
	if got := r.Counts().Events; got != 1 {
		t.Errorf("%d events", got)
	}
}

// TestFullHouse has all places taken: who comes next is served when somebody leaves.
func TestFullHouse(t *testing.T) {
	r := newReceiver(t, newCase(t), nil)
	r.timeouts = patient
	address, _ := serve(t, r)
	dial := func() net.Conn {
		t.Helper()
		connection, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { connection.Close() })
		return connection
	}
	var guests []net.Conn
	for range connections {
		guests = append(guests, dial())
		if _, err := guests[len(guests)-1].Write([]byte("G")); err != nil {
			t.Fatal(err)
		}
	}
	next := dial()
	if _, err := next.Write([]byte("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")); err != nil {
		t.Fatal(err)
	}
	if err := next.SetReadDeadline(time.Now().Add(50 * time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	if _, err := next.Read(make([]byte, 1)); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("answered while there was no place: %v", err)
	}
	_ = guests[0].Close()
	if err := next.SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if _, err := next.Read(make([]byte, 1)); err != nil {
		t.Errorf("after somebody has left: %v", err)
	}
}

// TestHead sends heads just below and just beyond the limit.
func TestHead(t *testing.T) {
	r := newReceiver(t, newCase(t), nil)
	address, _ := serve(t, r)
	for _, test := range []struct {
		bytes  int
		status int
	}{{headBytes, http.StatusOK}, {headBytes + 1, http.StatusRequestHeaderFieldsTooLarge}} {
		connection, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		defer connection.Close()
		head := "GET /healthz HTTP/1.1\r\nHost: x\r\nX-Filler: "
		head += strings.Repeat("x", test.bytes-len(head)-4) + "\r\n\r\n"
		if _, err := connection.Write([]byte(head)); err != nil {
			t.Fatal(err)
		}
		response, err := http.ReadResponse(bufio.NewReader(connection), nil)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		if response.StatusCode != test.status {
			t.Errorf("%d bytes: %s", test.bytes, response.Status)
		}
	}
}

// TestStopAnswersWhoIsBeingServed stops while a commit is under way.
func TestStopAnswersWhoIsBeingServed(t *testing.T) {
	began, release := make(chan bool, 1), make(chan bool)
	r, err := New(stubbed(func(d []store.Delivery) ([]store.Receipt, error) {
		began <- true
		<-release
		return make([]store.Receipt, len(d)), nil
	}), Options{Scheme: NoAuth, MaxBody: DefaultMaxBody})
	if err != nil {
		t.Fatal(err)
	}
	address, stop := serve(t, r)
	connection, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	fmt.Fprint(connection, "POST /webhook HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n")
	fmt.Fprintf(connection, "Content-Length: %d\r\n\r\n%s", len(purchase), purchase)
	<-began
	stopped := make(chan error)
	go func() { stopped <- stop() }()
	for !r.isLeaving() {
		time.Sleep(time.Millisecond)
	}
	release <- true
	response, err := http.ReadResponse(bufio.NewReader(connection), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if err := <-stopped; err != nil || response.StatusCode/100 != 2 {
		t.Errorf("%v, %s", err, response.Status)
	}
}
