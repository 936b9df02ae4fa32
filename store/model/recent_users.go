package model

import (
	"bytes"
	"encoding/binary"

	"spoor/store/logline"
)

const (
	// recentBits is how many bits tell a recent user from others: those of a few minutes find room, and all of them in the
	// processor's cache.
	recentBits = 10
	// longestRecent is how many bytes the texts of a user have at most who is remembered.
	longestRecent = 512
)

// RecentUsers remember who wrote lately. Most lines are by somebody who has just asked for a page and now fetches what
// is on it, so that to compare texts saves three of five look-ups. Their numbers are remembered where they are given
// ([EventNumbering]).
type RecentUsers [1 << recentBits]recentUser

// recentUser is a user with a client. Its texts are one after the other: the key, the address and the agent.
type recentUser struct {
	texts        []byte // none: nobody is there
	key, address int    // where they end
}

// Forget has everybody forgotten.
func (r *RecentUsers) Forget() {
	for i := range r {
		r[i].texts = r[i].texts[:0]
	}
}

// place is where the user of an event is, if they are there at all.
func (r *RecentUsers) place(e *logline.Event) int32 {
	const odd, other = 0x9e3779b97f4a7c15, 0xd6e8feb86659fd93 // any odd numbers whose bits are mixed
	hash := ending(e.Key)*odd + ending(e.Client)*other + uint64(len(e.Agent))*odd
	return int32((hash ^ hash>>32) * odd >> (64 - recentBits))
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

// is reports whether an event is by the user, with the same client.
func (u *recentUser) is(e *logline.Event) bool {
	return len(u.texts) > 0 && bytes.Equal(u.texts[:u.key], e.Key) &&
		bytes.Equal(u.texts[u.key:u.address], e.Client) && bytes.Equal(u.texts[u.address:], e.Agent)
}

// remember puts the user of an event in the place of the one who was there. It is not ok where that would take much
// memory.
func (u *recentUser) remember(e *logline.Event) (ok bool) {
	if len(e.Key)+len(e.Client)+len(e.Agent) > longestRecent {
		return false
	}
	u.texts = append(append(append(u.texts[:0], e.Key...), e.Client...), e.Agent...)
	u.key, u.address = len(e.Key), len(e.Key)+len(e.Client)
	return true
}
