package server

import (
	"context"
	"strings"
	"testing"
)

// crowded is an engine that has more users than can be measured.
type crowded struct {
	Engine
	users int64
}

func (crowded) Path() string                                    { return "clickhouse://localhost:8123/shop" }
func (crowded) Shape() string                                   { return "" }
func (crowded) Setting(context.Context, string) (string, error) { return "", nil }
func (e crowded) Extent(context.Context) (Extent, error) {
	return Extent{Events: 1e12, First: 1, Last: 2, Inserted: 3, Users: e.users}, nil
}

func TestTooManyUsersAreRefusedWithWhatTheyWouldTake(t *testing.T) {
	_, err := New(crowded{users: 45_000_000}).Matrix(t.Context())
	for _, part := range []string{"45000000 users", "45 GB", "20000000 users at most", "--since"} {
		if err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%q is missing: %v", part, err)
		}
	}
}
