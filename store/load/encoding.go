package load

import (
	"bytes"
	"fmt"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
)

// Encoding is what the text of a log is written in. The zero Encoding is UTF-8, or UTF-16 where the first bytes say so.
//
// Lines are cut before they are decoded, since a line feed is the same byte everywhere but in UTF-16: so a log keeps
// its offsets and its identity whatever encoding it is read in. UTF-16 is decoded as a whole, and offsets count its
// UTF-8.
type Encoding struct {
	name    string
	decoder *encoding.Decoder // of lines; nil: they need none
	wide    encoding.Encoding // UTF-16, else nil
}

// otherNames are names of encodings that the web does not use.
var otherNames = map[string]string{
	"cp949": "euc-kr", "ms949": "euc-kr", "uhc": "euc-kr", "cp932": "shift_jis", "cp936": "gbk", "cp950": "big5",
	"utf16": "utf-16", "utf8": "utf-8",
}

// The encodings of two bytes a character.
var (
	littleEndian = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	bigEndian    = unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
)

// EncodingNamed finds an encoding by one of its usual names; the empty name is the zero Encoding.
func EncodingNamed(name string) (Encoding, error) {
	if name == "" {
		return Encoding{}, nil
	}
	lower := strings.ToLower(name)
	if other, ok := otherNames[lower]; ok {
		lower = other
	}
	found, err := htmlindex.Get(lower)
	if err != nil || found == encoding.Replacement {
		return Encoding{}, fmt.Errorf("unknown encoding %s; use one such as "+
			"euc-kr, cp949, shift_jis, gb18030, big5, latin1, windows-1251, utf-16", name)
	}
	canonical, err := htmlindex.Name(found)
	if err != nil {
		return Encoding{}, err
	}
	switch canonical {
	case "utf-8":
		return Encoding{}, nil
	case "utf-16le":
		return Encoding{name: canonical, wide: littleEndian}, nil
	case "utf-16be":
		return Encoding{name: canonical, wide: bigEndian}, nil
	}
	return Encoding{name: canonical, decoder: found.NewDecoder()}, nil
}

// wideOf is the encoding of a log of which head is the beginning, if it is UTF-16.
func (e Encoding) wideOf(head []byte) encoding.Encoding {
	switch {
	case e.wide != nil:
		return e.wide
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}):
		return littleEndian
	case bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		return bigEndian
	}
	return nil
}

// byteOrderMark may stand before the first line of UTF-8.
var byteOrderMark = []byte("\uFEFF")

// text is a line as UTF-8; first tells that it is the first of its log. It may be the line itself.
func (e Encoding) text(line []byte, first bool) []byte {
	if first {
		line = bytes.TrimPrefix(line, byteOrderMark)
	}
	if e.decoder == nil {
		return line
	}
	decoded, err := e.decoder.Bytes(line)
	if err != nil {
		return line // what is no text is kept, and cleaned, as every such byte is
	}
	return decoded
}

// texts makes the first lines of a log UTF-8, in their place.
func (e Encoding) texts(lines [][]byte) [][]byte {
	for i, line := range lines {
		lines[i] = e.text(line, i == 0)
	}
	return lines
}
