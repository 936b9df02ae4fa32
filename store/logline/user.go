package logline

import (
	"fmt"
	"strings"

	"spoor/store/logline/spelling"
)

// UserBy tells whose an event is: of a chain of ways to tell, the first that the line has all parts of. The zero
// value is "user,ip".
type UserBy struct {
	text string // as ParseUserBy reads it
	ways []way
}

// way is one way to tell users apart: parts that make a key together.
type way []part

type part struct {
	word  string // as it was written
	what  what
	value string   // the name of a cookie
	names []string // what the cookie or the header is called in a log, plain
	jar   []string // what the header with all cookies is called there
}

// what is what a part of a key is.
type what uint8

const (
	theUser what = iota
	theAddress
	theNetwork // the address, of version 6 only the first 64 bits
	theAgent
	aCookie
	aHeader
)

var whatWords = map[string]what{"user": theUser, "ip": theAddress, "ip/64": theNetwork, "agent": theAgent}

// ParseUserBy reads a chain such as "user,cookie:SESSION,header:x-client,ip+agent,ip". Its links are tried in turn;
// what a + joins must be there together. ip/64 is the network of an address of version 6, since one visitor has all
// of it.
func ParseUserBy(text string) (UserBy, error) {
	by := UserBy{text: strings.ReplaceAll(text, " ", "")}
	for link := range strings.SplitSeq(text, ",") {
		var w way
		for word := range strings.SplitSeq(link, "+") {
			p, err := parsePart(strings.TrimSpace(word))
			if err != nil {
				return UserBy{}, err
			}
			w = append(w, p)
		}
		by.ways = append(by.ways, w)
	}
	return by, nil
}

// String is the chain as ParseUserBy reads it.
func (by UserBy) String() string {
	if by.ways == nil {
		return "user,ip"
	}
	return by.text
}

// IsZero tells that nothing was said of how to tell users apart.
func (by UserBy) IsZero() bool { return by.ways == nil }

func parsePart(word string) (part, error) {
	if what, ok := whatWords[word]; ok {
		return part{word: word, what: what}, nil
	}
	kind, name, _ := strings.Cut(word, ":")
	name = strings.TrimSpace(name)
	switch {
	case spelling.Plain(name) == "" || strings.Contains(name, ")"):
	case kind == "cookie":
		names := []string{"cookie" + spelling.Plain(name)}
		return part{word: word, what: aCookie, value: name, names: names, jar: headerNames("cookie")}, nil
	case kind == "header":
		return part{word: word, what: aHeader, names: headerNames(spelling.Plain(name))}, nil
	}
	return part{}, fmt.Errorf("%q is not a way to tell users apart; "+
		"there are user, ip, ip/64, agent, cookie:NAME and header:NAME, and ip+agent for both together", word)
}

// headerNames are the names that logs have for a header of the request.
func headerNames(name string) []string {
	return []string{"http" + name, "cs" + name, "request.headers." + name + "[0]", "request" + name, name}
}

// names are the names of all cookies and headers.
func (by UserBy) names() (names []string) {
	for _, w := range by.ways {
		for _, p := range w {
			names = append(append(names, p.names...), p.jar...)
		}
	}
	return names
}

// keyPart is a part of a key in the record of one parser.
type keyPart struct {
	what   what
	cookie []byte
	places []int
	jar    []int

	asked, found bool // of a cookie or a header
}

// keys finds the parts of the chain among the names of a record; nil is the chain "user,ip".
func (by UserBy) keys(columns []string) [][]keyPart {
	if by.ways == nil {
		return nil
	}
	index := placesByName(columns)
	keys := make([][]keyPart, len(by.ways))
	for i, w := range by.ways {
		for _, p := range w {
			keys[i] = append(keys[i], keyPart{
				what: p.what, cookie: []byte(p.value), places: placesOf(index, p.names), jar: placesOf(index, p.jar),
			})
		}
	}
	return keys
}

// key is whose the event is by the chain, or nothing.
func (p *Parser) key(e *Event) []byte {
	for _, parts := range p.keys {
		key := p.partOf(e, &parts[0])
		for i := 1; i < len(parts) && len(key) > 0; i++ {
			more := p.partOf(e, &parts[i])
			if len(more) == 0 {
				key = nil
				break
			}
			key = p.record.join(key, " ", more)
		}
		if len(key) > 0 {
			return key
		}
	}
	return nil
}

func (p *Parser) partOf(e *Event, part *keyPart) []byte {
	switch part.what {
	case theUser:
		return e.User
	case theAddress:
		return e.Client
	case theNetwork:
		start := len(p.record.scratch)
		p.record.scratch = spelling.AppendNetwork(p.record.scratch, e.Client)
		return p.record.scratch[start:]
	case theAgent:
		return e.Agent
	}
	value := p.who(part.places)
	if len(value) == 0 && len(part.jar) > 0 {
		value = p.nobody.Name(present(spelling.Cookie(p.record.first(part.jar), part.cookie)))
	}
	part.asked, part.found = true, part.found || len(value) > 0
	return value
}

// missingKeys are the cookies and headers that were asked for to tell users apart, and that no line so far has had.
func (p *Parser) missingKeys() (missing []string) {
	for i, parts := range p.keys {
		for j, part := range parts {
			if part.asked && !part.found {
				missing = append(missing, p.format.userBy.ways[i][j].word)
			}
		}
	}
	return missing
}

// user is the first user that the line names, or else the one that the format says. What says what kind of actor it was
// counts only where nobody else is named.
func (p *Parser) user() (kind []byte) {
	for i := p.record.next(userField, 0); i >= 0; i = p.record.next(userField, i+1) {
		place := p.record.places[userField][i]
		switch name := p.record.defined.meaning(userField, p.named(place)); {
		case len(name) == 0:
		case place == p.actor && spelling.IsKindOfActor(name):
			kind = name
		default:
			return name
		}
	}
	if kind == nil {
		return p.record.constant(userField)
	}
	return kind
}
