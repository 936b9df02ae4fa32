package clickhouse

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/klauspost/compress/zstd"
)

// client speaks with the server.
type client struct {
	place  *Place
	http   *http.Client
	packed bool         // answers are compressed; to pack what goes nowhere costs more than it saves
	wrote  atomic.Int64 // how often something was written
}

// idle is for how long a connection is kept for the next query; servers close theirs after three seconds or ten.
const idle = 2 * time.Second

func newClient(p *Place) *client {
	transport := &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		TLSHandshakeTimeout: 10 * time.Second,
		MaxIdleConnsPerHost: 64, IdleConnTimeout: idle, DisableCompression: true,
	}
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &client{place: p, http: &http.Client{Transport: transport, CheckRedirect: stay},
		packed: !isLoopback(p.base.Hostname())}
}

// settings are those of every query: that a shard which is down is an error, that an insert has happened when it is
// answered, and that the same one twice is one; that of the copies of a shard the same one answers as long as it can,
// as the others get a moment later what was written.
var settings = map[string]string{
	"skip_unavailable_shards":       "0",
	"enable_http_compression":       "1",
	"async_insert":                  "0",
	"distributed_foreground_insert": "1",
	"optimize_read_in_order":        "1",
	"optimize_trivial_count_query":  "1",
	"max_query_size":                mostQuery,
	"load_balancing":                "in_order",
}

// args are the parameters of a query, by their names in it: {name:String}.
type args map[string]string

// Error is an error that the server tells.
type Error struct {
	Code string
	Text string // in one line
}

func (e *Error) Error() string { return e.Text }

// maxAnswer is how much of the text of an error is read.
const maxAnswer = 64 << 10

// post sends a query. The body, which may be nil, is what comes behind it. Whoever gets the answer closes it.
func (c *client) post(ctx context.Context, query string, with map[string]string, parameters args,
	body []byte) (*http.Response, error) {
	query, values := c.values(query, with, parameters)
	at := c.place.base
	var content io.Reader = strings.NewReader(query)
	if body != nil {
		values.Set("query", query)
		content = bytes.NewReader(body)
	}
	at.RawQuery = values.Encode()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, at.String(), content)
	if err != nil {
		return nil, err
	}
	// Every query may be sent again, so it is where the server has just closed the connection that it was sent on. The
	// header is not sent.
	request.Header["X-Idempotency-Key"] = nil
	request.Header.Set("X-ClickHouse-User", c.place.user)
	if c.place.password != "" {
		request.Header.Set("X-ClickHouse-Key", c.place.password)
	}
	if c.packed {
		request.Header.Set("Accept-Encoding", "zstd")
	}
	if body != nil {
		request.Header.Set("Content-Encoding", "zstd")
	}
	answer, err := c.http.Do(request)
	if err != nil {
		var failed *url.Error
		if errors.As(err, &failed) {
			err = failed.Err // the URL of a query says nothing to anybody
		}
		return nil, fmt.Errorf("%s: %w; %s", c.place.Shown, err, unreachable(err))
	}
	if answer.StatusCode == http.StatusOK && answer.Header.Get("X-ClickHouse-Exception-Code") == "" {
		return answer, nil
	}
	defer answer.Body.Close()
	return nil, c.refused(answer)
}

// values are what is said of a query beside it, and the query with those parameters in it that are too long for that.
func (c *client) values(query string, with map[string]string, parameters args) (string, url.Values) {
	values := url.Values{"database": {c.place.database}, "default_format": {"Native"}}
	for key, value := range settings {
		values.Set(key, value)
	}
	for key, value := range with {
		values.Set(key, value)
	}
	for key, value := range parameters {
		if len(value) > longParameter {
			query = strings.ReplaceAll(query, "{"+key+":String}", quoted(value))
		} else {
			values.Set("param_"+key, escaped.Replace(value))
		}
	}
	return query, values
}

// unreachable says what to try where there was no answer.
func unreachable(err error) string {
	var wrongName x509.HostnameError
	var wrong *tls.CertificateVerificationError
	var noTLS tls.RecordHeaderError
	switch {
	case errors.As(err, &wrongName):
		return "name the server in --db as its certificate does"
	case errors.As(err, &wrong):
		return "where the certificate is by an authority of your own, put that one's certificate into a file " +
			"that SSL_CERT_FILE names"
	case errors.As(err, &noTLS), strings.Contains(err.Error(), "HTTP response to HTTPS client"):
		return "the port does not speak TLS; is it the one for HTTPS, mostly 8443?"
	}
	return "is the server there?"
}

// shortened is the name of an insert, which may be as long as the key of a user.
func shortened(token string) string {
	if len(token) <= longParameter {
		return token
	}
	return hashed(token)
}

// longParameter is how long a text may be that is no part of the query itself: servers take only so much beside it.
const longParameter = 1000

// escaped is how the value of a parameter is written.
var escaped = strings.NewReplacer("\\", "\\\\", "\t", "\\t", "\n", "\\n")

// refused is the error of an answer.
func (c *client) refused(answer *http.Response) error {
	text := ""
	if body, release, err := unpacked(answer); err == nil {
		defer release()
		read, _ := io.ReadAll(io.LimitReader(body, maxAnswer))
		text = strings.Join(strings.Fields(string(read)), " ")
	}
	if text == "" {
		text = answer.Status
	}
	code := answer.Header.Get("X-ClickHouse-Exception-Code")
	text = strings.TrimSuffix(strings.TrimSpace(text), " (official build))")
	return fmt.Errorf("%s: %w", c.place.Shown, &Error{code, hint(code, text)})
}

// decoders are what answers are decompressed with; each takes some megabytes.
var decoders sync.Pool

// unpacked is the body of an answer, decompressed. It is good until it is released.
func unpacked(answer *http.Response) (body io.Reader, release func(), err error) {
	if answer.Header.Get("Content-Encoding") != "zstd" {
		return answer.Body, func() {}, nil
	}
	decoder, ok := decoders.Get().(*zstd.Decoder)
	if ok {
		err = decoder.Reset(answer.Body)
	} else {
		decoder, err = zstd.NewReader(answer.Body, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(256<<20))
	}
	if err != nil {
		return nil, nil, err
	}
	return decoder, func() {
		_ = decoder.Reset(nil)
		decoders.Put(decoder)
	}, nil
}

// exec does something that is not answered.
func (c *client) exec(ctx context.Context, query string, parameters args) error {
	answer, err := c.post(ctx, query, nil, parameters, nil)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	_, err = io.Copy(io.Discard, answer.Body)
	return c.broken(err)
}

// insert adds a block to a table, once for each token; where that is empty, each time.
func (c *client) insert(ctx context.Context, table, token string, block []column) error {
	if len(block) == 0 || block[0].rows() == 0 {
		return nil
	}
	var names []string
	for _, column := range block {
		names = append(names, identifier(column.name))
	}
	with := map[string]string{"max_insert_block_size": "10000000", "min_insert_block_size_rows": "10000000",
		"min_insert_block_size_bytes":     "0",
		"max_partitions_per_insert_block": "0"}
	with["insert_deduplicate"] = "0"
	if token != "" {
		with["insert_deduplication_token"], with["insert_deduplicate"] = shortened(token), "1"
	}
	body, err := packedBlock(block)
	if err != nil {
		return err
	}
	defer c.wrote.Add(1)
	query := "INSERT INTO " + table + " (" + strings.Join(names, ", ") + ") FORMAT Native"
	answer, err := c.post(ctx, query, with, nil, body)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	_, err = io.Copy(io.Discard, answer.Body)
	return c.broken(err)
}

// encoders are what is sent is compressed with; each takes some megabytes.
var encoders sync.Pool

// packedBlock is a block as it is sent, compressed.
func packedBlock(block []column) ([]byte, error) {
	encoder, ok := encoders.Get().(*zstd.Encoder)
	if !ok {
		var err error
		encoder, err = zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedFastest))
		if err != nil {
			return nil, err
		}
	}
	defer encoders.Put(encoder)
	var packed bytes.Buffer
	encoder.Reset(&packed)
	err := errors.Join(writeBlock(encoder, block), encoder.Close())
	return packed.Bytes(), err
}

// query reads the blocks of an answer, each into the columns, and calls do after each.
func (c *client) query(ctx context.Context, query string, parameters args, with map[string]string, columns []result,
	do func(rows int) error) error {
	answer, err := c.post(ctx, query, with, parameters, nil)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	body, release, err := unpacked(answer)
	if err != nil {
		return c.broken(err)
	}
	defer release()
	last := &lastRead{from: body}
	buffer := bufio.NewReaderSize(last, 128<<10)
	for {
		if _, err := buffer.Peek(1); err == io.EOF {
			return nil // the end of the answer, as HTTP itself tells it
		} else if err != nil {
			return c.failed(answer, last, err)
		}
		rows, err := readBlock(buffer, columns)
		if err != nil {
			return c.failed(answer, last, err)
		}
		if err := do(rows); err != nil {
			return err
		}
	}
}

// broken is the error of an answer that broke off.
func (c *client) broken(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	}
	return fmt.Errorf("%s: the answer broke off, so nothing of it counts: %w; try again", c.place.Shown, err)
}

// rows reads an answer whose columns are texts. A text that is the same as in the row before is not made again.
func (c *client) rows(ctx context.Context, query string, parameters args, columns int,
	do func(row []string) error) error {
	read, results := make([]texts, columns), make([]result, columns)
	for i := range results {
		results[i] = &read[i]
	}
	row := make([]string, columns)
	return c.query(ctx, query, parameters, nil, results, func(rows int) error {
		for r := range rows {
			for i := range row {
				if text := read[i].at(r); string(text) != row[i] {
					row[i] = string(text)
				}
			}
			if err := do(row); err != nil {
				return err
			}
		}
		return nil
	})
}
