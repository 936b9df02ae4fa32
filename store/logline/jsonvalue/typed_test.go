package jsonvalue

import "testing"

func TestUntyped(t *testing.T) {
	for value, want := range map[string]string{
		`{"S":"a"}`:                             `"a"`,
		`{"S":"a","N":"1"}`:                     `{"S":"a","N":"1"}`,
		`{"$a":{"$b":1},"c":{}}`:                `{"$a":{"$b":1},"c":{}}`,
		`{"$a":"x\"}"}`:                         `"x\"}"`,
		`{"$a":{"$b":{"$c":{"$d":1}}}}`:         `{"$a":{"$b":{"$c":{"$d":1}}}}`,
		`{}`:                                    `{}`,
		`{"name":"ann"}`:                        `{"name":"ann"}`,
		`{"$a":["x"]}`:                          `{"$a":["x"]}`,
		`{"$a":1,"$b":2}`:                       `{"$a":1,"$b":2}`,
		"{ \"long\" :\n7 }":                     "7",
		`{"S":{"S":"}","x":"a"}}`:               `{"S":{"S":"}","x":"a"}}`,
		`{"$timestamp":{"t":1716397761,"i":1}}`: `{"$timestamp":{"t":1716397761,"i":1}}`,
	} {
		if got := string(Untyped([]byte(value))); got != want {
			t.Errorf("%s: %s, want %s", value, got, want)
		}
	}
}
