package logline

import (
	"strings"
	"testing"
	"time"
)

// TestDateOrder tells day and month apart by the lines that leave no doubt.
func TestDateOrder(t *testing.T) {
	log := func(dates ...string) (sample [][]byte) {
		sample = append(sample, []byte("time,user,event,item"))
		for _, date := range dates {
			sample = append(sample, []byte(date+" 10:00,ann,view,a"))
		}
		return sample
	}
	for _, test := range []struct {
		what      string
		sample    [][]byte
		name      string
		unsettled bool
	}{
		{"day", log("3/4/2024", "13/4/2024"), "time(day-first)+csv:time,user,event,item", false},
		{"month", log("4/13/2024", "3/4/2024"), "time(month-first)+csv:time,user,event,item", false},
		{"nothing says it", log("3/4/2024", "3/5/2024"), "csv:time,user,event,item", true},
		{"the same either way", log("4/4/2024", "5/5/2024"), "csv:time,user,event,item", false},
		{"both", log("13/4/2024", "4/13/2024", "14/4/2024", "3/4/2024"), "csv:time,user,event,item", false},
		{"the day or the year", log("25/03/26", "24/04/26"), "csv:time,user,event,item", true},
		{"days of one year", log("25/03/26", "24/04/26", "23/04/26"), "time(day-first)+csv:time,user,event,item", false},
		{"one day of many years, and others", log("25/03/26", "24/04/26", "23/04/27"), "csv:time,user,event,item", true},
		{"two days", log("25/03/26", "24/04/26", "25/04/26"), "csv:time,user,event,item", true},
		{"a year has two digits", log("25/03/26", "1/04/26"), "time(day-first)+csv:time,user,event,item", false},
		{"a year has two digits, and no month is 25", log("25/03/26", "1/25/26"), "csv:time,user,event,item", false},
		{"no doubt anywhere", log("13/4/2024", "14/4/2024"), "csv:time,user,event,item", false},
	} {
		f, err := Detect(test.sample, Options{})
		if err != nil || f.Name != test.name || f.Unsettled() != test.unsettled {
			t.Errorf("%s: %q, %v, %v", test.what, f.Name, f.Unsettled(), err)
		}
		named := mustName(t, "csv").Learn(test.sample, Options{})
		if named.Unsettled() != test.unsettled || named.DateOrder() != f.DateOrder() {
			t.Errorf("%s, named: %q, %v", test.what, named.Name, named.Unsettled())
		}
	}
	now := Options{Now: time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)}
	if f, err := Detect(log("31/03/26", "25/03/26"), now); err != nil || f.DateOrder() != "day-first" {
		t.Errorf("a year to come: %q, %v", f.Name, err)
	}
	if f, err := Detect(log("26/03/31", "26/03/30"), now); err != nil || !f.Unsettled() {
		t.Errorf("a year that has begun: %q, %v", f.Name, err)
	}
	sample := log("3/4/2024", "3/5/2024")
	f, _ := Detect(sample, Options{})
	p := NewParser(f, Options{})
	expectReason(t, p, DayOrMonth, string(sample[1]))
	if _, known := p.DateOrder(); known {
		t.Error("an order is known")
	}
	layout, err := ParseTimeLayout("day-first")
	if err != nil {
		t.Fatal(err)
	}
	p = NewParser(f.SetLayout(layout), Options{})
	expectEvent(t, p, said{
		at: "2024-04-03T10:00:00Z", key: "ann", user: "ann", action: "view", target: "a", item: "a", menu: "view",
		click: true, assumed: true, bytes: -1,
	}, string(sample[1]))
}

// TestLayoutInName keeps a layout in the name of a format.
func TestLayoutInName(t *testing.T) {
	for _, layout := range []string{"day-first", "%d/%m/%Y %H:%M:%S", "02/01/2006 15:04:05", "31.12.2024 17h09"} {
		f, err := Named(timePrefix + layout + prefixEnd + "csv")
		if err != nil || f.layout.String() != layout || !strings.HasPrefix(f.Name, "time(") {
			t.Errorf("%q in a name: %v, %v", layout, f.Name, err)
		}
	}
}
