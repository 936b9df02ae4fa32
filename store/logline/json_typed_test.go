package logline

import "testing"

func TestTypedValues(t *testing.T) {
	ann := said{
		at: "2024-05-22T17:09:21Z", key: "ann", user: "ann", action: "view", target: "a",
		item: "a", menu: "view", bytes: -1, click: true,
	}
	p := NewParser(mustName(t, "json"), Options{})
	for _, line := range []string{
		`{"_id":{"$oid":"5f"},"ts":{"$date":"2024-05-22T17:09:21Z"},"user":"ann","event":"view","item":"a"}`,
		`{"ts":{"$date":{"$numberLong":"1716397761000"}},"user":{"$oid":"ann"},"event":"view","item":{ "$symbol" : "a" }}`,
		`{"ts":{"$date":1716397761000},"user":"ann","event":"view","item":"a"}`,
		`{"ts":{"N":"1716397761"},"user_id":{"S":"ann"},"event":{"S":"view"},"item":{"S":"a"}}`,
		`{"ts":{"long":1716397761000},"user":{"string":"ann"},"event":{"string":"view"},"item":{"string":"a"}}`,
		`{"ts":{"timestampValue":"2024-05-22T17:09:21Z"},"user":{"M":{"name":{"S":"ann"}}},` +
			`"event":{"stringValue":"view"},"item":{"stringValue":"a"}}`,
	} {
		expectEvent(t, p, ann, line)
		expectNoAllocation(t, p, line)
	}
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
		if got := string(untyped([]byte(value))); got != want {
			t.Errorf("%s: %s, want %s", value, got, want)
		}
	}
}
