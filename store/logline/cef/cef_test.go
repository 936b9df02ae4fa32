package cef

import (
	"fmt"
	"strings"
	"testing"
)

// said is a line as name=value between semicolons; "none" if it is no line of the format.
func said(f *Format, line string) string {
	r, ok := f.Read([]byte(line))
	if !ok {
		return "none"
	}
	var pairs []string
	for {
		name, value, head, ok := r.Next()
		if !ok {
			return strings.Join(pairs, ";")
		}
		if !head {
			pairs = append(pairs, fmt.Sprintf("%s=%s", name, AppendUnescaped(nil, value)))
		}
	}
}

func TestCEF(t *testing.T) {
	for line, want := range map[string]string{
		`CEF:0|a|b|c|d|e|5|src=192.0.2.1 suser=kim lee msg=x \= y a=`: `src=192.0.2.1;suser=kim lee;msg=x = y;a=`,
		`CEF: 1|a \| b|b|c|d|e|5|  x=1`:                               `x=1`,
		`CEF:0|a|b|c|d|e|5|`:                                          ``,
		`CEF:0|a|b|c|d|e|5|no pairs`:                                  `=`,
		`CEF:0|a|b|c|d|e|5|url=http://a/?b=c d=e`:                     `url=http://a/?b=c;d=e`,
		`CEF:0|a|b|c|d|e`:                                             `none`,
		`CEF:0`:                                                       `none`,
		``:                                                            `none`,
	} {
		if got := said(&CEF, line); got != want {
			t.Errorf("%s: %s, want %s", line, got, want)
		}
	}
	r, _ := CEF.Read([]byte(`CEF:0|a \| b|c|1|id|a name|9|x=1`))
	if name, value, head, ok := r.Next(); string(name) != "deviceVendor" || string(value) != `a \| b` || !head || !ok {
		t.Errorf("%s=%s", name, value)
	}
}

func TestLEEF(t *testing.T) {
	for line, want := range map[string]string{
		"LEEF:1.0|a|b|c|d|src=192.0.2.1\tusrName=kim lee\t": "src=192.0.2.1;usrName=kim lee",
		"LEEF:2.0|a|b|c|d|^|src=192.0.2.1^usrName=kim":      "src=192.0.2.1;usrName=kim",
		"LEEF:2.0|a|b|c|d|0x5E|src=192.0.2.1^usrName=kim":   "src=192.0.2.1;usrName=kim",
		"LEEF:2.0|a|b|c|d|x5e|src=192.0.2.1^usrName=kim":    "src=192.0.2.1;usrName=kim",
		"LEEF:2.0|a|b|c|d||src=192.0.2.1\tusrName=kim":      "src=192.0.2.1;usrName=kim",
		"LEEF:2.0|a|b|c|d|src=192.0.2.1\tusrName=a|b":       "src=192.0.2.1;usrName=a|b",
		"LEEF:1.0|a|b|c":        "none",
		"CEF:0|a|b|c|d|e|5|x=1": "none",
	} {
		if got := said(&LEEF, line); got != want {
			t.Errorf("%s: %s, want %s", line, got, want)
		}
	}
}

// FuzzRead reads any line of both formats to its end.
func FuzzRead(f *testing.F) {
	f.Add(`CEF:0|a|b|c|d|e|5|src=192.0.2.1 suser=kim lee msg=x \= y a=`)
	f.Add("LEEF:2.0|a|b|c|d|0x5E|src=192.0.2.1^usrName=kim")
	f.Fuzz(func(_ *testing.T, line string) {
		said(&CEF, line)
		said(&LEEF, line)
	})
}
