package load

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"io"
	"iter"
	"regexp"
	"strings"
)

// firstElement is how XML begins that has no declaration: <Event xmlns="…">.
var firstElement = regexp.MustCompile(`^<[A-Za-z_][\w:.-]*(?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?>`)

// beginsXML reports whether a file is XML: a declaration, a comment, or an element, some of which end. A priority of
// syslog and names between angle brackets are none.
func beginsXML(text []byte) bool {
	for _, mark := range []string{"<?xml", "<!--", "<!DOCTYPE"} {
		if bytes.HasPrefix(text, []byte(mark)) {
			return true
		}
	}
	if !bytes.HasPrefix(text, []byte("<")) {
		return false
	}
	ends := bytes.Contains(text, []byte("</")) || bytes.Contains(text, []byte("/>"))
	return ends && firstElement.Match(text)
}

// xmlRecords makes of each record of XML an object under the name of its element, {"Event":{…}}, as programs do that
// read the event logs of Windows. A record is what lies in the outermost element, if all in it are of one name or it
// does not end, or else that element itself, of which there may be many.
//
// Attributes stand among the elements within; an element that has only a name beside its text is a member of that name:
// <Data Name="IpAddress">192.0.2.1</Data>.
func xmlRecords(content *bufio.Reader) iter.Seq2[jsonLine, error] {
	return func(yield func(jsonLine, error) bool) {
		head, _ := content.Peek(leastHead)
		outer := hasOuterElement(head)
		read := &xmlBytes{content: content}
		x := newXMLReader(read)
		for {
			start, err := x.next()
			if err == nil && outer && x.depth == 1 {
				continue
			}
			var text []byte
			if err == nil {
				text, err = x.element(start, 0)
			}
			if err == io.EOF {
				return
			}
			if err != nil { // what is no XML is seen as it is
				raw := bytes.ReplaceAll(bytes.TrimSpace(read.since), []byte{'\n'}, []byte{' '})
				if len(raw) == 0 || yield(jsonLine{text: raw}, nil) {
					rawLines(content, yield)
				}
				return
			}
			if !yield(jsonLine{text: object([]member{{quoted(start.Name.Local), text}}), line: read.lines + 1}, nil) {
				return
			}
			read.since, read.count = read.since[:0], 0
		}
	}
}

// xmlBytes are the bytes that a decoder reads, one by one, so that it does not read ahead.
type xmlBytes struct {
	content *bufio.Reader
	lines   int    // line feeds so far
	since   []byte // what has come since the last record, as far as it is kept
	count   int    // how much that is
}

func (x *xmlBytes) Read(p []byte) (int, error) { return x.content.Read(p) }

// ReadByte reads the next byte.
func (x *xmlBytes) ReadByte() (byte, error) {
	if x.count++; x.count > maxConverted {
		return 0, errTooLong
	}
	c, err := x.content.ReadByte()
	if err != nil {
		return c, err
	}
	if c == '\n' {
		x.lines++
	}
	if len(x.since) < keptAround {
		x.since = append(x.since, c)
	}
	return c, nil
}

// xmlReader reads elements.
type xmlReader struct {
	decoder *xml.Decoder
	depth   int // how many elements have begun that have not ended
}

func newXMLReader(content io.Reader) *xmlReader {
	decoder := xml.NewDecoder(content)
	decoder.Strict = false
	// it is UTF-8 by now, whatever it says
	decoder.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	return &xmlReader{decoder: decoder}
}

// next is the next element that begins, also behind ends of others.
func (x *xmlReader) next() (xml.StartElement, error) {
	for {
		token, err := x.decoder.Token()
		if err != nil {
			return xml.StartElement{}, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			x.depth++
			return token, nil
		case xml.EndElement:
			x.depth--
		}
	}
}

// maxXMLDepth is how deep elements are read; what lies deeper is passed over.
const maxXMLDepth = 16

// element reads what is in an element, up to its end: the value of a member.
func (x *xmlReader) element(start xml.StartElement, depth int) ([]byte, error) {
	var members []member
	var text strings.Builder
	for {
		token, err := x.decoder.Token()
		if err != nil {
			return nil, err
		}
		switch token := token.(type) {
		case xml.CharData:
			if text.Len()+len(token) < LineLimit {
				text.Write(token)
			}
		case xml.StartElement:
			if depth == maxXMLDepth || len(members) >= maxFields {
				if err := x.decoder.Skip(); err != nil {
					return nil, err
				}
				continue
			}
			value, err := x.element(token, depth+1)
			if err != nil {
				return nil, err
			}
			members = append(members, memberOf(token, value))
		case xml.EndElement:
			if depth == 0 {
				x.depth--
			}
			return valueOf(start, members, strings.TrimSpace(text.String())), nil
		}
	}
}

// memberOf is an element as a member of the one around it.
func memberOf(start xml.StartElement, value []byte) member {
	if name, ok := named(start); ok && len(value) > 0 && value[0] == '"' {
		return member{quoted(name), value}
	}
	return member{quoted(start.Name.Local), value}
}

// named is what an element is called by its only attribute.
func named(start xml.StartElement) (name string, ok bool) {
	if len(start.Attr) != 1 || start.Attr[0].Value == "" {
		return "", false
	}
	switch strings.ToLower(start.Attr[0].Name.Local) {
	case "name", "key":
		return start.Attr[0].Value, true
	}
	return "", false
}

// valueOf is what an element is: a text, or an object.
func valueOf(start xml.StartElement, members []member, text string) []byte {
	var attributes []member
	for _, a := range start.Attr {
		if a.Name.Space != "xmlns" && a.Name.Local != "xmlns" {
			attributes = append(attributes, member{quoted(a.Name.Local), quoted(a.Value)})
		}
	}
	_, isNamed := named(start)
	switch {
	case len(members) > 0:
		return object(append(attributes, members...))
	case len(attributes) == 0 || isNamed && text != "":
		return quoted(text)
	case text != "":
		attributes = append(attributes, member{quoted("#text"), quoted(text)})
	}
	return object(attributes)
}

// hasOuterElement reports whether the outermost element of a file that begins so holds the records: it does not end, or
// what is in it is of one name, or comes again.
func hasOuterElement(head []byte) bool {
	x := newXMLReader(bytes.NewReader(head))
	names, again, roots := map[string]bool{}, false, 0
	for {
		token, err := x.decoder.Token()
		if err != nil {
			return roots == 0 || roots == 1 && (again || len(names) == 1)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if x.depth == 1 {
				again = again || names[token.Name.Local]
				names[token.Name.Local] = true
			}
			x.depth++
		case xml.EndElement:
			if x.depth--; x.depth == 0 {
				roots++
			}
		}
		if roots == 1 && x.depth > 0 { // another begins
			return false
		}
	}
}
