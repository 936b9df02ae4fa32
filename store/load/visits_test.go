package load

import (
	"fmt"
	"strings"
	"testing"
)

// TestVisits loads visits as Matomo's Live API gives them: each action is an event of the visitor.
func TestVisits(t *testing.T) {
	const content = `[{"idVisit":"501","visitIp":"192.0.2.51","visitorId":"a1b2","actionDetails":[` +
		`{"type":"action","url":"https:\/\/shop.example\/p\/3","timestamp":1767225600,"title":"P3"},` +
		`{"type":"event","url":"https:\/\/shop.example\/p\/3","eventCategory":"Video","eventAction":"play",` +
		`"timestamp":1767225612}],"userId":null,` +
		`"browserName":"Firefox","referrerUrl":"https:\/\/r.example","serverTimestamp":1767225645},
{"idVisit":"502","visitIp":"2001:db8::","visitorId":"b1b2","actionDetails":[` +
		`{"type":"ecommerceOrder","orderId":"A1","timestamp":1767225700}],"userId":"ann"},
{"idVisit":"503","visitorId":"c1","actionDetails":[]}]`
	preview, err := Look(t.Context(), write(t, "matomo.json", []byte(content)), Options{Now: now}, 5)
	check(t, err)
	if preview.Format.Title() != "matomo" || preview.Events != 3 || preview.Rejects != 1 {
		t.Fatalf("%s: %+v", preview.Format.Title(), preview)
	}
	var got []string
	for _, e := range preview.FirstEvents {
		got = append(got, fmt.Sprintf("%s %s %s %s %s", e.Key, e.Client, e.Action, e.Item, e.Kind))
	}
	want := "a1b2 192.0.2.51 action /p/3 view|a1b2 192.0.2.51 event /p/3 other|ann 2001:db8:: ecommerceOrder  purchase"
	if strings.Join(got, "|") != want {
		t.Errorf("%q", got)
	}
}

func TestLinesThatAreNoVisits(t *testing.T) {
	for _, line := range []string{"{\"a\":1}\n", "x\n", "{\"actionDetails\":7}\n", "{\"actionDetails\":[1]}", "\n"} {
		if got := string(actionsOf([]byte(line))); got != line {
			t.Errorf("%q is %q", line, got)
		}
	}
}

// TestActionsHaveWhatTheVisitSays: each action is the visit without its actions, and what an action says of itself goes
// before what the visit says.
func TestActionsHaveWhatTheVisitSays(t *testing.T) {
	const visit = `{"actionDetails":[{"at":1,"page":"a"},{"page":"b","user":"lee"}],"at":9,"user":"kim"}`
	const want = `{"at":1,"page":"a","user":"kim"}` + "\n" + `{"at":9,"page":"b","user":"lee"}` + "\n"
	if got := string(actionsOf([]byte(visit))); got != want {
		t.Errorf("%q", got)
	}
}
