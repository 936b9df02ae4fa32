package clickhouse

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTablesWithCopiesCanBeMade runs the statements for tables with copies on a server that keeps what a Keeper would
// in its own memory. The server of the tests can't do more: it has no address where others could fetch parts from it,
// and does not run statements ON CLUSTER.
func TestTablesWithCopiesCanBeMade(t *testing.T) {
	if os.Getenv("SPOOR_TEST_CLICKHOUSE_SERVER") == "" {
		t.Skip("no ClickHouse to start: SPOOR_TEST_CLICKHOUSE_SERVER names none; .ci/clickhouse does")
	}
	dir := t.TempDir()
	s := &ownShard{http: freePort(t), tcp: freePort(t), data: filepath.Join(dir, "data"),
		config: filepath.Join(dir, "config.xml")}
	config := "<clickhouse><logger><level>warning</level></logger>" +
		"<zookeeper><implementation>testkeeper</implementation></zookeeper>" +
		"<macros><shard>1</shard><replica>a</replica></macros><remote_servers><spoor><shard><internal_replication>true" +
		"</internal_replication><replica><host>127.0.0.1</host><port>" + s.tcp + "</port></replica></shard></spoor>" +
		"</remote_servers></clickhouse>"
	if err := os.WriteFile(s.config, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	s.start(t)
	t.Cleanup(s.kill)
	place := placeAt(t, "127.0.0.1:"+s.http, "shop")
	layout := Layout{Cluster: "spoor", Replicated: true, Years: 2}
	for range 2 { // the second time they are there
		if err := Init(t.Context(), place, layout); err != nil {
			t.Fatal(err)
		}
	}
	copied := map[string]bool{}
	c := newClient(place)
	err := c.rows(t.Context(),
		"SELECT name, engine_full FROM system.tables WHERE database = 'shop' AND engine LIKE 'Replicated%'", nil, 2,
		func(row []string) error {
			copied[row[0]] = true
			if !strings.Contains(row[1], "replicated_deduplication_window_seconds = 315360000") {
				t.Errorf("%s forgets what was inserted: %s", row[0], row[1])
			}
			return nil
		})
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range tables {
		if !copied[table.name+"_local"] {
			t.Errorf("%s has no copies", table.name)
		}
	}
	layout.OnCluster = true
	statements, err := layout.Statements(place)
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range statements {
		if err := c.exec(t.Context(), "EXPLAIN AST "+statement); err != nil {
			t.Error(err)
		}
	}
}
