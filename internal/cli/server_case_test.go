//go:build unix

package cli

import (
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"testing"
)

var serverCases atomic.Int64

// clickHouseCase makes a case on the shards that .ci/clickhouse starts, and names it. Without them the test is skipped.
func clickHouseCase(t *testing.T) (db string) {
	t.Helper()
	named := os.Getenv("SPOOR_TEST_CLICKHOUSE")
	if named == "" {
		t.Skip("no ClickHouse to test with: SPOOR_TEST_CLICKHOUSE names none; .ci/clickhouse starts three by npm")
	}
	database := fmt.Sprintf("test_cli_%d_%d", os.Getpid(), serverCases.Add(1))
	for _, shard := range strings.Split(named, ",") {
		at := "clickhouse://" + shard + "/" + database
		if said, err := spoorCommand("init", "--db", at, "--cluster", "spoor").CombinedOutput(); err != nil {
			t.Fatalf("%v, %s", err, said)
		}
		if db == "" {
			db = at
		}
	}
	return db
}
