package logtime

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func mustLayout(t testing.TB, text string) Layout {
	t.Helper()
	layout, err := ParseLayout(text)
	if err != nil {
		t.Fatal(err)
	}
	return layout
}

func TestTimeLayouts(t *testing.T) {
	moment := time.Date(2024, 4, 3, 17, 9, 21, 0, time.UTC)
	for _, test := range []struct {
		layout, text string
		want         time.Time // the zero time: it is none
	}{
		{"day-first", "3/4/2024 17:09:21", moment},
		{"month-first", "4/3/2024 17:09:21", moment},
		{"day-first", "3/4/24 17:09:21", moment},
		{"day-first", "24/4/23 17:09:21", time.Date(2023, 4, 24, 17, 9, 21, 0, time.UTC)},
		{"day-first", "4/13/2024 17:09:21", time.Time{}},
		{"month-first", "13/4/2024 17:09:21", time.Time{}},
		{"day-first", "2024-04-03T17:09:21Z", moment},
		{"%d/%m/%Y %H:%M:%S", "3/4/2024 17:09:21", moment},
		{"%d/%m/%Y %H:%M:%S", "03/04/2024  17:09:21", moment},
		{"%d/%m/%Y %H:%M:%S", "13/14/2024 17:09:21", time.Time{}},
		{"%d/%m/%Y %H:%M:%S", "3/4/2024 17:09:21 UTC", time.Time{}},
		{"%y.%m.%d, %I:%M:%S.%f %p", "24.04.03, 05:09:21.000 PM", moment},
		{"%Y-%j %H:%M:%S", "2024-094 17:09:21", moment},
		{"%Y-%j", "2023-366", time.Time{}},
		{"%A %d %B %Y %X %z", "wednesday 3 april 2024 19:09:21 +02:00", moment},
		{"%A, %d. %B %Y %X", "Mittwoch, 3. April 2024 17:09:21", moment},
		{"%a %e %b %Y %H:%M", "mié. 3 abr. 2024 17:09", moment.Add(-21 * time.Second)},
		{"%c", "Wed Apr  3 17:09:21 2024", moment},
		{"%s", "1712164161", moment},
		{"%F %T %Z", "2024-04-03 10:09:21 PDT", moment},
		{"%F %T %Z", "2024-04-03 10:09:21 IST", time.Time{}},
		{"02/01/2006 15:04:05", "03/04/2024 17:09:21", moment},
		{"2/1/06 3:04:05PM", "3/4/24 5:09:21PM", moment},
		{"Jan _2 2006 15:04:05.000 -0700", "Apr  3 2024 19:09:21.000 +0200", moment},
		{"31/12/2024 17:09:59", "03/04/2024 17:09:21", moment},
		{"12/31/2024 05:09:59 PM", "4/3/2024 5:09:21 pm", moment},
		{"31.12.2024 17h09", "3.4.2024 17h09", moment.Add(-21 * time.Second)},
		{"17:09:59 31/12/2024", "17:09:21 3/4/2024", moment},
		{"17:09:59 31.12.2024", "17:09:21 3.4.2024", moment},
		{"17:09:59 31-12-2024", "17:09:21 03-04-2024", moment},
		{"31-12-2024 17:09:59.5-0700", "03-04-2024 10:09:21.0-0700", moment},
		{"20241231-235959", "20240403-170921", moment},
		{"31 Dec 2024 23:59:59.123 +0100", "3 Apr 2024 18:09:21.000 +0100", moment},
		{"2024-12-31T23:59:59Z", "2024-04-03T17:09:21Z", moment},
	} {
		c := New(time.UTC, readingDay, nil)
		c.Layout = mustLayout(t, test.layout)
		at, _, ok := c.Read([]byte(test.text))
		if ok == test.want.IsZero() || ok && at != test.want.UnixMilli() {
			t.Errorf("%q by %q is %v, %v; want %v", test.text, test.layout, time.UnixMilli(at).UTC(), ok, test.want)
		}
	}
}

func TestTimeLayoutErrors(t *testing.T) {
	for text, words := range map[string]string{
		"":                       "it is empty",
		"03/04/2024 17:09":       "as %d/%m/%Y %H:%M or as %m/%d/%Y %H:%M",
		"24/05/22 17:09":         "can be read as",
		"%H:%M":                  "names no day and year",
		"%d/%m/%Y %Q":            "%Q can't be read",
		"yesterday":              "is not a time",
		"31/31/2024 17:09":       "is not a time",
		"%d (%Y)+":               "which can't be read",
		"15:04":                  "names no day and year",
		"31/12/2024 25:61":       "is not a time",
		"31/12/2024 17:09:18 19": "is not a time",
	} {
		if layout, err := ParseLayout(text); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%q: %+v, %v", text, layout, err)
		}
	}
}

// TestLayoutsByExample writes a time in ways of Go, takes it as an example if it leaves no doubt, and reads others
// written so.
func TestLayoutsByExample(t *testing.T) {
	ways := []string{
		"02/01/2006 15:04:05", "1/2/2006 3:04:05 PM", "Monday, January 2, 2006 15:04:05",
		"2006.01.02 15:04:05.000", "20060102T150405Z", "02-Jan-2006 15:04:05 -07:00",
	}
	rapid.Check(t, func(t *rapid.T) {
		way := rapid.SampledFrom(ways).Draw(t, "way")
		at := time.Unix(rapid.Int64Range(631152000, 4102444799).Draw(t, "at"), 0).UTC()
		layout, err := ParseLayout(time.Date(2024, 12, 31, 17, 59, 58, 0, time.UTC).Format(way))
		if err != nil {
			t.Fatal(err)
		}
		c := New(time.UTC, time.Time{}, nil)
		c.Layout = layout
		if got, _, ok := c.Read([]byte(at.Format(way))); !ok || got != at.UnixMilli() {
			t.Fatalf("%s: %v, %v", at.Format(way), time.UnixMilli(got).UTC(), ok)
		}
	})
}

func FuzzTimeLayout(f *testing.F) {
	for _, seed := range []string{
		"31/12/2024 17:09", "%d/%m/%Y %H:%M", "2006-01-02T15:04:05.999Z07:00", "Tuesday 31 December 2024 5 PM",
		"20241231235959", "%-d.%j%s%%",
	} {
		f.Add(seed, "31/12/2024 17:09")
	}
	f.Fuzz(func(t *testing.T, layout, text string) {
		c := New(time.UTC, readingDay, nil)
		var err error
		if c.Layout, err = ParseLayout(layout); err != nil {
			_ = err.Error()
			return
		}
		before := []byte(text)
		at, _, ok := c.Read([]byte(text))
		again := New(time.UTC, readingDay, nil)
		again.Layout = c.Layout
		if second, _, fits := again.Read(before); fits != ok || ok && second != at || !bytes.Equal(before, []byte(text)) {
			t.Fatalf("%q by %q: %d and %d", text, layout, at, second)
		}
	})
}
