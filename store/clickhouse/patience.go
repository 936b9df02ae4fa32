package clickhouse

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"strconv"
	"sync/atomic"
	"time"
)

const (
	// connectWithin is how long a connection may take.
	connectWithin = 10 * time.Second
	// usualPatience is how long nothing may come from a server that was asked, unless the URL says otherwise: as long as
	// servers wait for each other.
	usualPatience = 5 * time.Minute
	// mostSilence is how often a server that works says so at least, where it can: before the usual minute after which
	// proxies give up, and so seldom that what it says has room in the headers that they take.
	mostSilence = 45 * time.Second
)

// alive finds out within a minute that the machine at the other end is gone.
var alive = net.KeepAliveConfig{Enable: true, Idle: 15 * time.Second, Interval: 10 * time.Second, Count: 4}

// readPatience reads how long nothing may come: a time as Go writes it, or seconds; 0 is for ever.
func readPatience(text string) (time.Duration, error) {
	patience, err := time.ParseDuration(text)
	if seconds, notSeconds := strconv.ParseUint(text, 10, 31); notSeconds == nil {
		patience, err = time.Duration(seconds)*time.Second, nil
	}
	if err != nil || patience < 0 || patience > 0 && patience < time.Second {
		return 0, fmt.Errorf("timeout=%s is not how long nothing may come from the server; write it as in timeout=5m; "+
			"0 waits for ever", text)
	}
	return patience, nil
}

// newTransport makes connections on which nothing may come for so long at most while something is waited for; 0 is for
// ever.
func newTransport(patience time.Duration) *http.Transport {
	dialer := &net.Dialer{Timeout: connectTime(patience), KeepAliveConfig: alive}
	return &http.Transport{
		Proxy: http.ProxyFromEnvironment,
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			connection, err := dialer.DialContext(ctx, network, address)
			if err != nil || patience == 0 {
				return connection, err
			}
			return &patient{Conn: connection, patience: patience}, nil
		},
		TLSHandshakeTimeout: connectTime(patience),
		MaxIdleConnsPerHost: 64, IdleConnTimeout: idle, DisableCompression: true,
	}
}

// connectTime is how long a connection may take where nothing may come for so long.
func connectTime(patience time.Duration) time.Duration {
	if patience == 0 {
		return connectWithin
	}
	return min(connectWithin, patience)
}

// patient is a connection whose other end may keep silent, or take nothing, for so long. How long an answer takes as a
// whole does not matter.
type patient struct {
	net.Conn
	patience time.Duration
	silent   atomic.Bool // that was the error of one of the two, for which the other is closed
}

// mostWritten is how much is written at a time, so that it has its own time.
const mostWritten = 64 << 10

func (p *patient) Read(to []byte) (int, error) {
	_ = p.SetReadDeadline(time.Now().Add(p.patience))
	n, err := p.Conn.Read(to)
	return n, p.told(err)
}

func (p *patient) Write(from []byte) (written int, err error) {
	for written < len(from) && err == nil {
		part := from[written:min(len(from), written+mostWritten)]
		_ = p.SetWriteDeadline(time.Now().Add(p.patience))
		n := 0
		n, err = p.Conn.Write(part)
		written += n
		_ = p.SetReadDeadline(time.Now().Add(p.patience)) // of who waits for the answer already
	}
	return written, p.told(err)
}

func (p *patient) told(err error) error {
	late := errors.Is(err, os.ErrDeadlineExceeded)
	if late {
		p.silent.Store(true)
	}
	if late || errors.Is(err, net.ErrClosed) && p.silent.Load() {
		return silence(p.patience)
	}
	return err
}

// silence is the error of a server that says nothing for so long.
type silence time.Duration

func (s silence) Error() string {
	return "nothing has come from it for " + spelled(time.Duration(s))
}

// spelled is a time in words, in the largest unit that tells it.
func spelled(d time.Duration) string {
	n, unit := int64(d/time.Second), "second"
	switch {
	case d%time.Hour == 0:
		n, unit = int64(d/time.Hour), "hour"
	case d%time.Minute == 0:
		n, unit = int64(d/time.Minute), "minute"
	}
	if n != 1 {
		unit += "s"
	}
	return fmt.Sprintf("%d %s", n, unit)
}

// isSilence reports whether an error is that of a server that says nothing.
func isSilence(err error) bool {
	var silent silence
	return errors.As(err, &silent)
}

// hintSilence says what to try where nothing comes.
const hintSilence = "does it hang, or a proxy before it? Try again, or wait longer, with a time in the URL as in " +
	"?timeout=15m"

// patienceSettings have servers tell that they are at work while there is nothing to answer yet, and wait less long for
// each other than is waited for them, so that it is they who say which one is silent.
func patienceSettings(patience time.Duration) map[string]string {
	if patience == 0 {
		return nil
	}
	between := fmt.Sprint(max(1, int64(patience*3/4/time.Second)))
	return map[string]string{
		"send_progress_in_http_headers":     "1",
		"http_headers_progress_interval_ms": fmt.Sprint(min(mostSilence, patience/4).Milliseconds()),
		"receive_timeout":                   between,
		"send_timeout":                      between,
	}
}
