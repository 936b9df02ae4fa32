package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql/driver"
	"encoding/binary"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"

	"spoor/store/sqlite"
)

// dictionary numbers the distinct texts of a case from 1 in order of first appearance, so that events hold integers only
// and the same load always gives the same numbers.
type dictionary[Entry any] struct {
	internTable
	added []Entry // not yet in the case; the last of them has the last number
}

func newDictionary[Entry any]() *dictionary[Entry] {
	return &dictionary[Entry]{internTable: newInternTable()}
}

// add numbers a key that find does not know.
func (d *dictionary[Entry]) add(key []byte, entry Entry) int32 {
	d.added = append(d.added, entry)
	return d.internTable.add(key)
}

// remember numbers a key that is in the case already.
func (d *dictionary[Entry]) remember(key []byte) { d.internTable.add(key) }

// takeAdded hands over what is new since the last call and the number of its first entry. As much may be new next time.
func (d *dictionary[Entry]) takeAdded() (entries []Entry, first int) {
	entries, d.added = d.added, make([]Entry, 0, len(d.added))
	return entries, d.count() - len(entries) + 1
}

type clientEntry struct {
	address string
	agent   int32
}

type requestEntry struct {
	action, target, menu string
	click                clickKind
	ending               ending
}

// clickKind tells what a request's target is; its numbers are those of request.click in the schema.
type clickKind byte

const (
	noClick   clickKind = iota // the target is a URL
	bareClick                  // a click event that names no item
	itemClick                  // a click event; the target is the item
)

// dictionaries are those of one case.
type dictionaries struct {
	users     *dictionary[string]
	agents    *dictionary[string]
	referrers *dictionary[string]
	clients   *dictionary[clientEntry]
	requests  *dictionary[requestEntry]
	key       []byte // scratch
}

func newDictionaries() *dictionaries {
	return &dictionaries{
		users: newDictionary[string](), agents: newDictionary[string](), referrers: newDictionary[string](),
		clients: newDictionary[clientEntry](), requests: newDictionary[requestEntry](),
	}
}

// loadDictionaries reads what the case knows already.
func loadDictionaries(ctx context.Context, db sqlite.Querier) (*dictionaries, error) {
	d := newDictionaries()
	return d, d.catchUp(ctx, db)
}

// digest has the dictionaries keep no text longer than its SHA-256, so that what strangers send for weeks takes little memory
// however long it is. It must be called before anything is added.
func (d *dictionaries) digest() {
	for _, texts := range []*internTable{&d.users.internTable, &d.agents.internTable, &d.referrers.internTable, &d.clients.internTable, &d.requests.internTable} {
		texts.longest = sha256.Size
	}
}

// numberedTable is a table of the case that numbers texts.
type numberedTable struct {
	name    string
	columns []string
	key     func(d *dictionaries, row []driver.Value) []byte // by which a dictionary finds a row
}

var (
	userTable     = numberedTable{"user", []string{"key"}, onlyText}
	agentTable    = numberedTable{"agent", []string{"name"}, onlyText}
	referrerTable = numberedTable{"referrer", []string{"url"}, onlyText}
	clientTable   = numberedTable{"client", []string{"ip", "agent"}, func(d *dictionaries, v []driver.Value) []byte {
		return d.clientKey([]byte(v[0].(string)), int32(v[1].(int64)))
	}}
	requestTable = numberedTable{"request", []string{"action", "target", "coalesce(menu, '')", "click", "coalesce(kind, '')", "coalesce(outcome, '')"}, func(d *dictionaries, v []driver.Value) []byte {
		return d.requestKey([]byte(v[0].(string)), []byte(v[1].(string)), []byte(v[2].(string)), clickKind(v[3].(int64)), parseEnding(v[4].(string), v[5].(string)))
	}}
)

func onlyText(_ *dictionaries, row []driver.Value) []byte { return []byte(row[0].(string)) }

// each hands over the key of every row behind a number, in the order of the numbers.
func (t numberedTable) each(ctx context.Context, db sqlite.Querier, d *dictionaries, number int, take func(key []byte)) error {
	return batchNumberedAfter(ctx, db, t.columns, t.name, int64(number), func(row []driver.Value) error {
		take(t.key(d, row))
		return nil
	})
}

// catchUp reads what the case has learned since, from whoever else writes to it.
func (d *dictionaries) catchUp(ctx context.Context, db sqlite.Querier) error {
	for _, known := range []struct {
		table    numberedTable
		count    int
		remember func(key []byte)
	}{
		{userTable, d.users.count(), d.users.remember}, {agentTable, d.agents.count(), d.agents.remember},
		{referrerTable, d.referrers.count(), d.referrers.remember}, {clientTable, d.clients.count(), d.clients.remember},
		{requestTable, d.requests.count(), d.requests.remember},
	} {
		if err := known.table.each(ctx, db, d, known.count, known.remember); err != nil {
			return err
		}
	}
	return nil
}

// numberText looks for the text as it is first: what the dictionary has is storable.
func numberText(d *dictionary[string], text []byte) int32 {
	if id := d.find(text); id != 0 {
		return id
	}
	if stored := storable(text); !same(stored, text) {
		text = stored
		if id := d.find(text); id != 0 {
			return id
		}
	}
	return d.add(text, string(text))
}

// referrer is 0 where there is none.
func (d *dictionaries) referrer(url []byte) int32 {
	if len(url) == 0 {
		return 0
	}
	return numberText(d.referrers, url)
}

func (d *dictionaries) client(address, agent []byte) int32 {
	agentID := numberText(d.agents, agent)
	if id := d.clients.find(d.clientKey(address, agentID)); id != 0 {
		return id
	}
	if stored := storable(address); !same(stored, address) {
		address = stored
		if id := d.clients.find(d.clientKey(address, agentID)); id != 0 {
			return id
		}
	}
	return d.clients.add(d.key, clientEntry{string(address), agentID})
}

func (d *dictionaries) request(action, target, menu []byte, click clickKind, how ending) int32 {
	if id := d.requests.find(d.requestKey(action, target, menu, click, how)); id != 0 {
		return id
	}
	a, t, m := storable(action), storable(target), storable(menu)
	if !same(a, action) || !same(t, target) || !same(m, menu) {
		if id := d.requests.find(d.requestKey(a, t, m, click, how)); id != 0 {
			return id
		}
	}
	return d.requests.add(d.key, requestEntry{string(a), string(t), string(m), click, how})
}

func (d *dictionaries) clientKey(address []byte, agent int32) []byte {
	d.key = binary.LittleEndian.AppendUint32(d.key[:0], uint32(agent))
	d.key = append(d.key, address...)
	return d.key
}

// requestKey joins the parts with their lengths, since any of them may hold anything.
func (d *dictionaries) requestKey(action, target, menu []byte, click clickKind, how ending) []byte {
	d.key = append(d.key[:0], byte(click)|how.code())
	d.key = binary.AppendUvarint(d.key, uint64(len(action)))
	d.key = binary.AppendUvarint(d.key, uint64(len(target)))
	d.key = append(append(append(d.key, action...), target...), menu...)
	return d.key
}

// Text is a text of a log as the case keeps it.
func Text(text []byte) string { return string(storable(text)) }

// storable is the text as it goes into a searchable column: bytes that are no UTF-8 become U+FFFD as every decoder of the
// web makes it, and NUL becomes its picture, since SQLite's own functions stop reading at a NUL and a rule would be blind
// to what follows it.
func storable(text []byte) []byte {
	if bytes.IndexByte(text, 0) >= 0 {
		text = bytes.ReplaceAll(text, []byte{0}, []byte("␀"))
	}
	if utf8.Valid(text) {
		return text
	}
	decoded, err := unicode.UTF8.NewDecoder().Bytes(text)
	if err != nil {
		return bytes.ToValidUTF8(text, []byte("\uFFFD"))
	}
	return decoded
}

// same reports whether a text was storable as it is, which all but a few are.
func same(stored, text []byte) bool {
	return len(stored) == len(text) && (len(text) == 0 || &stored[0] == &text[0])
}
