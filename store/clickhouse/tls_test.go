package clickhouse

import (
	"encoding/pem"
	"fmt"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// tlsCase is the environment variable by which the test runs itself, since which authorities count is read once in a
// process.
const tlsCase = "SPOOR_TEST_TLS_CASE"

// atTLS tells how many users a case has, or the error, in a process that trusts what is in a file.
func atTLS(t *testing.T, at, trusted string) string {
	t.Helper()
	self := exec.Command(os.Args[0], "-test.run=^TestCaseOverTLS$")
	self.Env = append(os.Environ(), tlsCase+"="+at, "SSL_CERT_FILE="+trusted, "SSL_CERT_DIR="+filepath.Dir(trusted))
	said, _ := self.CombinedOutput()
	return string(said)
}

// tellCase says what a process of its own has seen.
func tellCase(t *testing.T, at string) {
	place, err := Parse(at, Options{})
	if err != nil {
		t.Fatal(err)
	}
	k, err := Open(t.Context(), place)
	if err != nil {
		fmt.Println("error:", err)
		return
	}
	defer k.Close()
	users, err := k.Matrix(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println("users:", users.Len())
}

func TestCaseOverTLS(t *testing.T) {
	if at := os.Getenv(tlsCase); at != "" {
		tellCase(t, at)
		return
	}
	shard := shards(t)[0]
	server, place := newDatabase(t)
	loadInto(t, server, writeLogs(t)[0])
	users, err := server.Matrix(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	before := httptest.NewTLSServer(httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: shard}))
	defer before.Close()
	port := before.URL[strings.LastIndexByte(before.URL, ':'):]
	authority := filepath.Join(t.TempDir(), "authority.pem")
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: before.Certificate().Raw})
	nobody := filepath.Join(t.TempDir(), "nobody.pem")
	for path, text := range map[string][]byte{authority: text, nobody: nil} {
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct{ host, trusted, want string }{
		{"127.0.0.1" + port, authority, fmt.Sprintf("users: %d\n", users.Len())},
		{"127.0.0.1" + port, nobody, "SSL_CERT_FILE"},
		{"localhost" + port, authority, "as its certificate does"},
		{shard, authority, "does not speak TLS"},
	} {
		said := atTLS(t, "clickhouses://"+c.host+"/"+place.database, c.trusted)
		if !strings.Contains(said, c.want) {
			t.Errorf("%s: %q is missing:\n%s", c.host, c.want, said)
		}
	}
}
