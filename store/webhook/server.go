package webhook

import (
	"context"
	"crypto/tls"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"

	"golang.org/x/net/netutil"
)

// What a connection may take, so that slow and idle ones do not hurt the others.
const (
	headTimeout  = 5 * time.Second
	readTimeout  = 10 * time.Second // head and body
	writeTimeout = 20 * time.Second
	idleTimeout  = time.Minute
	leaveTimeout = 10 * time.Second
	headBytes    = 8 << 10
	connections  = 512

	// headSlack is what net/http takes beyond the limit that it is given.
	headSlack = 4 << 10
)

// timeouts are how long a connection may take. For leave, requests that have begun may go on at the end.
type timeouts struct{ head, read, write, answer, leave time.Duration }

var usualTimeouts = timeouts{headTimeout, readTimeout, writeTimeout, answerTimeout, leaveTimeout}

// Serve serves until the context ends; then it finishes the requests that it has begun and stores what they brought.
// With certificates it speaks TLS. A listener for the metrics, which may be nil, goes with [Options.MetricsApart].
// The error is nil after such an end.
func (r *Receiver) Serve(ctx context.Context, events, metrics net.Listener) error {
	failed := make(chan error, 2)
	server := r.serve(events, r, failed)
	if metrics != nil {
		mux := http.NewServeMux()
		mux.HandleFunc("GET /metrics", r.showMetrics(false))
		own := r.serve(metrics, mux, failed)
		defer own.Close()
	}
	maintaining, rest := context.WithCancel(context.WithoutCancel(ctx))
	var maintained sync.WaitGroup
	maintained.Go(func() { r.maintain(maintaining) })
	defer maintained.Wait()
	defer rest()
	var err error
	select {
	case <-ctx.Done():
	case err = <-r.broken:
	case err = <-failed:
		_ = server.Close()
		r.Close()
		return err
	}
	r.Leave()
	patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), r.timeouts.leave)
	defer cancel()
	if server.Shutdown(patience) != nil {
		_ = server.Close() // whoever is still sending now is cut off, and was not told that anything is stored
	}
	r.Close()
	return err
}

// serve begins to serve at a listener, with HTTP/1 alone: senders need no more, and each connection is one request at
// a time.
func (r *Receiver) serve(listener net.Listener, handler http.Handler, failed chan<- error) *http.Server {
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: r.timeouts.head, ReadTimeout: r.timeouts.read,
		WriteTimeout: r.timeouts.write, IdleTimeout: idleTimeout,
		MaxHeaderBytes: headBytes - headSlack, ErrorLog: log.New(io.Discard, "", 0), Protocols: new(http.Protocols),
	}
	server.Protocols.SetHTTP1(true)
	listener = netutil.LimitListener(listener, connections)
	if len(r.options.Certificates) > 0 {
		server.TLSConfig = &tls.Config{Certificates: r.options.Certificates, MinVersion: tls.VersionTLS12}
		go func() { failed <- server.ServeTLS(listener, "", "") }()
	} else {
		go func() { failed <- server.Serve(listener) }()
	}
	return server
}
