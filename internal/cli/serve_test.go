//go:build unix

package cli

import (
	"bufio"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"spoor/store"
	"spoor/store/webhook"
)

// spoorCommand is a command line as another process.
func spoorCommand(args ...string) *exec.Cmd {
	return &exec.Cmd{
		Path: os.Args[0],
		Args: append([]string{"spoor"}, args...),
		Env:  append(os.Environ(), webhook.SecretVariable+"=0123456789abcdef0123456789abcdef"),
	}
}

// TestServeStoresAndStops serves the example that every sender begins with, until it is told to stop.
func TestServeStoresAndStops(t *testing.T) {
	db := filepath.Join(t.TempDir(), "case.db")
	server := spoorCommand("serve", "--db", db, "--listen", "127.0.0.1:0", "--auth", "bearer")
	stderr, err := server.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(stderr)
	if !lines.Scan() {
		t.Fatal("it says nothing")
	}
	url := regexp.MustCompile(`http://\S+`).FindString(lines.Text())
	const event = `{"event":"purchase","user_id":"12345","product_id":"67890","timestamp":"2021-01-01 12:34:56"}`
	request, err := http.NewRequest(http.MethodPost, url, strings.NewReader(event))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer 0123456789abcdef0123456789abcdef")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusOK {
		t.Error(response.Status)
	}
	second, err := spoorCommand("serve", "--db", db, "--listen", "127.0.0.1:0", "--auth", "bearer").CombinedOutput()
	if err == nil || !strings.Contains(string(second), "another spoor serve receives events") {
		t.Errorf("a second server: %v, %s", err, second)
	}
	if err := server.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	var last string
	for lines.Scan() {
		last = lines.Text()
	}
	err = server.Wait()
	if err != nil || !strings.Contains(last, ": events stored 1, duplicates 0, rejects 0, requests refused 0") {
		t.Errorf("%v, %s", err, last)
	}
	told, err := spoorCommand("info", "--db", db).Output()
	if err != nil || !strings.Contains(string(told), "webhook: open, ") || !strings.Contains(string(told), ", 1 line\n") {
		t.Errorf("%v, %s", err, told)
	}
	c, err := store.Open(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	info, err := c.Info(t.Context())
	if err != nil || info.Events != 1 || info.Users != 1 || len(info.Sources) != 1 || info.Sources[0].Path != "webhook" {
		t.Errorf("%+v, %v", info, err)
	}
}

func TestServeRefusesWhatIsUnsafe(t *testing.T) {
	short := filepath.Join(t.TempDir(), "short")
	if err := os.WriteFile(short, []byte("abc"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		args  string
		words string
	}{
		{"--listen 0.0.0.0:0", "needs --tls-cert"},
		{"--listen :0", "needs --tls-cert"},
		{"--listen 0.0.0.0:0 --insecure-plain-http --insecure-no-auth", "for this machine only"},
		{"--listen nowhere", "HOST:PORT"},
		{"--auth none", "--insecure-no-auth"},
		{"--auth bearer --secret-file " + short, "could be guessed"},
		{"--auth bearer --secret-file " + short + "er", "no such file; make one"},
		{"--tls-cert x", "go together"},
		{"--max-body 0", "--max-body"},
		{"--max-events 0", "--max-events"},
		{"--earliest soon", "--earliest"},
		{"--rate-total -1", "--rate-total"},
		{"--endpoint a.b --auth bearer", "can't name an endpoint"},
		{"--trusted-proxy nobody", "--trusted-proxy nobody: write an address or a network"},
		{"--metrics-listen nowhere", "--metrics-listen nowhere: write HOST:PORT"},
		{"--metrics-listen 0.0.0.0:0", "needs --metrics-secret-file"},
		{"--auth bearer --metrics-secret-file " + short, "could be guessed"},
		{"--tz Nowhere", "no such time zone"},
		{"--auth magic", "unknown authentication"},
	} {
		args := append([]string{"serve", "--db", filepath.Join(t.TempDir(), "case.db")}, strings.Fields(test.args)...)
		out, err := spoorCommand(args...).CombinedOutput()
		if err == nil || !strings.Contains(string(out), test.words) {
			t.Errorf("%s: %v, %s", test.args, err, out)
		}
	}
}

// TestTrustedProxies reads addresses and networks.
func TestTrustedProxies(t *testing.T) {
	s := serveOptions{proxies: []string{"10.0.0.7", "10.1.2.3/8", "::ffff:192.0.2.1", "2001:db8::/32"}}
	networks, err := s.trusted()
	if got := fmt.Sprint(networks); err != nil || got != "[10.0.0.7/32 10.0.0.0/8 192.0.2.1/32 2001:db8::/32]" {
		t.Errorf("%s, %v", got, err)
	}
}

// TestNothingIsSaidUnasked runs what has nothing to say on standard error.
func TestNothingIsSaidUnasked(t *testing.T) {
	var said strings.Builder
	command := spoorCommand("version")
	command.Stderr = &said
	if err := command.Run(); err != nil || said.Len() > 0 {
		t.Errorf("%v, %s", err, said.String())
	}
}
