package clickhouse

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"spoor/store"
)

// How many looks there are for what has just been written, and how long lies between two of them.
const (
	looks     = 20
	lookAgain = 250 * time.Millisecond
)

// untilSeen reads what has just been written until it is there: the copy of a shard that answers may get it from
// another copy a moment later.
func (k *Case) untilSeen(ctx context.Context, what string, read func() (found bool, err error)) error {
	for look := range looks {
		if look > 0 {
			select {
			case <-time.After(lookAgain):
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		if found, err := read(); found || err != nil {
			return err
		}
	}
	return fmt.Errorf("%s: %s has been written and can't be seen; does a copy of the first shard lag behind? "+
		"Nothing is lost; try again when it has caught up", k.c.place.Shown, what)
}

// claimChunk claims the lines of a source from first to last, unless somebody has claimed lines from first on already.
// It returns the last line of the claim that holds.
func (k *Case) claimChunk(ctx context.Context, source, first, last int64) (claimed int64, err error) {
	block := []column{{"source", uint64s(source)}, {"first", uint64s(first)}, {"last", uint64s(last)}}
	read := func() error {
		return k.c.rows(ctx,
			"SELECT toString(last) FROM chunk WHERE source = {source:UInt64} AND first = {first:UInt64} "+
				"ORDER BY last LIMIT 1",
			args{"source": fmt.Sprint(source), "first": fmt.Sprint(first)}, 1, func(row []string) error {
				claimed = integer(row[0])
				return nil
			})
	}
	if err := read(); err != nil || claimed > 0 {
		return claimed, err
	}
	if err := k.c.insert(ctx, "chunk", fmt.Sprintf("%d:%d", source, first), block); err != nil {
		return 0, err
	}
	err = k.untilSeen(ctx, "the claim of lines", func() (bool, error) {
		err := read()
		return claimed > 0, err
	})
	return claimed, err
}

// claim gives a source its number in the case. The number that a load gives a new one may be taken, and the same log
// may be loaded from elsewhere at the same time: then it is the same source.
func (k *Case) claim(ctx context.Context, source *store.Source) (id int64, err error) {
	given := int64(source.ID)
	k.mutex.Lock()
	id = k.claims[given]
	k.mutex.Unlock()
	if id != 0 {
		return id, nil
	}
	if id, err = k.claimFrom(ctx, given, contentOf(source)); err != nil {
		return 0, err
	}
	k.mutex.Lock()
	k.claims[given] = id
	k.mutex.Unlock()
	return id, nil
}

// claimFrom claims the first number from first on that nobody has, for a source of this content, or finds the one that
// it has.
func (k *Case) claimFrom(ctx context.Context, first int64, content string) (id int64, err error) {
	for id = first; ; id++ {
		owner, err := k.claimedBy(ctx, id)
		if err != nil {
			return 0, err
		}
		if owner == "" {
			if err := k.tryClaim(ctx, id, content); err != nil {
				return 0, err
			}
			err := k.untilSeen(ctx, "the claim of a source", func() (bool, error) {
				owner, err = k.claimedBy(ctx, id)
				return owner != "", err
			})
			if err != nil {
				return 0, err
			}
		}
		if owner == content {
			return id, nil
		}
	}
}

// contentOf names a new source by what has been read of it.
func contentOf(s *store.Source) string {
	digest := sha256.New()
	fmt.Fprintf(digest, "%s %d %x", s.Format, s.Offset, s.Digest)
	if s.Received() {
		fmt.Fprint(digest, s.Path)
	}
	return hex.EncodeToString(digest.Sum(nil))
}

func (k *Case) claimedBy(ctx context.Context, id int64) (content string, err error) {
	err = k.c.rows(ctx, "SELECT content FROM source_claim WHERE id = {id:UInt64} LIMIT 1", args{"id": fmt.Sprint(id)},
		1, func(row []string) error {
			content = row[0]
			return nil
		})
	return content, err
}

func (k *Case) tryClaim(ctx context.Context, id int64, content string) error {
	return k.c.insert(ctx, "source_claim", fmt.Sprint(id), []column{{"id", uint64s(id)}, {"content", textsOf(content)}})
}
