package clickhouse

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"spoor/analysis"
	"spoor/store"
	"spoor/store/server"
)

// oddKeys are names that somebody may have in a table of others.
var oddKeys = []string{
	"김철수", "o'brien", `back\slash`, `\'`, "two\nlines", "tab\there", "cr\rlf\r\n", "nul\x00inside", "\xff\xfe no text",
	"{user:String}", "%s%n",
	"'; DROP TABLE odd_keys; --", " blank around ", strings.Repeat("long ", 60_000), "\u202eright to left",
	"`", `"`, "?", "☃\U0001F600",
}

// TestOddKeysAreFoundAgain measures users of any name, and then asks for each of them.
func TestOddKeysAreFoundAgain(t *testing.T) {
	own, place := newDatabase(t)
	block := []column{{"언제", &numbers[int64]{of: "DateTime64(3, 'UTC')"}}, {"누구-1", textsOf()}, {"what for", textsOf()}}
	for i := range 6 {
		for k, key := range oddKeys {
			block[0].values.(*numbers[int64]).add(1_700_000_000_000 + int64(1000*(100*i+k)))
			block[1].values.(*sentTexts).add(key)
			block[2].values.(*sentTexts).add(fmt.Sprintf("/page/%d?%s", i, key))
		}
	}
	for _, shard := range shards(t) {
		for _, statement := range []string{
			"CREATE TABLE `기록 2024` (`언제` DateTime64(3, 'UTC'), `누구-1` String, `what for` String) " +
				"ENGINE = MergeTree ORDER BY `언제`",
			"CREATE TABLE `all 기록` AS `기록 2024` ENGINE = Distributed(spoor, " + place.database + ", `기록 2024`, rand())",
		} {
			if err := newClient(placeAt(t, shard, place.database)).exec(t.Context(), statement); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := own.c.insert(t.Context(), "`all 기록`", "", block); err != nil {
		t.Fatal(err)
	}
	odd, err := Parse("clickhouse://"+place.base.Host+"/"+place.database+
		"?events=all+기록&ts=언제&user=누구-1&target=what%20for&shards="+strings.Join(shards(t), ","), Options{})
	if err != nil {
		t.Fatal(err)
	}
	k := openAt(t, odd)
	matrix, err := k.Matrix(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if matrix.Len() != len(oddKeys) || !slices.IsSorted(matrix.Key) {
		t.Fatalf("%d users, not %d", matrix.Len(), len(oddKeys))
	}
	for row, key := range matrix.Key {
		name := fmt.Sprintf("%.40q", key)
		if !utf8.ValidString(key) || strings.ContainsRune(key, 0) {
			t.Errorf("%s is no text", name)
		}
		track, err := k.Track(t.Context(), key)
		if err != nil || len(track.Events) != 6 || matrix.Stats[row].Events != 6 || track.Key != key {
			t.Errorf("%s: %d events in the track, %d measured, %v", name, len(track.Events), matrix.Stats[row].Events, err)
		}
		id, err := k.AddVerdict(t.Context(), store.Verdict{User: key, Label: "watch", Note: key}, store.Verdict{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		about, err := k.About(t.Context(), key, oddKeys)
		if err != nil || len(about.Verdicts) != 1 || about.Verdicts[0].ID != id {
			t.Errorf("%s: %+v %v", name, about.Verdicts, err)
		}
	}
	some, err := openAt(t, odd).MatrixWith(t.Context(), analysis.DefaultMeasureOptions(), matrix.Window, nil)
	if err != nil {
		t.Fatal(err)
	}
	equalMatrices(t, "by window", matrix, some)
	touched, ok, err := engine{k}.Touched(t.Context(), server.Extent{Events: 0, Inserted: 0})
	if err != nil || !ok || !slices.Equal(touched, matrix.Key) {
		t.Errorf("%d are touched: %v %v", len(touched), ok, err)
	}
}
