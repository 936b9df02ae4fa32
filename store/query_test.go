package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"spoor/analysis"
	"spoor/store/sqlite"
)

func TestQueryReadsTheViews(t *testing.T) {
	c, all := generatedCase(t, 71, 300, 130)
	_, err := c.MatrixWith(t.Context(), analysis.DefaultMeasureOptions(), analysis.Window{}, nil)
	check(t, err)
	const query = "SELECT count(*) AS n, 1.5, 'a;b', NULL, x'00ff' FROM v_event; -- all"
	result, err := c.Query(t.Context(), query, UsualQueryLimits)
	check(t, err)
	want := fmt.Sprint([]any{int64(len(all)), 1.5, "a;b", nil, []byte{0, 255}})
	if fmt.Sprint(result.Rows[0]) != want || result.Columns[0] != "n" {
		t.Errorf("%v of %v, not %s", result.Rows[0], result.Columns, want)
	}
	tables, err := c.QueryTables(t.Context())
	check(t, err)
	i := slices.IndexFunc(tables, func(t QueryTable) bool { return t.Name == "v_user" })
	if i < 0 || !tables[i].View || !slices.Contains(tables[i].Columns, "user") || !tables[0].View {
		t.Errorf("the tables are %+v", tables)
	}
}

// TestQueryCanOnlyRead tries everything that writes, reaches for another file, changes settings or calls what is ours.
func TestQueryCanOnlyRead(t *testing.T) {
	c, _ := generatedCase(t, 72, 100, 50)
	before := dump(t, c)
	other := filepath.Join(t.TempDir(), "other.db")
	for _, query := range []string{
		"DELETE FROM event", "INSERT INTO setting VALUES ('a', 'b')", "UPDATE verdict SET label = 'none'", "DROP TABLE event",
		"CREATE TABLE x (a)", "CREATE TEMP TABLE x (a)", "CREATE TEMP VIEW x AS SELECT 1",
		"REPLACE INTO setting VALUES ('a', 'b')",
		"WITH x AS (SELECT 1) INSERT INTO setting SELECT 'a', 'b'", "SELECT 1; DELETE FROM event", "SELECT 1;;SELECT 2",
		"ATTACH '" + other + "' AS other", "ATTACH ':memory:' AS other", "VACUUM",
		"VACUUM INTO '" + other + "'", "REINDEX", "ANALYZE",
		"PRAGMA query_only = 0", "PRAGMA journal_mode = DELETE", "PRAGMA writable_schema = 1", "PRAGMA user_version = 1",
		"PRAGMA wal_checkpoint(TRUNCATE)", "PRAGMA temp_store_directory = '/tmp'", "SELECT * FROM pragma_query_only",
		"BEGIN IMMEDIATE; DELETE FROM event; COMMIT", "SAVEPOINT x", "DETACH main",
		"SELECT load_extension('/tmp/x.so')", "SELECT spoor_collect(1, 2)", "SELECT writefile('" + other + "', 'x')",
		"CREATE VIRTUAL TABLE x USING fts5(a)", "CREATE TRIGGER x AFTER INSERT ON setting BEGIN SELECT 1; END",
		"ALTER TABLE event ADD x",
		"/* SELECT */ DELETE FROM event", "-- x\nDELETE FROM event", "EXPLAIN DELETE FROM event",
	} {
		if result, err := c.Query(t.Context(), query, UsualQueryLimits); err == nil {
			t.Errorf("%s gives %v", query, result.Rows)
		} else if strings.ContainsAny(err.Error(), "\n") {
			t.Errorf("%s: %q is more than a line", query, err)
		}
	}
	if _, err := os.Stat(other); err == nil {
		t.Error("another file was made")
	}
	sameDump(t, dump(t, c), before)
	for _, query := range []string{
		"SELECT ';' || \";\" AS \";\"", "VALUES (1), (2)", "SELECT 1 /* ; */ ; -- ;", "PRAGMA table_info(event)",
	} {
		_, err := c.Query(t.Context(), query, UsualQueryLimits)
		if err != nil && !strings.Contains(err.Error(), "no such column") {
			t.Errorf("%s: %v", query, err)
		}
	}
}

func TestQueryIsHeldToItsLimits(t *testing.T) {
	c, _ := generatedCase(t, 73, 100, 50)
	const endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
	result, err := c.Query(t.Context(), endless+"SELECT i FROM n", QueryLimits{Rows: 7, Bytes: 1 << 20, Time: time.Minute})
	check(t, err)
	if len(result.Rows) != 7 || result.Cut != "the first 7 rows" {
		t.Errorf("%d rows, %q", len(result.Rows), result.Cut)
	}
	result, err = c.Query(t.Context(), endless+"SELECT hex(zeroblob(500000)) FROM n",
		QueryLimits{Rows: 1000, Bytes: 3 << 20, Time: time.Minute})
	check(t, err)
	if len(result.Rows) > 5 || result.Cut != "the first 3 MiB" {
		t.Errorf("%d rows, %q", len(result.Rows), result.Cut)
	}
	limits := QueryLimits{Rows: 7, Bytes: 1, Time: 50 * time.Millisecond}
	_, err = c.Query(t.Context(), endless+"SELECT count(*) FROM n", limits)
	if err == nil || !strings.Contains(err.Error(), "took longer than 50ms") {
		t.Errorf("without end: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(20*time.Millisecond, cancel)
	if _, err = c.Query(ctx, endless+"SELECT count(*) FROM n", UsualQueryLimits); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if _, err = c.Query(t.Context(), "SELECT zeroblob(1000000000)", UsualQueryLimits); err == nil {
		t.Error("a gigabyte was made")
	}
	if _, err := c.Query(t.Context(), "DELETE FROM event", UsualQueryLimits); !errors.Is(err, sqlite.ErrDenied) {
		t.Errorf("to write is %v", err)
	}
	_, err = c.Query(t.Context(), "SELECT statu FROM v_event", UsualQueryLimits)
	if err == nil || err.Error() != "no such column: statu" {
		t.Errorf("a wrong name is %v", err)
	}
}
