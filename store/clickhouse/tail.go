package clickhouse

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"spoor/store"
	"spoor/store/model"
)

// Tail takes in deliveries. Any number of processes on any machines may do so for one case at once.
//
// What they take in is a log of groups in the table delivery, numbered from 1. A group is one block: the names by which
// its deliveries are known again, and all that is to be written of them. Of those who write the same number the server
// takes the first; the others see by what is there that they have lost, and look again at what they have before they
// try the next number. So each knows the names of all groups before its own. A group that is in the log is then written
// into the other tables, in blocks that its number names: after a kill whoever comes next writes it again, and what was
// there is not taken twice. Nobody begins a group before the last one has been written whole.
type Tail struct {
	of *Case

	mutex   sync.Mutex
	next    int64          // the number of the next group; 0: to be read
	seen    time.Time      // when that was so
	sources []store.Source // that are received, as of the last group
}

// tailPatience is how long a number of a group is good without looking. The server remembers the last 10,000 groups,
// which take longer.
const tailPatience = 10 * time.Second

// delivered is what is to be written of a group, as JSON in its first row.
type delivered struct {
	Records []model.Record
	Rejects []store.Reject
	Sources []store.Source // all that are received, with what is in the group
}

// NewTail returns what takes in deliveries.
func (k *Case) NewTail(ctx context.Context) (*Tail, error) {
	t := &Tail{of: k}
	return t, t.catchUp(ctx)
}

// LockForServing locks nothing: several machines may receive at once. It refuses a table of others.
func (k *Case) LockForServing() (release func() error, err error) {
	if k.c.place.columns != nil {
		return nil, errForeign
	}
	return k.LockForLoading()
}

// Append stores deliveries: when it returns the server has them. After an error some may be stored; they are known when
// they come again.
func (t *Tail) Append(ctx context.Context, deliveries []store.Delivery) (receipts []store.Receipt, err error) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	defer func() {
		if err != nil {
			t.next = 0 // nobody knows what has been stored
		}
	}()
	for {
		if t.next == 0 || time.Since(t.seen) > tailPatience {
			if err := t.catchUp(ctx); err != nil {
				return nil, err
			}
		}
		known, err := t.known(ctx, deliveries)
		if err != nil {
			return nil, err
		}
		g, err := t.group(ctx, deliveries, known)
		if err != nil {
			return nil, err
		}
		if len(g.names) == 0 {
			return g.receipts, nil
		}
		won, err := t.write(ctx, g)
		if err != nil {
			return nil, err
		}
		if won {
			return g.receipts, t.finish(ctx, t.next, &g.delivered)
		}
		t.next = 0
	}
}

// Checkpoint has nothing to do.
func (t *Tail) Checkpoint(context.Context) (held int64, err error) { return 0, nil }

// WAL is 0: the server looks after what it has written.
func (t *Tail) WAL() int64 { return 0 }

// catchUp finds the last group, and writes what it says where somebody was killed who had begun to.
func (t *Tail) catchUp(ctx context.Context) error {
	c, last := t.of.c, int64(0)
	err := c.rows(ctx, "SELECT toString(max(number)) FROM delivery", nil, 1, func(row []string) error {
		last = integer(row[0])
		return nil
	})
	if err != nil || last == 0 {
		t.next, t.seen, t.sources = 1, time.Now(), nil
		return err
	}
	var g delivered
	found := false
	err = c.rows(ctx, "SELECT body FROM delivery WHERE number = {number:UInt64} AND body != ''",
		args{"number": fmt.Sprint(last)}, 1,
		func(row []string) error {
			found = true
			return json.Unmarshal([]byte(row[0]), &g)
		})
	if err == nil && !found {
		err = errors.New("it has no content")
	}
	if err != nil {
		return fmt.Errorf("%s: delivery %d can't be read: %w", t.of.c.place.Shown, last, err)
	}
	written, err := t.isWritten(ctx, &g)
	if err != nil {
		return err
	}
	if !written {
		return t.finish(ctx, last, &g)
	}
	t.next, t.seen, t.sources = last+1, time.Now(), g.Sources
	return nil
}

// isWritten reports whether all of a group has been written: the sources are the last of it.
func (t *Tail) isWritten(ctx context.Context, g *delivered) (bool, error) {
	sources, err := engine{t.of}.sourcesNow(ctx)
	if err != nil {
		return false, err
	}
	lines := map[int]int64{}
	for _, source := range sources {
		lines[source.ID] = source.Lines
	}
	for _, source := range g.Sources {
		if lines[source.ID] < source.Lines {
			return false, nil
		}
	}
	return true, nil
}

// finish writes what a group says into the tables that are read, the sources last.
func (t *Tail) finish(ctx context.Context, number int64, g *delivered) error {
	p, token := &part{records: g.Records, unfinished: make([]bool, len(g.Records)), rejects: g.Rejects},
		fmt.Sprintf("delivery:%d", number)
	for _, source := range g.Sources {
		p.open = max(p.open, source.Lines)
	}
	if err := t.of.c.insert(ctx, "reject", "reject:"+token, p.rejectsBlock()); err != nil {
		return err
	}
	if err := t.of.c.insert(ctx, t.of.c.place.events, "event:"+token,
		eventsBlock(p.records, p.unfinished)); err != nil {
		return err
	}
	if err := t.of.saveSources(ctx, g.Sources...); err != nil {
		return err
	}
	t.next, t.seen, t.sources = number+1, time.Now(), g.Sources
	return nil
}

// deliveryName is the name of a delivery, and eventName that of an event, as they are known again in the whole case.
func deliveryName(d *store.Delivery) string {
	if d.ID == "" {
		return hashed(fmt.Sprintf("sha256:%x", d.Digest))
	}
	return hashed(d.ID)
}

func eventName(id string) string { return hashed("event:" + id) }

// hashed names a name by 32 digits: a query may have thousands of them.
func hashed(name string) string {
	digest := sha256.Sum256([]byte(name))
	return hex.EncodeToString(digest[:16])
}

// known are the names in deliveries that have come before, each with the digest of the body with which it came.
func (t *Tail) known(ctx context.Context, deliveries []store.Delivery) (map[string]string, error) {
	var names []string
	for i := range deliveries {
		names = append(names, deliveryName(&deliveries[i]))
		for _, entry := range deliveries[i].Entries {
			if entry.ID != "" {
				names = append(names, eventName(entry.ID))
			}
		}
	}
	known := map[string]string{}
	var name, digest texts
	query := "SELECT name, digest FROM delivery WHERE name IN ('" + strings.Join(names, "','") + "')"
	err := t.of.c.query(ctx, query, nil, nil, []result{&name, &digest}, func(rows int) error {
		for row := range rows {
			known[string(name.at(row))] = string(digest.at(row))
		}
		return nil
	})
	return known, err
}

// write adds the group to the log, unless somebody was first with its number.
func (t *Tail) write(ctx context.Context, g *group) (won bool, err error) {
	body, err := json.Marshal(g.delivered)
	if err != nil {
		return false, err
	}
	attempt := rand.Text()
	number, tries, name, digest, bodies := uint64s(), textsOf(), textsOf(), textsOf(), textsOf()
	add := func(n, d, text string) {
		number.add(uint64(t.next))
		tries.add(attempt)
		name.add(n)
		digest.add(d)
		bodies.add(text)
	}
	add("", "", string(body))
	for _, n := range g.names {
		add(n.name, n.digest, "")
	}
	err = t.of.c.insert(ctx, "delivery", fmt.Sprintf("delivery:%d", t.next),
		[]column{{"number", number}, {"attempt", tries}, {"name", name}, {"digest", digest}, {"body", bodies}})
	if err != nil {
		return false, err
	}
	err = t.of.untilSeen(ctx, "a delivery", func() (found bool, err error) {
		err = t.of.c.rows(ctx, "SELECT attempt FROM delivery WHERE number = {number:UInt64} AND body != ''",
			args{"number": fmt.Sprint(t.next)}, 1, func(row []string) error {
				found, won = true, row[0] == attempt
				return nil
			})
		return found, err
	})
	return won, err
}

// sourceOf finds or makes the source of an endpoint in a list.
func (t *Tail) sourceOf(ctx context.Context, sources *[]store.Source, d *store.Delivery) (*store.Source, error) {
	is := func(s store.Source) bool { return s.Path == d.Endpoint && s.Format == d.Format }
	at := slices.IndexFunc(*sources, is)
	if at < 0 {
		all, err := engine{t.of}.sourcesNow(ctx)
		if err != nil {
			return nil, err
		}
		source := store.Source{ID: 1, Path: d.Endpoint, Format: d.Format, State: store.Complete, Fingerprint: []byte{},
			Digest: []byte{}}
		for _, other := range all {
			source.ID = max(source.ID, other.ID+1)
		}
		id, err := t.of.claimFrom(ctx, int64(source.ID), contentOf(&source))
		if err != nil {
			return nil, err
		}
		source.ID = int(id)
		at = len(*sources)
		*sources = append(*sources, source)
	}
	return &(*sources)[at], nil
}
