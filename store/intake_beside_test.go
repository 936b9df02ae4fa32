package store

import (
	"reflect"
	"runtime"
	"testing"

	"spoor/store/model"
)

// TestIntakeBeside cuts the same runs whether somebody else numbers the events or not, and where it is stopped in the
// middle of one.
func TestIntakeBeside(t *testing.T) {
	events := benchmarkEvents(10_000)
	runs := func(processors int) (runs []*Run) {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(processors))
		intake := newIntake(model.NewDictionaries())
		for i := range events {
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
	alone, beside := runs(1), runs(4)
	if len(alone) != 4 || !reflect.DeepEqual(alone, beside) {
		t.Error("the runs differ")
	}
	lines := 0
	for _, run := range beside {
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
