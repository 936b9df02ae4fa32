package model

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
)

// Dictionary numbers the distinct texts of a case from 1 in order of first appearance, so that events hold integers
// only and the same load always gives the same numbers.
type Dictionary[Entry any] struct {
	internTable
	Added []Entry // not yet in the case; the last of them has the last number
}

// NewDictionary is a dictionary without an entry.
func NewDictionary[Entry any]() *Dictionary[Entry] {
	return &Dictionary[Entry]{internTable: newInternTable()}
}

// add numbers a key that find does not know, and has the entry made of a copy of it that may be kept.
func (d *Dictionary[Entry]) add(key []byte, entry func(key string) Entry) int32 {
	number, kept := d.internTable.keep(key)
	d.Added = append(d.Added, entry(kept))
	return number
}

// Remember numbers a key that is in the case already.
func (d *Dictionary[Entry]) Remember(key []byte) { d.internTable.add(key) }

// TakeAdded hands over what is new since the last call and the number of its first entry. As much may be new next time.
func (d *Dictionary[Entry]) TakeAdded() (entries []Entry, first int) {
	entries, d.Added = d.Added, make([]Entry, 0, len(d.Added))
	return entries, d.Count() - len(entries) + 1
}

// ClientEntry is an address and the number of an agent.
type ClientEntry struct {
	Address string
	Agent   int32
}

// RequestEntry is what was asked for, or clicked, and how that ended.
type RequestEntry struct {
	Action, Target, Menu string
	Click                ClickKind
	Ending               Ending
}

// ClickKind tells what a request's target is; its numbers are those of request.click in the schema.
type ClickKind byte

const (
	NoClick   ClickKind = iota // the target is a URL
	bareClick                  // a click event that names no item
	ItemClick                  // a click event; the target is the item
)

// Dictionaries are those of one case.
type Dictionaries struct {
	Users     *Dictionary[string]
	Agents    *Dictionary[string]
	Referrers *Dictionary[string]
	Clients   *Dictionary[ClientEntry]
	Requests  *Dictionary[RequestEntry]

	key, requestKey []byte // scratch
}

// NewDictionaries are dictionaries that know nothing yet.
func NewDictionaries() *Dictionaries {
	return &Dictionaries{
		Users: NewDictionary[string](), Agents: NewDictionary[string](), Referrers: NewDictionary[string](),
		Clients: NewDictionary[ClientEntry](), Requests: NewDictionary[RequestEntry](),
	}
}

// KeepDigests has the dictionaries keep no text longer than its SHA-256, so that what strangers send for weeks takes
// little memory however long it is. It must be called before anything is added.
func (d *Dictionaries) KeepDigests() {
	for _, texts := range []*internTable{
		&d.Users.internTable, &d.Agents.internTable, &d.Referrers.internTable,
		&d.Clients.internTable, &d.Requests.internTable,
	} {
		texts.longest = sha256.Size
	}
}

// numberText looks for the text as it is first: what the dictionary has is storable.
func numberText(d *Dictionary[string], text []byte) int32 {
	if id := d.Find(text); id != 0 {
		return id
	}
	return addText(d, text)
}

// addText numbers a text that is not there as it is.
func addText(d *Dictionary[string], text []byte) int32 {
	if stored := storable(text); !same(stored, text) {
		text = stored
		if id := d.Find(text); id != 0 {
			return id
		}
	}
	return d.add(text, itself)
}

func itself(text string) string { return text }

// Referrer is 0 where there is none.
func (d *Dictionaries) Referrer(url []byte) int32 {
	if len(url) == 0 {
		return 0
	}
	return numberText(d.Referrers, url)
}

// Client is the number of a client, which it gets if it has none.
func (d *Dictionaries) Client(address, agent []byte) int32 {
	agentID := numberText(d.Agents, agent)
	key := d.ClientKey(address, agentID)
	if id := d.Clients.Find(key); id != 0 {
		return id
	}
	return d.addClient(key, address, agentID)
}

// addClient numbers a client that is not there as it is.
func (d *Dictionaries) addClient(key, address []byte, agentID int32) int32 {
	if stored := storable(address); !same(stored, address) {
		address, key = stored, d.ClientKey(stored, agentID)
		if id := d.Clients.Find(key); id != 0 {
			return id
		}
	}
	return d.Clients.add(key, func(key string) ClientEntry {
		return ClientEntry{key[len(key)-len(address):], agentID}
	})
}

// Request is the number of a request, which it gets if it has none.
func (d *Dictionaries) Request(action, target, menu []byte, click ClickKind, how Ending) int32 {
	key := d.RequestKey(action, target, menu, click, how)
	if id := d.Requests.Find(key); id != 0 {
		return id
	}
	return d.addRequest(key, action, target, menu, click, how)
}

// addRequest numbers a request that is not there as it is.
func (d *Dictionaries) addRequest(key, action, target, menu []byte, click ClickKind, how Ending) int32 {
	a, t, m := storable(action), storable(target), storable(menu)
	if !same(a, action) || !same(t, target) || !same(m, menu) {
		key = d.RequestKey(a, t, m, click, how)
		if id := d.Requests.Find(key); id != 0 {
			return id
		}
	}
	return d.Requests.add(key, func(key string) RequestEntry {
		target, end := len(key)-len(m)-len(t), len(key)-len(m)
		return RequestEntry{key[target-len(a) : target], key[target:end], key[end:], click, how}
	})
}

// ClientKey is what the dictionary of clients finds a client by. It is good until the next one.
func (d *Dictionaries) ClientKey(address []byte, agent int32) []byte {
	d.key = appendClientKey(d.key[:0], address, agent)
	return d.key
}

func appendClientKey(to, address []byte, agent int32) []byte {
	return append(binary.LittleEndian.AppendUint32(to, uint32(agent)), address...)
}

// RequestKey joins the parts with their lengths, since any of them may hold anything. It is good until the next one.
func (d *Dictionaries) RequestKey(action, target, menu []byte, click ClickKind, how Ending) []byte {
	d.requestKey = appendRequestKey(d.requestKey[:0], action, target, menu, click, how)
	return d.requestKey
}

func appendRequestKey(to, action, target, menu []byte, click ClickKind, how Ending) []byte {
	to = append(to, byte(click)|how.code())
	to = binary.AppendUvarint(to, uint64(len(action)))
	to = binary.AppendUvarint(to, uint64(len(target)))
	return append(append(append(to, action...), target...), menu...)
}

// Text is a text of a log as the case keeps it.
func Text(text []byte) string { return string(storable(text)) }

// storable is the text as it goes into a searchable column: bytes that are no UTF-8 become U+FFFD as every decoder of
// the web makes it, and NUL becomes its picture, since SQLite's own functions stop reading at a NUL and a rule would be
// blind to what follows it.
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
