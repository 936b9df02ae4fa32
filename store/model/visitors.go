package model

import (
	"bytes"
	"encoding/binary"

	"spoor/store/logline"
)

const (
	// visitorBits is how many bits tell a visitor from others: those of a few minutes find room, and all of them in the
	// processor's cache.
	visitorBits = 10
	// longestVisitor is how many bytes the texts of a visitor have at most that is remembered.
	longestVisitor = 512
)

// visitors remember who wrote lately. Most lines are by somebody who has just asked for a page and now fetches what is
// on it, so that to compare texts saves three of five look-ups.
type visitors [1 << visitorBits]visitor

// visitor is a user with a client. Its texts are one after the other: the key, the address and the agent.
type visitor struct {
	texts        []byte
	key, address int   // where they end
	user, client int32 // 0: nobody, or somebody whose numbers are not known yet
	event        int32 // then 1 + the event that gets them; 0: there is none
}

// slot is where the visitor of an event is, if it is there.
func (v *visitors) slot(e *logline.Event) *visitor {
	const odd, other = 0x9e3779b97f4a7c15, 0xd6e8feb86659fd93 // any odd numbers whose bits are mixed
	hash := ending(e.Key)*odd + ending(e.Client)*other + uint64(len(e.Agent))*odd
	return &v[(hash^hash>>32)*odd>>(64-visitorBits)]
}

// ending is the last eight bytes of a text as a number: names and addresses differ there.
func ending(text []byte) (bits uint64) {
	if len(text) >= 8 {
		return binary.LittleEndian.Uint64(text[len(text)-8:])
	}
	for _, b := range text {
		bits = bits<<8 | uint64(b)
	}
	return bits
}

// is reports whether the event is by the visitor.
func (v *visitor) is(e *logline.Event) bool {
	return v.user|v.event != 0 && bytes.Equal(v.texts[:v.key], e.Key) &&
		bytes.Equal(v.texts[v.key:v.address], e.Client) && bytes.Equal(v.texts[v.address:], e.Agent)
}

// remember puts the visitor of an event, whose numbers will be told, in the place of the one who was there. It is not
// ok where that would take much memory.
func (v *visitor) remember(e *logline.Event, event int) (ok bool) {
	if len(e.Key)+len(e.Client)+len(e.Agent) > longestVisitor {
		return false
	}
	v.texts = append(append(append(v.texts[:0], e.Key...), e.Client...), e.Agent...)
	v.key, v.address = len(e.Key), len(e.Key)+len(e.Client)
	v.user, v.client, v.event = 0, 0, int32(event)+1
	return true
}
