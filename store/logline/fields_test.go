package logline

import (
	"slices"
	"strings"
	"testing"
)

// TestFieldUse tells what fields are read as, and which are not.
// TestFieldThatIsNotThere is said of a mapping that leads nowhere.
func TestFieldThatIsNotThere(t *testing.T) {
	mapping, err := ParseMapping([]string{"target=req.uri,user=req.user"})
	if err != nil {
		t.Fatal(err)
	}
	lines := [][]byte{[]byte(`{"ts":1717408800,"event":"view","req":{"url":"/a","user":"ann"}}`)}
	use := mustName(t, mapping.Of("json")).FieldUse(lines, Options{})
	const want = "user from req.user, time from ts, event from event; not used: req.url; " +
		"the first lines have no field req.uri"
	if use.String() != want {
		t.Errorf("%s", use)
	}
}

// TestCookieThatIsNotThere asks for a cookie that no line has, in formats with and without names.
func TestCookieThatIsNotThere(t *testing.T) {
	object := `{"ts":1717408800,"status":200,` +
		`"request":{"remote_ip":"10.0.0.1","method":"GET","uri":"/","headers":{"Cookie":["a=1"]}}}`
	for name, line := range map[string]string{"combined": combinedLine, "json": object} {
		by := mustUserBy(t, "cookie:sid,ip")
		use := mustName(t, name).FieldUse([][]byte{[]byte(line)}, Options{UserBy: by})
		if !slices.Equal(use.Missing, []string{"cookie:sid"}) || !strings.Contains(use.String(), "no field cookie:sid") {
			t.Errorf("%s: %q", name, use)
		}
	}
	by := mustUserBy(t, "ip,cookie:sid") // of which the cookie is not looked for
	if use := mustName(t, "combined").FieldUse([][]byte{[]byte(combinedLine)}, Options{UserBy: by}); use.Missing != nil {
		t.Errorf("%q", use)
	}
}

func TestFieldUse(t *testing.T) {
	for _, test := range []struct {
		lines []string
		want  string
	}{
		{[]string{"User ID,at,ts,event,sku,product,Item ID", "ann,x,1717408800,view,7,8,"},
			"user from User ID, time from ts, event from event, item from product; not used: at, sku, Item ID"},
		{[]string{`{"user":{"id":"ann","plan":"x"},"ts":1717408800,"event":"view","amount":5,"tags":["a"]}`,
			`{"uid":"bob","ts":1717408800,"event":"view"}`},
			"user from user.id or uid, time from ts, event from event; not used: amount, tags, user.plan"},
		{[]string{`user=ann ts=1717408800 event=view level=info`},
			"user from user, time from ts, event from event; not used: level"},
		{[]string{"time:2024-06-03T10:00:00Z\thost:10.0.0.1\tpath:/a\tmethod:GET\tupstream:x"},
			"client from host, time from time, method from method, target from path; not used: upstream"},
		{[]string{"#Fields: date time c-ip cs-uri-stem cs-method sc-win32-status", "2024-06-03 10:00:00 10.0.0.1 /a GET 0"},
			"client from c-ip, time from time, date from date, method from cs-method, target from cs-uri-stem; " +
				"not used: sc-win32-status"},
		{[]string{`{"log":"{\"user\":\"ann\",\"event\":\"view\",\"n\":1}","time":"2024-06-03T10:00:00Z"}`},
			"user from user, event from event; not used: n"},
		{[]string{`{"ts":{"$date":"2024-06-03T10:00:00Z"},"user":{"$oid":"a"},"price":{"$numberDouble":"5"}}`},
			"user from user, time from ts; not used: price"},
		{[]string{"LEEF:2.0|A|B|1|logon|^|src=10.0.0.1^usrName=kim^devTime=1717408800^sev=5"},
			"user from usrName, client from src, time from devTime, event from eventid, menu from deviceproduct; " +
				"not used: sev"},
		{[]string{"CEF:0|A|B|1|7|Read it|5|suser=kim a=b=c rt=1717408800 msg=so many words"},
			"user from suser, time from rt, event from name, menu from deviceproduct; not used: a, msg"},
		{[]string{combinedLine}, ""},
		{[]string{"Date,Time,Timezone,User,Page", "2024-05-17,12:46:40,+02:00,ann,/a"},
			"user from User, time from Time, date from Date, zone from Timezone, item from Page"},
		{[]string{`time="2024-06-03 10:00:00" usr=ann src=10.0.0.1:5:X1`}, "user from usr, client from src, time from time"},
		{[]string{"a,b,ts,user", "1,2,1717408800,ann", "user,ts", "user,ts", "b,c,1717408800,ann"},
			"user from user, time from ts; not used: a, b"},
		{[]string{"#Date: 2024-06-03", "#Fields: time c-ip x y", "10:00:00 10.0.0.1 1 2",
			"#Fields: time c-ip", "10:00:00 10.0.0.1"},
			"client from c-ip, time from time, date from #Date; not used: x, y"},
		{[]string{"event_date,event_time,user", "2024-06-03,2024-06-03 10:00:00,kim"},
			"user from user, time from event_time; not used: event_date"},
	} {
		format, err := Detect(sample(test.lines...), Options{})
		if err != nil {
			t.Errorf("%q: %v", test.lines, err)
			continue
		}
		if got := format.FieldUse(sample(test.lines...), Options{}).String(); got != test.want {
			t.Errorf("%q\n got %q\nwant %q", test.lines, got, test.want)
		}
	}
}

// FuzzFieldUse tells the fields of whatever begins like a log.
func FuzzFieldUse(f *testing.F) {
	f.Add("csv", "time,user\n1717408800,ann\nuser,time,x\nann,1717408800,1")
	f.Add("json", `{"user":{"a":[{"b":1}]},"ts":1717408800}`)
	f.Add("w3c", "#Fields: time c-ip\n10:00:00 ::1\n#Date: 2024-06-03\n10:00:00 ::1")
	f.Fuzz(func(t *testing.T, name, log string) {
		format, err := Named(name)
		if err != nil {
			t.Skip(err)
		}
		lines := sample(strings.Split(log, "\n")...)
		_ = format.Learn(lines, Options{}).FieldUse(lines, Options{}).String()
	})
}
