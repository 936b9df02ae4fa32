package store

import (
	"testing"

	"spoor/store/logline"
	"spoor/store/model"
)

// TestProfileReachesTheMetrics: when a user joined is in the matrix, for the user of the profile and nobody else.
func TestProfileReachesTheMetrics(t *testing.T) {
	c := newCase(t)
	check(t, c.ReplaceProfiles(t.Context(), []model.Facts{
		{Key: "kim", Fields: map[string]string{"joined": "2026-01-02"}},
		{Key: "nobody", Fields: map[string]string{"joined": "2026-01-03"}},
	}))
	var events []placed
	for i, user := range []string{"kim", "lee"} {
		events = append(events, placed{Event: logline.Event{
			Key: []byte(user), Client: []byte("10.0.0.1"), Action: []byte("GET"), Target: []byte("/a"),
			Referrer: []byte("https://a.example/"), Status: 200, Bytes: -1, Time: 1_767_400_000_000,
		}, Source: 1, Line: int64(i + 1)})
	}
	appendEvents(t, c, 1, events, 10)
	matrix, err := c.Matrix(t.Context())
	check(t, err)
	for key, want := range map[string]int64{"kim": 1_767_312_000_000, "lee": 0} {
		row, found := matrix.Row(key)
		if !found || matrix.Facts[row].Joined != want {
			t.Errorf("%s joined at %d, want %d", key, matrix.Facts[row].Joined, want)
		}
	}
	if _, found := matrix.Row("nobody"); found {
		t.Error("who never came has a row")
	}
	if !matrix.Background.Referrers {
		t.Error("the log has referrers, and the metrics don't know it")
	}
}

// TestKnowledgeThatCannotBeRead: a table that is missing is an error, and not a case that knows nothing.
func TestKnowledgeThatCannotBeRead(t *testing.T) {
	for _, table := range []string{"setting", "catalogue", "referrer", "profile"} {
		c := newCase(t)
		if _, err := readKnowledge(t.Context(), c.db(), nil, nil); err != nil {
			t.Errorf("before %s is gone: %v", table, err)
		}
		_, err := c.writer.ExecContext(t.Context(), "DROP TABLE "+table)
		check(t, err)
		if _, err := readKnowledge(t.Context(), c.db(), nil, nil); err == nil {
			t.Errorf("without %s nothing is wrong", table)
		}
	}
}
