//go:build parquet

package load

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
)

// ga4Row is a row of the export of Google Analytics 4, as BigQuery writes it.
type ga4Row struct {
	EventTimestamp int64       `parquet:"event_timestamp"`
	EventName      string      `parquet:"event_name"`
	EventParams    []ga4Param  `parquet:"event_params,list"`
	UserID         *string     `parquet:"user_id,optional"`
	UserPseudoID   string      `parquet:"user_pseudo_id"`
	Device         *ga4Device  `parquet:"device,optional"`
	Items          []ga4Item   `parquet:"items,list"`
	Traits         []ga4Traits `parquet:"traits"`
}

type ga4Param struct {
	Key   string   `parquet:"key"`
	Value ga4Value `parquet:"value"`
}

type ga4Value struct {
	StringValue *string `parquet:"string_value,optional"`
	IntValue    *int64  `parquet:"int_value,optional"`
}

type ga4Device struct {
	Category string `parquet:"category"`
}

type ga4Item struct {
	ItemID string `parquet:"item_id"`
}

type ga4Traits struct {
	Name string   `parquet:"name"`
	Tags []string `parquet:"tags,list"`
}

func parquetFile[T any](t *testing.T, rows []T, options ...parquet.WriterOption) []byte {
	t.Helper()
	var out bytes.Buffer
	w := parquet.NewGenericWriter[T](&out, options...)
	_, err := w.Write(rows)
	check(t, err)
	check(t, w.Close())
	return out.Bytes()
}

func pointer[T any](v T) *T { return &v }

var ga4Rows = []ga4Row{
	{
		EventTimestamp: 1772359200220000, EventName: "page_view", UserPseudoID: "123.456", Device: &ga4Device{"mobile"},
		EventParams: []ga4Param{
			{Key: "session", Value: ga4Value{IntValue: pointer(int64(7))}},
			{Key: "page_location", Value: ga4Value{StringValue: pointer(`https://shop.example/p/1?x="a"`)}},
		},
		Traits: []ga4Traits{{Name: "a", Tags: []string{"x", "y"}}, {Name: "b"}},
	},
	{
		EventTimestamp: 1772359260000000, EventName: "purchase", UserID: pointer("ann"), UserPseudoID: "123.456",
		Items: []ga4Item{{"p-1"}, {"p-2"}},
	},
}

// TestParquetRowsAsJSON holds the lines against what was written, by hand.
func TestParquetRowsAsJSON(t *testing.T) {
	c := newCase(t)
	path := write(t, "ga4.parquet", parquetFile(t, ga4Rows))
	if summary := mustLoad(t, c, path); summary.Lines != 2 || summary.Events != 2 || summary.Rejects != 0 {
		t.Errorf("%+v", summary)
	}
	for i, want := range []string{
		`{"event_timestamp":1772359200220000,"event_name":"page_view","event_params":[` +
			`{"key":"session","value":{"string_value":null,"int_value":7}},` +
			`{"key":"page_location","value":{"string_value":"https://shop.example/p/1?x=\"a\"","int_value":null}}],` +
			`"user_id":null,"user_pseudo_id":"123.456","device":{"category":"mobile"},"items":[],` +
			`"traits":[{"name":"a","tags":["x","y"]},{"name":"b","tags":[]}]}`,
		`{"event_timestamp":1772359260000000,"event_name":"purchase","event_params":[],` +
			`"user_id":"ann","user_pseudo_id":"123.456",` +
			`"device":null,"items":[{"item_id":"p-1"},{"item_id":"p-2"}],"traits":[]}`,
	} {
		track, err := c.Track(t.Context(), []string{"123.456", "ann"}[i])
		check(t, err)
		event := track.Events[0]
		if found, err := Original(t.Context(), c, event); err != nil || string(found.Raw) != want {
			t.Errorf("row %d: %v\n got %s\nwant %s", i+1, err, found.Raw, want)
		}
	}
	if again := mustLoad(t, c, path); again.Lines != 0 {
		t.Errorf("again: %+v", again)
	}
}

// TestParquetFormat tells the format of the rows as it does of JSON lines.
func TestParquetFormat(t *testing.T) {
	preview, err := Look(t.Context(), write(t, "ga4", parquetFile(t, ga4Rows, parquet.Compression(&parquet.Zstd))),
		Options{Now: now}, 5)
	check(t, err)
	if preview.Format.Title() != "ga4" || len(preview.FirstEvents) != 2 {
		t.Fatalf("%+v", preview)
	}
	first, second := preview.FirstEvents[0], preview.FirstEvents[1]
	if string(first.User) != "123.456" || string(first.Item) != `/p/1?x="a"` || first.Time != 1772359200220 ||
		string(second.User) != "ann" || string(second.Item) != "p-1" {
		t.Errorf("%+v, %+v", *first.Event, *second.Event)
	}
}

// typedRow has a value of each kind that a log has, and that JSON has not.
type typedRow struct {
	User    string            `parquet:"user"`
	At      time.Time         `parquet:"ts,timestamp(microsecond)"`
	Day     int32             `parquet:"day,date"`
	Price   int64             `parquet:"price,decimal(2:18)"`
	Debt    int32             `parquet:"debt,decimal(3:9)"`
	Big     uint64            `parquet:"big"`
	Ratio   float64           `parquet:"ratio"`
	Member  bool              `parquet:"member"`
	Raw     []byte            `parquet:"raw"`
	Session [16]byte          `parquet:"session,uuid"`
	Extra   string            `parquet:"extra,json"`
	Labels  map[string]string `parquet:"labels"`
	Seen    map[int32]bool    `parquet:"seen"`
}

func TestParquetTypes(t *testing.T) {
	rows := []typedRow{{
		User:    "kim\n\x1b",
		At:      time.Date(2026, 3, 1, 10, 0, 0, 220_000_000, time.UTC),
		Day:     20513,
		Price:   1234,
		Debt:    -5,
		Big:     1 << 63,
		Ratio:   0.25,
		Member:  true,
		Raw:     []byte{0xff, 0},
		Session: [16]byte{15: 9},
		Extra:   `{"a":[1]}`,
		Labels:  map[string]string{"k": "v"},
		Seen:    map[int32]bool{7: true},
	}}
	want := `{"user":"kim\n\u001b","ts":"2026-03-01T10:00:00.22Z","day":"2026-03-01","price":12.34,"debt":-0.005,` +
		`"big":9223372036854775808,"ratio":0.25,"member":true,"raw":"ff00",` +
		`"session":"00000000-0000-0000-0000-000000000009","extra":{"a":[1]},"labels":{"k":"v"},"seen":{"7":true}}`
	c := newCase(t)
	mustLoad(t, c, write(t, "typed", parquetFile(t, rows)))
	matrix, err := c.Matrix(t.Context())
	check(t, err)
	track, err := c.Track(t.Context(), matrix.Key[0])
	check(t, err)
	found, err := Original(t.Context(), c, track.Events[0])
	if err != nil || string(found.Raw) != want {
		t.Errorf("%v\n got %s\nwant %s", err, found.Raw, want)
	}
}

// TestDamagedParquet gives one line and loads nothing, wherever the file is damaged.
func TestDamagedParquet(t *testing.T) {
	whole := parquetFile(t, ga4Rows)
	for cut := len(parquetMagic); cut < len(whole); cut += 17 {
		damaged := bytes.Clone(whole)
		damaged[cut] ^= 0xff
		for _, content := range [][]byte{whole[:cut], damaged} {
			_, err := Look(t.Context(), write(t, "damaged", content), Options{Now: now}, 5)
			if err != nil && strings.Contains(err.Error(), "\n") {
				t.Errorf("byte %d: %q", cut, err)
			}
			if err == nil && len(content) == cut {
				t.Errorf("cut at %d: no error", cut)
			}
		}
	}
}

// TestManyParquetRows reads more rows than one batch and one group have, in their order.
func TestManyParquetRows(t *testing.T) {
	var rows []ga4Row
	for i := range 1000 {
		rows = append(rows, ga4Row{EventTimestamp: 1772359200000000 + int64(i)*1e6, EventName: "page_view",
			UserPseudoID: "1.2"})
	}
	c := newCase(t)
	path := write(t, "many", parquetFile(t, rows, parquet.MaxRowsPerRowGroup(150)))
	if summary := mustLoad(t, c, path); summary.Events != 1000 {
		t.Errorf("%+v", summary)
	}
	track, err := c.Track(t.Context(), "1.2")
	check(t, err)
	for i, e := range track.Events {
		if e.Line != int64(i+1) {
			t.Fatalf("event %d is of line %d", i, e.Line)
		}
	}
}
