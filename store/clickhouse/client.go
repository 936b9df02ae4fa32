package clickhouse

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/klauspost/compress/zstd"

	"spoor/store"
)

// client speaks with the server.
type client struct {
	place  *Place
	http   *http.Client
	packed bool         // answers are compressed; what stays on this machine is not worth it
	wrote  atomic.Int64 // how often something was written
}

// idle is for how long a connection is kept for the next query; servers close theirs after three seconds or ten.
const idle = 2 * time.Second

func newClient(p *Place) *client {
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &client{place: p, http: &http.Client{Transport: newTransport(p.patience), CheckRedirect: stay},
		packed: !isLoopback(p.base.Hostname())}
}

// sayAfter is how long an answer may take to begin before it is said that it is waited for.
const sayAfter = 5 * time.Second

// settings are those of every query. A shard that is down is an error, and so is whatever the user's profile would
// otherwise have cut off the answer. An insert has happened when it is answered, and happens once if it is sent twice.
// As long as it can, the same copy of a shard answers, since what was written reaches the others a moment later.
var settings = map[string]string{
	"skip_unavailable_shards": "0",
	"limit":                   "0",
	"offset":                  "0",
	"result_overflow_mode":    "throw",
	"read_overflow_mode":      "throw",
	"read_overflow_mode_leaf": "throw",
	"timeout_overflow_mode":   "throw",
	"set_overflow_mode":       "throw",
	"join_overflow_mode":      "throw",
	"group_by_overflow_mode":  "throw",
	"sort_overflow_mode":      "throw",
	"distinct_overflow_mode":  "throw",
	"transfer_overflow_mode":  "throw",

	"aggregate_functions_null_for_empty": "0",
	"enable_http_compression":            "1",
	"async_insert":                       "0",
	"insert_distributed_sync":            "1", // distributed_foreground_insert, as servers of before 23.11 call it as well
	"optimize_read_in_order":             "1",
	"optimize_trivial_count_query":       "1",
	"max_query_size":                     mostQuery,
	"load_balancing":                     "in_order",
}

// args are the parameters of a query, by their names in it: {name:String}.
type args map[string]string

// post sends a query. The body, which may be nil, is what comes behind it. Whoever gets the answer closes it.
func (c *client) post(ctx context.Context, query string, with map[string]string, parameters args,
	body []byte) (*http.Response, error) {
	request, err := c.request(ctx, query, with, parameters, body)
	if err != nil {
		return nil, err
	}
	come := store.WaitsFor(ctx, sayAfter, c.place.Shown+" has not answered yet; waiting for it…")
	answer, err := c.http.Do(request)
	come()
	var silent silence
	var failed *url.Error
	switch {
	case errors.As(err, &silent):
		err = silent
	case errors.As(err, &failed):
		err = failed.Err // the URL of a query says nothing to anybody
	}
	switch {
	case errors.Is(err, context.Canceled):
		return nil, err
	case err != nil:
		return nil, away{fmt.Errorf("%s: %w; %s", c.place.Shown, err, c.unreachable(err))}
	}
	if answer.StatusCode == http.StatusOK && answer.Header.Get(exceptionCode) == "" && answer.Header.Get(queryID) != "" {
		return answer, nil
	}
	defer answer.Body.Close()
	return nil, c.refused(answer)
}

// request is how a query is sent.
func (c *client) request(ctx context.Context, query string, with map[string]string, parameters args,
	body []byte) (*http.Request, error) {
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
	// Every query may be sent again. This header, which is not sent itself, has it done where the server has just closed
	// the connection that the query went out on, but not where nothing came on it.
	request.Header["X-Idempotency-Key"] = nil
	began, again := time.Now(), request.GetBody
	request.GetBody = func() (io.ReadCloser, error) {
		if patience := c.place.patience; patience > 0 && time.Since(began) >= patience {
			return nil, silence(patience)
		}
		return again()
	}
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
	return request, nil
}

// values are what is sent beside a query, and the query itself, which holds the parameters that are too long for that.
func (c *client) values(query string, with map[string]string, parameters args) (string, url.Values) {
	values := url.Values{"database": {c.place.database}, "default_format": {"Native"}}
	for _, all := range []map[string]string{settings, patienceSettings(c.place.patience), with} {
		for key, value := range all {
			values.Set(key, value)
		}
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

// shortened is a short name for an insert, whose own name may be as long as the key of a user.
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

// decoders are what answers are decompressed with; each takes some megabytes.
var decoders sync.Pool

// zstdMagic is how what is compressed begins; a block does not, as it would have 40 columns.
const zstdMagic = "\x28\xb5\x2f\xfd"

// unpacked is the body of an answer, decompressed. It is good until it is released.
func unpacked(answer *http.Response) (body io.Reader, release func(), err error) {
	from := bufio.NewReaderSize(answer.Body, len(zstdMagic))
	begin, _ := from.Peek(len(zstdMagic))
	switch how := answer.Header.Get("Content-Encoding"); {
	case string(begin) == zstdMagic: // though the header may be missing where progress was told before
	case how == "" || how == "identity" || len(begin) == 0:
		return from, func() {}, nil
	default:
		return nil, nil, fmt.Errorf("it is packed as %q, which was not asked for", short(how))
	}
	decoder, ok := decoders.Get().(*zstd.Decoder)
	if ok {
		err = decoder.Reset(from)
	} else {
		decoder, err = zstd.NewReader(from, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(256<<20))
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
func (c *client) exec(ctx context.Context, query string) error { return c.send(ctx, query, nil, nil) }

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
	err = c.send(ctx, query, with, body)
	if isSilence(err) { // twice does no harm, whether or not the server has taken the first one
		err = c.send(ctx, query, with, body)
	}
	return err
}

// send does something with a body, which may be nil, that is not answered.
func (c *client) send(ctx context.Context, query string, with map[string]string, body []byte) error {
	answer, err := c.post(ctx, query, with, nil, body)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	return c.done(answer)
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
