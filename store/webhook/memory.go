package webhook

import (
	"context"
	"errors"
	"io"
	"net/http"
	"time"

	"golang.org/x/sync/semaphore"
)

const (
	// memoryBytes is how many bytes large bodies may take at a time, from the first byte that is read until the
	// answer. It has room for one of the largest, compressed and decompressed.
	memoryBytes = (1+readWeight)*MostBody + 2<<20
	// readWeight is how many bytes a byte takes that is read for its events: what they say is copied out of it.
	readWeight = 2
	// smallBody is how many bytes each request may have beside them: nearly all have fewer, and need not wait for room.
	smallBody = 16 << 10
	// memoryWait is how long a request waits for room.
	memoryWait = 5 * time.Second
)

var errNoMemory = errors.New("there is no room for the body")

// memory bounds the bytes of all bodies together.
type memory struct{ room *semaphore.Weighted }

func newMemory() *memory { return &memory{semaphore.NewWeighted(memoryBytes)} }

// share is what one request has of the memory.
type share struct {
	of   *semaphore.Weighted
	held int64
}

func (m *memory) share() *share { return &share{of: m.room} }

// take waits for room for so many bytes more.
func (s *share) take(bytes int64) error {
	ctx, cancel := context.WithTimeout(context.Background(), memoryWait)
	defer cancel()
	if s.of.Acquire(ctx, bytes) != nil {
		return errNoMemory
	}
	s.held += bytes
	return nil
}

// give gives bytes back.
func (s *share) give(bytes int64) {
	s.of.Release(bytes)
	s.held -= bytes
}

func (s *share) release() { s.give(s.held) }

// readAll reads at most limit bytes; the error is a [http.MaxBytesError] if there are more. For what is more than a
// small body it takes a share of the memory, weight times as much as is announced (-1: nothing is), in one step, so
// that nobody who waits for room holds any.
func (s *share) readAll(from io.Reader, announced, limit, weight int64) ([]byte, error) {
	most := limit
	if announced >= 0 {
		most = min(announced, limit)
	}
	body, ended, err := fill(from, make([]byte, 0, min(most+1, smallBody)))
	if !ended && err == nil && most+1 > smallBody {
		if err := s.take(weight * most); err != nil {
			return nil, err
		}
		defer func() { s.give(weight * (most - min(most, int64(len(body))))) }()
	}
	for !ended && err == nil && int64(len(body)) <= most {
		size := most + 1 // to see that nothing follows
		if announced < 0 {
			size = min(size, 4*int64(len(body)))
		}
		body, ended, err = fill(from, append(make([]byte, 0, size), body...))
	}
	if err == nil && int64(len(body)) > most {
		err = &http.MaxBytesError{Limit: limit}
	}
	return body, err
}

// fill reads until the buffer is full or the end has come.
func fill(from io.Reader, buffer []byte) (filled []byte, ended bool, err error) {
	for len(buffer) < cap(buffer) {
		n, err := from.Read(buffer[len(buffer):cap(buffer)])
		buffer = buffer[:len(buffer)+n]
		if errors.Is(err, io.EOF) {
			return buffer, true, nil
		}
		if err != nil {
			return nil, false, err
		}
	}
	return buffer, false, nil
}
