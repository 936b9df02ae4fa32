package webhook

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"

	"github.com/klauspost/compress/gzip"
)

// payload is the body of a request, as it came and as it was before it was compressed.
type payload struct{ sent, plain []byte }

func (r *Receiver) readBody(w http.ResponseWriter, request *http.Request, share *share) (p payload, refused *refusal) {
	limit, weight := r.options.MaxBody, int64(readWeight)
	compressed := isCompressed(request)
	if compressed {
		weight = 1
	}
	var err error
	p.sent, err = share.readAll(http.MaxBytesReader(w, request.Body, limit), request.ContentLength, limit, weight)
	if p.plain = p.sent; compressed && err == nil {
		p.plain, err = decompress(p.sent, share, limit)
	}
	var large *http.MaxBytesError
	switch {
	case err == nil:
		return p, nil
	case errors.As(err, &large):
		return p, r.tooLarge()
	case errors.Is(err, errNoMemory):
		return p, retryLater(http.StatusServiceUnavailable, 5, errBusy.Error())
	case errors.Is(err, os.ErrDeadlineExceeded):
		r.failures.add(r.addressOf(request), r.options.Now())
		return p, refuse(http.StatusRequestTimeout, "the body came too slowly")
	case errors.Is(err, errNotGzip):
		return p, refuse(http.StatusBadRequest, err.Error())
	}
	return p, refuse(http.StatusBadRequest, "the body could not be read")
}

// errNotGzip means that a body is not what the head says.
var errNotGzip = errors.New("the body is not gzip, or it is damaged")

// isCompressed reports whether the head says that the body is in gzip.
func isCompressed(request *http.Request) bool {
	encoding := request.Header.Get("Content-Encoding")
	return strings.EqualFold(encoding, "gzip") || strings.EqualFold(encoding, "x-gzip")
}

// decompress reads a body in gzip, of which there may be as many bytes as of one that is not compressed.
func decompress(sent []byte, share *share, limit int64) ([]byte, error) {
	reader, err := gzip.NewReader(bytes.NewReader(sent))
	if err != nil {
		return nil, errNotGzip
	}
	plain, err := share.readAll(reader, -1, limit, readWeight)
	var large *http.MaxBytesError
	if err != nil && !errors.As(err, &large) && !errors.Is(err, errNoMemory) {
		return nil, errNotGzip
	}
	return plain, err
}

func (r *Receiver) tooLarge() *refusal {
	return refuse(http.StatusRequestEntityTooLarge,
		fmt.Sprintf("the body has more than %d bytes (see --max-body)", r.options.MaxBody))
}
