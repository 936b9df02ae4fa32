package webhook

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"
)

// What a connection may take, so that slow and idle ones do not hurt the others.
const (
	headTimeout  = 5 * time.Second
	readTimeout  = 10 * time.Second // head and body
	writeTimeout = 20 * time.Second
	idleTimeout  = time.Minute
	leaveTimeout = 10 * time.Second
	headBytes    = 16 << 10
	connections  = 2048
)

// Serve serves until the context ends; then it finishes the requests that it has begun and stores what they brought. With
// certificates it speaks TLS. The error is nil after such an end.
func (r *Receiver) Serve(ctx context.Context, listener net.Listener, certificates []tls.Certificate) error {
	server := &http.Server{
		Handler: r, ReadHeaderTimeout: headTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout, IdleTimeout: idleTimeout,
		MaxHeaderBytes: headBytes, ErrorLog: log.New(io.Discard, "", 0),
		HTTP2: &http.HTTP2Config{MaxConcurrentStreams: 64},
	}
	listener = newLimited(listener, connections)
	serve := server.Serve
	if len(certificates) > 0 {
		server.TLSConfig = &tls.Config{Certificates: certificates, MinVersion: tls.VersionTLS12}
		serve = func(listener net.Listener) error { return server.ServeTLS(listener, "", "") }
	}
	failed := make(chan error, 1)
	go func() { failed <- serve(listener) }()
	tending, rest := context.WithCancel(context.WithoutCancel(ctx))
	var tended sync.WaitGroup
	tended.Go(func() { r.tend(tending) })
	defer tended.Wait()
	defer rest()
	var err error
	select {
	case <-ctx.Done():
	case err = <-r.broken:
	case err = <-failed:
		r.Close()
		return err
	}
	r.Leave()
	patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), r.patience)
	defer cancel()
	if server.Shutdown(patience) != nil {
		_ = server.Close() // whoever is still sending now is cut off, and was not told that anything is stored
	}
	<-failed
	r.Close()
	return err
}

// limited is a listener that has at most so many connections open; others wait to be accepted.
type limited struct {
	net.Listener
	places chan struct{}
	closed chan struct{}
	once   sync.Once
}

func newLimited(listener net.Listener, most int) *limited {
	return &limited{Listener: listener, places: make(chan struct{}, most), closed: make(chan struct{})}
}

// Accept waits for a connection and for a place for it.
func (l *limited) Accept() (net.Conn, error) {
	select {
	case l.places <- struct{}{}:
	case <-l.closed:
		return nil, net.ErrClosed
	}
	connection, err := l.Listener.Accept()
	if err != nil {
		<-l.places
		return nil, err
	}
	return &placed{Conn: connection, leave: sync.OnceFunc(func() { <-l.places })}, nil
}

// Close closes the listener.
func (l *limited) Close() error {
	l.once.Do(func() { close(l.closed) })
	if err := l.Listener.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
		return err
	}
	return nil
}

// placed is a connection that gives its place back.
type placed struct {
	net.Conn
	leave func()
}

// Close closes the connection.
func (p *placed) Close() error {
	defer p.leave()
	return p.Conn.Close()
}
