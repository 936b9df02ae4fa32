package clickhouse

import (
	"fmt"
	"testing"
)

// TestEventsOfOneMomentComeInOneOrder measures the same events, of which many are of one user in one second, from two
// tables of others that keep them in opposite orders.
func TestEventsOfOneMomentComeInOneOrder(t *testing.T) {
	_, place := newDatabase(t)
	shard := shards(t)[0]
	at := placeAt(t, shard, place.database)
	var tables [2]*Case
	for i, order := range []string{"n", "-n"} {
		name := fmt.Sprintf("requests%d", i)
		for _, query := range []string{
			"CREATE TABLE " + name + " (n Int64, at DateTime, who String, path String, said UInt16) ENGINE = MergeTree " +
				"ORDER BY " + order,
			"INSERT INTO " + name + " SELECT number, toDateTime('2024-03-01 08:00:00') + intDiv(number, 40), " +
				"concat('u', toString(number % 5)), concat('/page/', toString(cityHash64(number) % 30)), " +
				"if(cityHash64(number, 1) % 9 = 0, 404, 200) FROM numbers(4000)",
		} {
			if err := newClient(at).exec(t.Context(), query); err != nil {
				t.Fatal(err)
			}
		}
		foreign, err := Parse("clickhouse://"+shard+"/"+place.database+"?events="+name+
			"&ts=at&user=who&target=path&status=said", Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := Init(t.Context(), foreign, Layout{}); err != nil {
			t.Fatal(err)
		}
		tables[i] = openAt(t, foreign)
	}
	a, err := tables[0].Matrix(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	b, err := tables[1].Matrix(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	equalMatrices(t, "in the opposite order", a, b)
	for _, user := range a.Key {
		one, err := tables[0].Track(t.Context(), user)
		if err != nil {
			t.Fatal(err)
		}
		other, err := tables[1].Track(t.Context(), user)
		if err != nil {
			t.Fatal(err)
		}
		if x, y := told(one), told(other); x != y {
			t.Errorf("the track of %s:\n%.600s\nand in the opposite order\n%.600s", user, x, y)
		}
		if line := one.Events[0].Line; line != 0 {
			t.Errorf("a line %d, of which there is none", line)
		}
	}
}
