package demo

import (
	"bufio"
	"cmp"
	"io"
	"slices"
	"strconv"
	"time"
)

// writeLog brings what everybody did into the order of time and writes it as a server does.
func (w *world) writeLog(out io.Writer) error {
	const usual = 40 // requests of a user
	requests := slices.Grow(w.robotRequests(), usual*len(w.people))
	for _, p := range w.people {
		requests = append(requests, w.trackOf(p)...)
	}
	slices.SortStableFunc(requests, func(a, b request) int { return cmp.Compare(a.at, b.at) })
	buffered := bufio.NewWriterSize(out, 1<<16)
	_, end := w.span()
	var line []byte
	for i := range requests {
		if requests[i].at >= end {
			break
		}
		line = w.appendLine(line[:0], &requests[i])
		if _, err := buffered.Write(line); err != nil {
			return err
		}
	}
	return buffered.Flush()
}

// appendLine writes a request in the combined format.
func (w *world) appendLine(b []byte, r *request) []byte {
	b = append(append(b, r.client.address...), " - "...)
	b = append(append(b, r.client.account...), " ["...)
	b = time.UnixMilli(r.at).In(w.Start.Location()).AppendFormat(b, "02/Jan/2006:15:04:05 -0700")
	b = append(b, `] "`...)
	if r.post {
		b = append(b, "POST "...)
	} else {
		b = append(b, "GET "...)
	}
	b = append(w.appendTarget(b, r.page), ` HTTP/1.1" `...)
	b = append(strconv.AppendInt(b, int64(r.status), 10), ' ')
	if r.bytes > 0 {
		b = strconv.AppendInt(b, int64(r.bytes), 10)
	} else {
		b = append(b, '-')
	}
	b = append(w.appendReferrer(append(b, ` "`...), r.from), `" "`...)
	return append(append(b, r.client.agent...), "\"\n"...)
}
