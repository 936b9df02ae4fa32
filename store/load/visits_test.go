package load

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
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
	many := `"actionDetails":[{}` + strings.Repeat(",{}", 1000) + "]}"
	long := `{"a":"` + strings.Repeat("x", mostRepeated/1000) + `",` + many
	for _, line := range []string{"{\"a\":1}\n", "x\n", "{\"actionDetails\":7}\n", "{\"actionDetails\":[1]}", "\n",
		long} {
		got, err := io.ReadAll(&visits{visits: bufio.NewReader(strings.NewReader(line))})
		if string(got) != line || err != nil {
			t.Errorf("%.40q is %.40q, %v", line, got, err)
		}
	}
}

// TestActionsOfAVisitAreReadOneByOne reads a visit whose actions say a thousand times as much as it does.
func TestActionsOfAVisitAreReadOneByOne(t *testing.T) {
	line := `{"a":"` + strings.Repeat("x", 20_000) + `","actionDetails":[{}` + strings.Repeat(",{}", 999) + "]}\n"
	v := &visits{visits: bufio.NewReader(strings.NewReader(line))}
	n, most := 0, 0
	buffer := make([]byte, 4096)
	for {
		read, err := v.Read(buffer)
		n += bytes.Count(buffer[:read], []byte{'\n'})
		most = max(most, len(v.line))
		if err == io.EOF {
			break
		}
		check(t, err)
	}
	if n != 1000 || most > 30_000 {
		t.Errorf("%d actions, %d bytes of them at once", n, most)
	}
}
