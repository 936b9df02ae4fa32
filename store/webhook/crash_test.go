package webhook

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"spoor/store"
)

// serverVariable makes the test binary a server for the case that it names.
const serverVariable = "SPOOR_TEST_SERVER"

// childIsServer serves until it is killed, if this process was started for that.
func childIsServer() bool {
	path := os.Getenv(serverVariable)
	if path == "" {
		return false
	}
	if err := serveForTest(path); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return true
}

func serveForTest(path string) error {
	c, err := store.OpenOrCreate(context.Background(), path)
	if err != nil {
		return err
	}
	tail, err := c.NewTail(context.Background())
	if err != nil {
		return err
	}
	r, err := New(tail, Options{Scheme: NoAuth, MaxBody: DefaultMaxBody})
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(listener.Addr())
	return r.Serve(context.Background(), listener, nil)
}

// startServer starts a server process and tells its address.
func startServer(t *testing.T, path string) (*exec.Cmd, string) {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), serverVariable+"="+path)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	address := make([]byte, 64)
	n, err := out.Read(address)
	if err != nil {
		t.Fatal(err)
	}
	return child, strings.TrimSpace(string(address[:n]))
}

// TestKilledServerKeepsItsWord kills a server again and again while clients send. Everything that was answered 200 is in the
// case exactly once, though clients send again what they got no answer to.
func TestKilledServerKeepsItsWord(t *testing.T) {
	path := filepath.Join(t.TempDir(), "case.db")
	const clients, kills = 8, 6
	var address sync.Map // the newest under ""
	var mutex sync.Mutex
	acknowledged := map[string]bool{}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var group sync.WaitGroup
	for client := range clients {
		group.Go(func() {
			transport := &http.Transport{}
			defer transport.CloseIdleConnections()
			sender := &http.Client{Transport: transport, Timeout: 2 * time.Second}
			for n := 0; ctx.Err() == nil; {
				id := fmt.Sprintf("c%d-%d", client, n)
				to, _ := address.Load("")
				if to == nil || !deliver(sender, to.(string), id) {
					time.Sleep(2 * time.Millisecond)
					continue
				}
				mutex.Lock()
				acknowledged[id] = true
				mutex.Unlock()
				n++
			}
		})
	}
	for kill := range kills {
		child, at := startServer(t, path)
		address.Store("", at)
		time.Sleep(time.Duration(60+37*kill) * time.Millisecond)
		_ = child.Process.Kill()
		_ = child.Wait()
	}
	stop()
	group.Wait()
	c, err := store.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := c.Matrix(t.Context()); err != nil {
		t.Fatal(err)
	}
	user, _, err := c.User(t.Context(), "kim")
	if err != nil {
		t.Fatal(err)
	}
	track, err := c.Track(t.Context(), user)
	if err != nil {
		t.Fatal(err)
	}
	stored := map[string]int{}
	for _, e := range track.Events {
		stored[e.Request.Target]++
	}
	for id := range acknowledged {
		if stored[id] != 1 {
			t.Errorf("%s was acknowledged and is there %d times", id, stored[id])
		}
	}
	for id, times := range stored {
		if times != 1 {
			t.Errorf("%s is there %d times", id, times)
		}
	}
	if len(acknowledged) == 0 || len(stored) > len(acknowledged)+clients {
		t.Errorf("%d acknowledged, %d stored", len(acknowledged), len(stored))
	}
	t.Logf("%d acknowledged, %d stored, %d kills", len(acknowledged), len(stored), kills)
}

func deliver(sender *http.Client, address, id string) bool {
	body := fmt.Sprintf(`{"event":"view","user":"kim","item":%q,"timestamp":"2023-11-14T22:13:20Z"}`, id)
	response, err := sender.Post("http://"+address+"/webhook", "application/json", bytes.NewReader([]byte(body)))
	if err != nil {
		return false
	}
	defer response.Body.Close()
	_, _ = io.Copy(io.Discard, response.Body)
	return response.StatusCode == http.StatusOK
}
