package clickhouse

import (
	"net"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestServerThatTakesNoConnectionIsAnError asks a port on which as many connections wait as may: the system says
// nothing to who comes next.
func TestServerThatTakesNoConnectionIsAnError(t *testing.T) {
	socket, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer syscall.Close(socket)
	if err := syscall.Bind(socket, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Listen(socket, 0); err != nil {
		t.Fatal(err)
	}
	name, err := syscall.Getsockname(socket)
	if err != nil {
		t.Fatal(err)
	}
	at := &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: name.(*syscall.SockaddrInet4).Port}
	for range 4 {
		if waits, err := net.DialTimeout("tcp", at.String(), 50*time.Millisecond); err == nil {
			defer waits.Close()
		}
	}
	place := placeAt(t, at.String(), "shop")
	place.patience = 200 * time.Millisecond
	err = newClient(place).exec(t.Context(), "SELECT 1")
	if err == nil || !strings.Contains(err.Error(), "firewall") || !strings.Contains(err.Error(), at.String()) {
		t.Error(err)
	}
}
