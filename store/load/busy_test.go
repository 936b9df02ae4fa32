package load

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"testing"

	"spoor/analysis"
	"spoor/store"
	"spoor/store/logline"
)

// liveDelivery is an event that a site tells of while logs are loaded. Half of them are of users of the log.
func liveDelivery(number int) store.Delivery {
	user := fmt.Sprintf("live%d", number%50)
	if number%2 == 0 {
		user = fmt.Sprintf("user%d", number%20)
	}
	item := fmt.Appendf(nil, "item %d", number)
	event := logline.Event{
		Time: now.UnixMilli() - int64(number), Key: []byte(user), Agent: fmt.Appendf(nil, "agent %d", number%5),
		Action: []byte("view"), Target: item, Item: item, Menu: []byte("shop"), Click: true, Bytes: -1,
	}
	id := fmt.Sprint(number)
	return store.Delivery{Endpoint: "webhook", Format: "json", ID: id, Digest: sha256.Sum256([]byte(id)),
		Entries: []store.Entry{{Event: &event}}}
}

// TestLoadBesideABusyServer loads logs while another process stores events without a pause. It comes to its end, and
// the case says what one says that took one after the other.
func TestLoadBesideABusyServer(t *testing.T) {
	log := write(t, "access.log", goodLog(3, 2000))
	busy := newCase(t)
	serving := openCase(t, busy.Path())
	tail, err := serving.NewTail(t.Context())
	check(t, err)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	began, ended := make(chan bool), make(chan int)
	go func() {
		number := 0
		for ; ctx.Err() == nil; number++ {
			if _, err := tail.Append(t.Context(), []store.Delivery{liveDelivery(number)}); err != nil {
				t.Error(err)
				break
			}
			if number == 0 {
				close(began)
			}
		}
		ended <- number
	}()
	<-began
	summary, err := loadInRuns(t.Context(), busy, 100, Options{}, log)
	stop()
	deliveries := <-ended
	check(t, err)
	if summary.Events != 2000 {
		t.Errorf("%+v", summary)
	}
	quiet := newCase(t)
	_, err = loadInRuns(t.Context(), quiet, 100, Options{}, log)
	check(t, err)
	tail, err = quiet.NewTail(t.Context())
	check(t, err)
	all := make([]store.Delivery, deliveries)
	for number := range all {
		all[number] = liveDelivery(number)
	}
	_, err = tail.Append(t.Context(), all)
	check(t, err)
	const events = "SELECT * FROM v_event ORDER BY source, line"
	if got, want := query(t, busy.Path(), events), query(t, quiet.Path(), events); !slices.Equal(got, want) {
		t.Errorf("%d events, want %d", len(got), len(want))
	}
	if got, want := metrics(t, busy), metrics(t, quiet); !slices.Equal(got, want) {
		t.Errorf("metrics\n%s\nwant\n%s", someOf(got), someOf(want))
	}
	t.Logf("%d deliveries came in meanwhile", deliveries)
}

// metrics are those of all users, one a line.
func metrics(t *testing.T, c *store.Case) (lines []string) {
	t.Helper()
	matrix, err := c.Matrix(t.Context())
	check(t, err)
	for row, key := range matrix.Key {
		line := fmt.Sprint(key, " ", matrix.Stats[row].Events)
		for rule := range analysis.RuleID(len(analysis.Rules)) {
			line += fmt.Sprintf(" %v", matrix.X[rule][row])
		}
		lines = append(lines, line)
	}
	return lines
}
