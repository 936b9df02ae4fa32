package main

import (
	"bytes"
	"encoding/json"
	"time"
)

// cast is a recording in the asciicast format, version 2: a head, then a line for each piece of output.
type cast struct {
	begun  time.Time
	pieces []piece
	rest   []byte // the beginning of a character whose end has not come yet
}

type piece struct {
	at     float64 // seconds since the beginning
	output string
}

// add takes a piece of output. Bytes of a character that is cut off are kept for the next piece, since JSON holds only
// whole ones.
func (c *cast) add(now time.Time, output []byte) {
	if c.pieces == nil {
		c.begun = now
	}
	output = append(c.rest, output...)
	whole := wholeRunes(output)
	c.rest = bytes.Clone(output[whole:])
	c.pieces = append(c.pieces, piece{now.Sub(c.begun).Seconds(), string(output[:whole])})
}

// encode writes the recording.
func (c *cast) encode(width, height int) []byte {
	var out bytes.Buffer
	lines := json.NewEncoder(&out)
	lines.SetEscapeHTML(false)
	_ = lines.Encode(struct { // a buffer takes everything
		Version int    `json:"version"`
		Width   int    `json:"width"`
		Height  int    `json:"height"`
		Title   string `json:"title"`
	}{2, width, height, "spoor"})
	for _, p := range c.pieces {
		_ = lines.Encode([]any{p.at, "o", p.output})
	}
	return out.Bytes()
}
