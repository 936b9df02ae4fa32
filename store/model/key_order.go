package model

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"

	"spoor/internal/hugepage"
)

// SortByKey puts the numbers of users into the order of the bytes of their keys, of which there is one for each number.
func SortByKey[N ~int32](users []N, keys []string) {
	keyed := hugepage.Make[keyedUser](len(users))
	for i, user := range users {
		keyed[i] = newKeyedUser(int32(user), keys[user])
	}
	slices.SortFunc(keyed, func(a, b keyedUser) int {
		switch {
		case a.begin != b.begin:
			return cmp.Compare(a.begin, b.begin)
		case a.next != b.next:
			return cmp.Compare(a.next, b.next)
		}
		return strings.Compare(keys[a.user], keys[b.user])
	})
	for i := range keyed {
		users[i] = N(keyed[i].user)
	}
}

// keyedUser is a user with the first 16 bytes of its key, so that hardly any of the keys themselves, which are anywhere
// in memory, need to be compared.
type keyedUser struct {
	begin, next uint64
	user        int32
}

func newKeyedUser(user int32, key string) keyedUser {
	var first [16]byte
	copy(first[:], key)
	return keyedUser{binary.BigEndian.Uint64(first[:8]), binary.BigEndian.Uint64(first[8:]), user}
}
