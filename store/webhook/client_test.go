package webhook

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"
)

// TestAddressBehindProxies believes what trusted proxies say, and nobody else.
func TestAddressBehindProxies(t *testing.T) {
	networks := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("127.0.0.1/32"),
		netip.MustParsePrefix("2001:db8:1::/48")}
	for _, test := range []struct {
		remote    string
		forwarded []string
		want      string
	}{
		{"192.0.2.1:5", nil, "192.0.2.1"},
		{"192.0.2.1:5", []string{"10.0.0.1"}, "192.0.2.1"},
		{"127.0.0.1:5", nil, "127.0.0.1"},
		{"127.0.0.1:5", []string{"192.0.2.7"}, "192.0.2.7"},
		{"127.0.0.2:5", []string{"192.0.2.7"}, "127.0.0.2"},
		{"10.1.2.3:5", []string{"203.0.113.9, 192.0.2.7"}, "192.0.2.7"},
		{"10.1.2.3:5", []string{"203.0.113.9", "192.0.2.7,10.0.0.5"}, "192.0.2.7"},
		{"10.1.2.3:5", []string{"192.0.2.7, nonsense"}, "10.1.2.3"},
		{"10.1.2.3:5", []string{"192.0.2.7, nonsense, 10.9.9.9"}, "10.9.9.9"},
		{"10.1.2.3:5", []string{"10.0.0.1, 10.0.0.2"}, "10.0.0.1"},
		{"[2001:db8:1::1]:5", []string{"2001:db8:2::1"}, "2001:db8:2::1"},
		{"[::ffff:10.0.0.1]:5", []string{"::ffff:192.0.2.7"}, "192.0.2.7"},
		{"@", []string{"192.0.2.7"}, "@"},
	} {
		r := &Receiver{options: Options{TrustedProxies: networks}}
		request := httptest.NewRequest(http.MethodPost, "/webhook", nil)
		request.RemoteAddr = test.remote
		request.Header["X-Forwarded-For"] = test.forwarded
		if got := r.addressOf(request); got != test.want {
			t.Errorf("%+v: %s", test, got)
		}
	}
	untrusting := &Receiver{}
	request := httptest.NewRequest(http.MethodPost, "/webhook", nil)
	request.RemoteAddr = "127.0.0.1:5"
	request.Header.Set("X-Forwarded-For", "192.0.2.7")
	if got := untrusting.addressOf(request); got != "127.0.0.1" {
		t.Errorf("nobody is trusted, and the word of %s is taken", got)
	}
}

// certificate is one for these names.
func certificate(t *testing.T, names ...string) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: names, NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}
}

// TestHost calls a server by names of its own and by others, on this machine and beyond.
func TestHost(t *testing.T) {
	public := newReceiver(t, newCase(t), func(o *Options) {
		o.Public, o.Hosts, o.MetricsSecrets = true, []string{"events.example"}, [][]byte{[]byte(secret)}
		o.Certificates = []tls.Certificate{certificate(t, "*.shop.example")}
	})
	local := newReceiver(t, newCase(t), func(o *Options) {
		o.Hosts, o.Certificates = public.options.Hosts,
			public.options.Certificates
	})
	for _, test := range []struct {
		host string
		ours bool
	}{
		{"events.example", true}, {"EVENTS.example.:8787", true}, {"a.shop.example", true}, {"192.0.2.1:8787", true},
		{"[::1]:8787", true}, {"localhost", true},
		{"evil.example", false}, {"shop.example", false}, {"events.example.evil.example", false}, {"192.0.2.2", false},
		{"", false}, {"[", false}, {":8787", false},
	} {
		called := func(request *http.Request) {
			request.Host = test.host
			request.Header.Set("Authorization", "Bearer "+secret)
			listener := &net.TCPAddr{IP: net.ParseIP("192.0.2.1"), Port: 8787}
			*request = *request.WithContext(context.WithValue(request.Context(), http.LocalAddrContextKey, net.Addr(listener)))
		}
		if got := post(public, "/webhook", purchase, called); strings.HasPrefix(got, "403") == test.ours {
			t.Errorf("%s: %s", test.host, got)
		}
		if got := post(local, "/webhook", purchase, called); !strings.HasPrefix(got, "200") {
			t.Errorf("%s, on this machine: %s", test.host, got)
		}
		for name, r := range map[string]*Receiver{"beyond": public, "on": local} {
			if got := get(r, "/metrics", called); strings.HasPrefix(got, "403") == test.ours {
				t.Errorf("metrics %s this machine as %s: %.60s", name, test.host, got)
			}
		}
	}
}
