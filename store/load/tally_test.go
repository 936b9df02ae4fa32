package load

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"spoor/store"
)

// clicks are events of JSON lines, one a minute; each is what of says of its number.
func clicks(n int, of func(i int) string) []byte {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `{"time":"2026-02-01T10:%02d:00Z",%s}`+"\n", i, of(i))
	}
	return []byte(b.String())
}

func TestRemarks(t *testing.T) {
	full := func(user, address string) string {
		return fmt.Sprintf(`"user":%q,"ip":%q,"event":"view","item":"a"`, user, address)
	}
	for name, test := range map[string]struct {
		log  []byte
		want []store.Remark
	}{
		"enough": {clicks(20, func(i int) string { return full(fmt.Sprint("u", i%4), fmt.Sprint("10.0.0.", i%4)) }), nil},
		"no item, no name, one user": {clicks(20, func(int) string { return `"user":"ann"` }), []store.Remark{
			{Kind: store.NoItem}, {Kind: store.NoEventName}, {Kind: store.OneUser, Name: "ann", Share: 1}}},
		"too few to say whose": {clicks(9, func(int) string { return full("ann", "10.0.0.1") }), nil},
		"half from one address": {clicks(20, func(i int) string {
			return full(fmt.Sprint("u", i), map[bool]string{true: "10.0.0.1", false: fmt.Sprint("10.0.1.", i)}[i%2 == 0])
		}), []store.Remark{{Kind: store.OneAddress, Name: "10.0.0.1", Share: 0.5}}},
		"less than half from one address": {clicks(20, func(i int) string {
			address := fmt.Sprint("10.0.1.", i)
			if i%2 == 0 && i > 0 {
				address = "10.0.0.1"
			}
			return full(fmt.Sprint("u", i), address)
		}), nil},
		"addresses that a header says": {clicks(20, func(i int) string {
			return fmt.Sprintf(`"user":"u%d","x-forwarded-for":"10.0.0.%d","event":"view","item":"a"`, i, i)
		}), []store.Remark{{Kind: store.Forwarded, Name: "xforwardedfor", Share: 1}}},
		"addresses in lists": {[]byte(strings.Repeat(
			`10.0.0.1, 10.1.1.1 - ann [01/Feb/2026:10:00:00 +0000] "GET /a HTTP/1.1" 200 5`+"\n"+
				`10.0.0.2 - bob [01/Feb/2026:10:00:00 +0000] "GET /a HTTP/1.1" 200 5`+"\n", 4)), []store.Remark{
			{Kind: store.Forwarded, Name: "a list of addresses", Share: 0.5}}},
		"days alone": {[]byte("date,user,event,item\n2026-02-01,ann,view,a\n2026-02-02,bob,view,b\n"), []store.Remark{
			{Kind: store.DayOnly}}},
		"days beside times of the day": {[]byte("date,time,user,event,item\n2026-02-01,10:00,ann,view,a\n"), nil},
		"a guest": {clicks(20, func(i int) string {
			return full([]string{"Guest", "ann", "bob", "cat"}[i%4], fmt.Sprint("10.0.0.", i%4))
		}), []store.Remark{
			{Kind: store.GuestName, Name: "Guest", Share: 0.25}}},
		"a user of most addresses": {clicks(20, func(i int) string {
			return full([]string{"web", "web", "web", "bob"}[i%4], fmt.Sprint("10.0.0.", i%10*4+i%4))
		}), []store.Remark{{Kind: store.EveryAddress, Name: "web", Share: 0.75}}},
		"users that are not UTF-8": {[]byte(strings.Repeat(
			"10.0.0.1 - jos\xe9 [01/Feb/2026:10:00:00 +0000] \"GET /a HTTP/1.1\" 200 5\n"+
				"10.0.0.2 - jos\xc3\xa9 [01/Feb/2026:10:00:00 +0000] \"GET /a HTTP/1.1\" 200 5\n", 4)), []store.Remark{
			{Kind: store.NotUTF8, Name: store.OfUsers, Share: 0.5}}},
		"paths that are not UTF-8": {[]byte(strings.Repeat(
			"10.0.0.1 - ann [01/Feb/2026:10:00:00 +0000] \"GET /\xbb\xf3\xc7\xb0 HTTP/1.1\" 200 5\n"+
				"10.0.0.2 - bob [01/Feb/2026:10:00:00 +0000] \"GET /a HTTP/1.1\" 200 5\n", 4)), []store.Remark{
			{Kind: store.NotUTF8, Share: 0.5}}},
		"requests": {[]byte(strings.Repeat(`10.0.0.1 - - [01/Feb/2026:10:00:00 +0000] "-" - 5`+"\n", 5)), []store.Remark{
			{Kind: store.NoItem}, {Kind: store.NoStatus}, {Kind: store.NoMethod}}},
	} {
		c := newCase(t)
		path := write(t, "a.log", test.log)
		summary := mustLoad(t, c, path)
		sources, err := c.Sources(t.Context())
		check(t, err)
		if !reflect.DeepEqual(sources[0].Remarks, test.want) {
			t.Errorf("%s: %+v, want %+v", name, sources[0].Remarks, test.want)
		}
		if (len(summary.Remarked) == 1) != (test.want != nil) {
			t.Errorf("%s: %+v", name, summary.Remarked)
		}
		preview, err := Look(t.Context(), path, Options{Now: now}, 3)
		check(t, err)
		if len(test.log) < 5000 && !reflect.DeepEqual(preview.Remarks, test.want) {
			t.Errorf("%s: the preview says %+v, want %+v", name, preview.Remarks, test.want)
		}
		for _, remark := range test.want {
			if remark.String() == string(remark.Kind) || remark.Short() == string(remark.Kind) {
				t.Errorf("no words for %s", remark.Kind)
			}
		}
	}
}

// TestRemarksAreThoseOfMostEvents has a log that begins with one user and goes on with many.
func TestRemarksAreThoseOfMostEvents(t *testing.T) {
	content := append(clicks(12, func(int) string { return `"user":"ann","event":"view","item":"a"` }),
		clicks(40, func(i int) string { return fmt.Sprintf(`"user":"u%d","event":"view","item":"a"`, i) })...)
	c := newCase(t)
	_, err := loadInRuns(t.Context(), c, 12, Options{}, write(t, "a.log", content))
	check(t, err)
	sources, err := c.Sources(t.Context())
	check(t, err)
	if len(sources[0].Remarks) != 0 {
		t.Errorf("%+v", sources[0].Remarks)
	}
}
