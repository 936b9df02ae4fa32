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
}
