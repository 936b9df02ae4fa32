package webhook

import (
	"bytes"
	"encoding/json"
	"net/http"
	"testing"

	"spoor/store"
)

// FuzzBody reads bodies of every kind: each message is an event of somebody or a reject with its reason, and an array
// has as many of them as elements.
func FuzzBody(f *testing.F) {
	f.Add([]byte(purchase), "push")
	f.Add([]byte("["+purchase+`, 7, "", null, []]`), "")
	f.Add([]byte(purchase+"\r\n\nno JSON\n"+purchase), "issues")
	f.Add([]byte("\uFEFF "+`{"user":"김철수\u0000","item":"\ud800","ts":-1}`), "star")
	f.Add([]byte(`{"sender":{"login":"kim"},"repository":{"full_name":"a/b","pushed_at":1e99}}`), "push")
	var readers []*reader
	for _, o := range []Options{{Scheme: NoAuth}, {Scheme: NoAuth, TimeOfReceipt: true}, {Scheme: GitHub}} {
		o.Now, o.MaxEvents = newClock().now, 100
		r, err := newReader(&o)
		if err != nil {
			f.Fatal(err)
		}
		readers = append(readers, r)
	}
	f.Fuzz(func(t *testing.T, body []byte, event string) {
		for _, r := range readers {
			d, ok := r.read(http.Header{"X-Github-Event": {event}}, body)
			if !ok {
				if len(d.Entries) != r.most {
					t.Errorf("given up after %d entries", len(d.Entries))
				}
				continue
			}
			for _, entry := range d.Entries {
				if (entry.Event == nil) == (entry.Reason == "") || len(entry.Text) > store.KeptOfReject {
					t.Errorf("%+v", entry)
				}
				if entry.Event != nil && len(entry.Event.Key) == 0 {
					t.Errorf("an event of nobody: %+v", entry.Event)
				}
			}
			var array []json.RawMessage
			if json.Unmarshal(bytes.TrimPrefix(body, []byte("\uFEFF")), &array) == nil && array != nil &&
				len(array) != len(d.Entries) {
				t.Errorf("%d entries of %d elements", len(d.Entries), len(array))
			}
		}
	})
}
