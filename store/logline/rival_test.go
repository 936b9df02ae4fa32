package logline

import (
	"strings"
	"testing"
)

func TestRivals(t *testing.T) {
	door, err := ReadFormat("door", []byte("name = \"door\"\nwords = \"doors\"\nshape = \"json\"\n"+
		"require = [\"actor\", \"published\"]\n"+
		"[fields]\nuser = [\"actor.alternateId\"]\ntime = [\"published\"]\n"))
	if err != nil {
		t.Fatal(err)
	}
	if err := SetOwn([]Format{door}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = SetOwn(nil) })
	for _, test := range []struct{ line, name, rival, why string }{
		{`{"published":"2026-02-01T10:00:00Z","eventType":"user.session.start","actor":{"alternateId":"ann"},` +
			`"outcome":{"result":"SUCCESS"}}`,
			"door", "okta", "they have eventType, "},
		{`192.0.2.1 - - [22/Feb/2026:13:02:00 +0200] "GET http://shop.example/p/3 HTTP/1.1" 200 612 "-" "Mozilla/5.0"`,
			"combined", "varnish", "what"},
		{`192.0.2.1 - - [22/Feb/2026:13:02:00 +0200] "GET /p/3 HTTP/1.1" 200 612 "-" "Mozilla/5.0"`, "combined", "", ""},
		{`{"ts":1772359200,"user":"ann","item":"a"}`, "json", "", ""},
	} {
		f, err := Detect([][]byte{[]byte(test.line)}, Options{Now: readingDay})
		if err != nil {
			t.Fatal(err)
		}
		rival, ok := NewParser(f, Options{Now: readingDay}).Format().Rival()
		if f.Title() != test.name || ok != (test.rival != "") ||
			rival.Name != test.rival || !strings.HasPrefix(rival.Why, test.why) {
			t.Errorf("%s: %s, %+v", test.line, f.Title(), rival)
		}
	}
}
