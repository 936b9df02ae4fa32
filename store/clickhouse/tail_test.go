package clickhouse

import (
	"crypto/sha256"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/sync/errgroup"

	"spoor/analysis"
	"spoor/store"
	"spoor/store/logline"
)

// deliveries are some as senders make them: with names and without, with events that come again in others, rejects, and
// bytes that are no text.
func deliveries(count int) (list []store.Delivery) {
	for n := range count {
		d := store.Delivery{Endpoint: []string{"webhook", "webhook:shop"}[n%2], Format: "json", ZoneAssumed: n%5 == 0}
		if n%3 != 0 {
			d.ID = fmt.Sprintf("delivery '%d\\", n%(count-4)) // some of the last are known, with other content
		}
		for i := range 1 + n%4 {
			event := &logline.Event{Key: []byte(fmt.Sprintf("user%d", (n+i)%7)), Time: 1_700_000_000_000 +
				int64(n*1000+i), Action: []byte("view"),
				Target: []byte(fmt.Sprintf("item%d\xff", n)), Click: true, Bytes: -1}
			entry := store.Entry{Event: event}
			if i == 1 {
				entry.ID = fmt.Sprintf("event%d", n/2) // each comes twice
			}
			d.Entries = append(d.Entries, entry)
		}
		if n%4 == 1 {
			d.Entries = append(d.Entries, store.Entry{Reason: "no time", Text: []byte("{\x00\xfe}")})
		}
		d.Digest = sha256.Sum256(fmt.Appendf(nil, "%d", n))
		list = append(list, d)
	}
	return list
}

func tailOf(t *testing.T, place *Place) *Tail {
	t.Helper()
	tail, err := openAt(t, place).NewTail(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return tail
}

// equalReceived compares everything that was received.
func equalReceived(t *testing.T, file *store.Case, server *Case) {
	t.Helper()
	equalEvents(t, server, file)
	a, err := file.Rejects(t.Context(), "", 0)
	if err != nil {
		t.Fatal(err)
	}
	b, err := server.Rejects(t.Context(), "", 0)
	if err != nil || fmt.Sprintf("%+v", a) != fmt.Sprintf("%+v", b) || len(a) == 0 {
		t.Errorf("rejects:\nfile   %+v\nserver %+v, %v", a, b, err)
	}
	one, err := file.Sources(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	other, err := server.Sources(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i := range one {
		x, y := one[i], other[i]
		if x.Path != y.Path || x.Lines != y.Lines || x.Events != y.Events || x.Rejects != y.Rejects ||
			x.First != y.First || x.Last != y.Last ||
			x.ZoneAssumed != y.ZoneAssumed || !y.Received() {
			t.Errorf("source\nfile   %+v\nserver %+v", x, y)
		}
	}
}

// received is a case file that has taken deliveries in, one after the other.
func received(t *testing.T, list []store.Delivery) (file *store.Case, receipts []store.Receipt) {
	t.Helper()
	file = fileCase(t)
	tail, err := file.NewTail(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i := range list {
		receipt, err := tail.Append(t.Context(), list[i:i+1])
		if err != nil {
			t.Fatal(err)
		}
		receipts = append(receipts, receipt...)
	}
	return file, receipts
}

func TestDeliveriesEqualTheFile(t *testing.T) {
	server, place := newDatabase(t)
	list := deliveries(40)
	file, expected := received(t, list)
	var receipts []store.Receipt
	tail := tailOf(t, place)
	for len(list) > 0 {
		some := min(len(list), 1+len(list)%6)
		now, err := tail.Append(t.Context(), list[:some])
		if err != nil {
			t.Fatal(err)
		}
		receipts, list = append(receipts, now...), list[some:]
		if len(list)%2 == 0 {
			tail = tailOf(t, place) // another process goes on
		}
	}
	if !reflect.DeepEqual(receipts, expected) {
		t.Errorf("receipts:\nfile   %+v\nserver %+v", expected, receipts)
	}
	if text := fmt.Sprintf("%+v", receipts); !strings.Contains(text, "Differs:true") ||
		!strings.Contains(text, "Duplicates:1") {
		t.Error(text)
	}
	equalReceived(t, file, server)
}

// TestDeliveriesAreThereOnceWhereverItBreaks breaks the connection at one request or another, starts anew, and sends
// again until it is answered.
func TestDeliveriesAreThereOnceWhereverItBreaks(t *testing.T) {
	server, place := newDatabase(t)
	list := deliveries(16)
	file, _ := received(t, list)
	broken := 0
	for i := 0; i < len(list); i += 2 {
		for at := int64(4 + i/2); ; at = 1 + (at*7+3)%13 {
			k := openAt(t, place)
			k.c.http.Transport = &breaking{RoundTripper: k.c.http.Transport, at: at}
			tail, err := k.NewTail(t.Context())
			if err == nil {
				_, err = tail.Append(t.Context(), list[i:i+2])
			}
			if err == nil {
				break
			}
			broken++
		}
	}
	if broken < 8 {
		t.Errorf("it broke only %d times", broken)
	}
	equalReceived(t, file, server)
}

// TestManyReceiveAtOnce has several processes store the same deliveries, each in an order of its own and each until it
// is answered.
func TestManyReceiveAtOnce(t *testing.T) {
	server, place := newDatabase(t)
	var list []store.Delivery
	for n := range 24 {
		event := &logline.Event{Key: []byte(fmt.Sprintf("user%d", n%5)), Time: 1_700_000_000_000 + int64(n*1000),
			Action: []byte("view"), Target: []byte("item"), Click: true}
		list = append(list, store.Delivery{Endpoint: fmt.Sprintf("webhook:%d", n%3), Format: "json", ID: fmt.Sprint(n),
			Entries: []store.Entry{{Event: event}}})
	}
	var group errgroup.Group
	stored := make([]int, 3)
	for who := range stored {
		tail := tailOf(t, place)
		group.Go(func() error {
			for i := range list {
				receipts, err := tail.Append(t.Context(),
					[]store.Delivery{list[(i*(2*who+1)+who*7)%len(list)], list[i]})
				if err != nil {
					return err
				}
				stored[who] += receipts[0].Events + receipts[1].Events
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	matrix, err := server.MatrixWith(t.Context(), analysis.DefaultMeasureOptions(), analysis.Window{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	events := int32(0)
	for row := range matrix.Stats {
		events += matrix.Stats[row].Events
	}
	if sum := stored[0] + stored[1] + stored[2]; sum != len(list) || int(events) != len(list) {
		t.Errorf("%v were stored of %d, and %d are there", stored, len(list), events)
	}
	sources, err := server.Sources(t.Context())
	if err != nil || len(sources) != 3 || sources[0].Lines+sources[1].Lines+sources[2].Lines != int64(len(list)) {
		t.Errorf("%+v, %v", sources, err)
	}
}
