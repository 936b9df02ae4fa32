package sigma

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"unicode/utf16"
)

// encoders make other texts of a text.
var encoders = map[string]func(string) ([]string, error){
	"base64": func(text string) ([]string, error) {
		return []string{base64.StdEncoding.EncodeToString([]byte(text))}, nil
	},
	"base64offset": base64Offset,
	"wide":         utf16le, "utf16le": utf16le,
	"utf16be": func(text string) ([]string, error) { return []string{encodeUTF16(text, binary.BigEndian)}, nil },
	"utf16": func(text string) ([]string, error) {
		return []string{"\xFF\xFE" + encodeUTF16(text, binary.LittleEndian)}, nil
	},
	"windash": dashes,
}

func utf16le(text string) ([]string, error) {
	return []string{encodeUTF16(text, binary.LittleEndian)}, nil
}

func encodeUTF16(text string, order binary.AppendByteOrder) string {
	var encoded []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		encoded = order.AppendUint16(encoded, unit)
	}
	return string(encoded)
}

// base64Offset are the parts that a text has in common in base64, wherever it stands: three, by the bytes before it.
func base64Offset(text string) ([]string, error) {
	var parts []string
	for before := range 3 {
		encoded := base64.StdEncoding.EncodeToString(append(make([]byte, before), text...))
		from := []int{0, 2, 3}[before]
		to := len(encoded) - []int{0, 3, 2}[(before+len(text))%3]
		if from < to {
			parts = append(parts, encoded[from:to])
		}
	}
	if len(parts) == 0 {
		return nil, errors.New("the text is too short for base64offset")
	}
	return parts, nil
}

// flagDash is a dash or a slash that begins a flag.
var flagDash = regexp.MustCompile(`(?:^|[^\w/–—―-])([-/–—―])\w`)

// mostFlags is how many flags a text may have; each may begin in five ways.
const mostFlags = 3

// dashes are the ways in which the flags of a command can be written.
func dashes(text string) ([]string, error) {
	places := flagDash.FindAllStringSubmatchIndex(text, mostFlags+1)
	if len(places) > mostFlags {
		return nil, fmt.Errorf("windash takes at most %d flags", mostFlags)
	}
	ways := []string{text}
	for _, place := range slices.Backward(places) {
		var more []string
		for _, way := range ways {
			for _, dash := range []string{"-", "/", "–", "—", "―"} {
				more = append(more, way[:place[2]]+dash+way[place[3]:])
			}
		}
		ways = more
	}
	return ways, nil
}
