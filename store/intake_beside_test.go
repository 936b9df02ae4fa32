package store

import (
	"reflect"
	"runtime"
	"testing"

	"spoor/store/model"
)

// TestIntakeBeside cuts the same runs whether nobody else numbers the events, or one, or several, also where it is
// stopped in the middle of one, and where some of the events were gathered apart.
func TestIntakeBeside(t *testing.T) {
	events := benchmarkEvents(10_000)
	runs := func(processors int, parts bool) (runs []*Run) {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(processors))
		intake := newIntake(model.NewDictionaries())
		apart := intake.Apart()
		for i := range events {
			if parts && i%1000 < 500 {
				apart.Add(events[i].Source, events[i].Line-100, &events[i].Event)
				if i%500 == 499 {
					intake.AddPart(100, apart.Take())
				}
				continue
			}
			switch {
			case i%2500 == 2000:
				intake.Stop()
			case i%3000 == 2999:
				runs = append(runs, intake.Cut())
			}
			events[i].addTo(intake)
		}
		return append(runs, intake.Cut())
	}
	alone := runs(1, false)
	for _, processors := range []int{1, 4, 8} {
		for _, parts := range []bool{false, true} {
			if got := runs(processors, parts); len(got) != 4 || !reflect.DeepEqual(got, alone) {
				t.Errorf("the runs differ with %d processors, %t", processors, parts)
			}
		}
	}
	lines := 0
	for _, run := range alone {
		for _, row := range run.rows {
			if row.user == 0 || row.request == 0 || row.client == 0 {
				t.Fatalf("%+v has no numbers", row)
			}
		}
		lines += run.count()
	}
	if lines != len(events) {
		t.Errorf("%d events of %d", lines, len(events))
	}
}
