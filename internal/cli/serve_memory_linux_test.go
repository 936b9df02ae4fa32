package cli

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// mostMemory is how many bytes the server may take, whatever is sent to it.
const mostMemory = 256 << 20

// TestServerMemory sends signed bodies that are made to take much memory, one after the other and many at once, with
// every limit that an operator can lift lifted, and half heads. The server answers all of them, takes no more memory
// than it may, and the case does not grow by more than was sent.
func TestServerMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("sends half a gigabyte")
	}
	db := filepath.Join(t.TempDir(), "case.db")
	server, url := startServerWith(t, db,
		"--auth", "hmac", "--rate", "0", "--max-body", "26000000", "--max-events", "10000")
	const size = 25_000_000
	for _, part := range []string{"[],", "{},", "\n", "{}\n", `"",`} {
		body := "[" + strings.Repeat(part, size/len(part)) + "0]"
		if status := sendBody(t, url, body); status != http.StatusRequestEntityTooLarge && status != http.StatusAccepted {
			t.Errorf("%q: %d", part, status)
		}
	}
	for _, many := range []struct{ count, size int }{{64, 1 << 20}, {8, size}} {
		var group sync.WaitGroup
		for i := range many.count {
			group.Go(func() { sendBody(t, url, longEvents(i, many.size)) })
		}
		group.Wait()
	}
	head := "POST /webhook HTTP/1.1\r\nHost: x\r\n"
	for i := range 1000 {
		head += fmt.Sprintf("%x:\r\n", i)
	}
	for range 512 {
		connection, err := net.Dial("tcp", regexp.MustCompile(`[\d.]+:\d+`).FindString(url))
		if err != nil {
			t.Fatal(err)
		}
		defer connection.Close()
		if _, err := connection.Write([]byte(head)); err != nil {
			t.Fatal(err)
		}
	}
	if most := peakMemory(t, server); most > mostMemory {
		t.Errorf("%d MiB of memory", most>>20)
	}
	if file, err := os.Stat(db); err != nil || file.Size() > 13*size+64<<20 {
		t.Errorf("%d bytes, %v", file.Size(), err)
	}
}

// longEvents is a body of events whose texts are new and nearly as long as they may be.
func longEvents(number, size int) string {
	const length = 8000
	var b strings.Builder
	for i := 0; b.Len() < size-4*length; i++ {
		long := fmt.Sprint(number, "-", i, strings.Repeat("x", length))
		fmt.Fprintf(&b, `{"event":"view","user":"%s","item":"%[1]s","agent":"%[1]s","ts":1700000000}`+"\n", long)
	}
	return b.String()
}

// sendBody sends a signed body, and is the status of the answer; 0 where the server hung up on a body that it would
// not read.
func sendBody(t *testing.T, url, body string) int {
	t.Helper()
	request, err := http.NewRequest(http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		t.Error(err)
		return 0
	}
	mac := hmac.New(sha256.New, []byte("0123456789abcdef0123456789abcdef"))
	mac.Write([]byte(body))
	request.Header.Set("X-Signature-256", "sha256="+hex.EncodeToString(mac.Sum(nil)))
	request.Header.Set("Content-Type", "application/json")
	response, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(request)
	if err != nil {
		return 0
	}
	defer response.Body.Close()
	return response.StatusCode
}

// peakMemory is how many bytes of memory a process has had at most.
func peakMemory(t *testing.T, process *exec.Cmd) int {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", process.Process.Pid))
	if err != nil {
		t.Skip(err)
	}
	found := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindSubmatch(status)
	if found == nil {
		t.Skip("the system does not tell")
	}
	kilobytes, err := strconv.Atoi(string(found[1]))
	if err != nil {
		t.Fatal(err)
	}
	return kilobytes << 10
}
