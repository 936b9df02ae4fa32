package clickhouse

import (
	"errors"
	"fmt"
	"strings"
)

// Layout says how the tables are made.
type Layout struct {
	Cluster    string // whose shards have the events; empty: one server
	OnCluster  bool   // one statement makes a table on all servers of the cluster
	Replicated bool   // each shard has copies, by the macros {shard} and {replica}
	Years      int    // that events are kept; 0: for ever
}

// mostYears keeps a time to live within what ClickHouse's dates can hold: one beyond 2106 would begin anew in 1970, and
// the rows would be gone.
const mostYears = 50

// table is one of the tables of a case.
type table struct {
	name, columns, engine, order, sharding, ttl, extra string
	partition                                          string
}

// window is how many inserts are remembered, so that none is taken twice.
const window = "non_replicated_deduplication_window = 10000"

// replicatedWindow is window of tables with copies. These would also forget after an hour, and a load that was killed
// may be run again later than that.
const replicatedWindow = "replicated_deduplication_window = 10000, replicated_deduplication_window_seconds = 315360000"

// What is read of all events to measure everybody is packed so that it unpacks fast: ZSTD throughout took a twentieth
// less room, and two thirds more of the server's time.
var tables = []table{
	{name: "event", columns: `
	ts DateTime64(3, 'UTC') CODEC(Delta(8), LZ4HC(4)),
	account String CODEC(ZSTD(1)),
	ip String CODEC(LZ4),
	agent LowCardinality(String),
	action LowCardinality(String),
	target String CODEC(LZ4HC(4)),
	referrer String CODEC(LZ4HC(4)),
	status UInt16,
	bytes Int64 DEFAULT -1,
	click UInt8,
	menu LowCardinality(String),
	kind LowCardinality(String),
	outcome LowCardinality(String),
	source UInt32,
	line UInt64 CODEC(T64, LZ4),
	unfinished UInt8,
	user String DEFAULT if(account != '', account, ip) CODEC(LZ4),
	bucket UInt16 MATERIALIZED cityHash64(user) % 1024,
	inserted DateTime64(3, 'UTC') DEFAULT now64(3),
	INDEX by_inserted inserted TYPE minmax GRANULARITY 1,
	CONSTRAINT has_user CHECK user != '',
	CONSTRAINT not_future CHECK ts < now() + INTERVAL 1 DAY`,
		partition: "toYYYYMM(ts)", order: "(bucket, user, ts, source, line)", sharding: "cityHash64(user)",
		extra: "index_granularity = 1024, " + window},
	{name: "source", columns: "id UInt64, body String CODEC(ZSTD(1)), lines UInt64, " +
		"at DateTime64(6, 'UTC') DEFAULT now64(6)", order: "(id, lines, at)", extra: window},
	{name: "source_claim", columns: "id UInt64, content String", order: "id", extra: window},
	{name: "chunk", columns: "source UInt64, first UInt64, last UInt64", order: "(source, first)", extra: window},
	{name: "mark", columns: "source UInt64, line UInt64, offset UInt64", engine: "ReplacingMergeTree",
		order: "(source, line)", extra: window},
	{name: "reject", columns: "source UInt64, line UInt64, offset Int64, reason LowCardinality(String), " +
		"text String CODEC(ZSTD(3)), unfinished UInt8",
		engine: "ReplacingMergeTree", order: "(source, line, unfinished)", extra: window},
	{name: "delivery", columns: "number UInt64, attempt String, name String, digest String, " +
		"body String CODEC(ZSTD(3)), INDEX by_number number TYPE minmax GRANULARITY 1",
		order: "(name, number)", extra: window},
	{name: "withdrawn", columns: "source UInt64, line UInt64", engine: "ReplacingMergeTree", order: "(source, line)",
		extra: window},
	{name: "setting", columns: "name String, value String CODEC(ZSTD(1)), at DateTime64(6, 'UTC') DEFAULT now64(6)",
		order: "(name, at)", extra: window},
	{name: "metric", columns: "run String, kind LowCardinality(String), unit UInt64, body String CODEC(ZSTD(1)), " +
		"at DateTime64(6, 'UTC') DEFAULT now64(6)",
		engine: "ReplacingMergeTree", order: "(run, kind, unit)", ttl: "toDateTime(at) + INTERVAL 30 DAY",
		extra: "index_granularity = 1, " + window},
	{name: "profile", columns: "version String, key String, field LowCardinality(String), value String",
		engine: "ReplacingMergeTree", order: "(version, key, field)", extra: window},
	{name: "catalogue", columns: "version String, key String, field LowCardinality(String), value String",
		engine: "ReplacingMergeTree", order: "(version, key, field)", extra: window},
	{name: "verdict", columns: "id Int64, user String, label LowCardinality(String), note String, author String, " +
		"at Int64", order: "(user, id)", extra: window},
}

// Statements make the tables of a case in a database, those of events only where they are spoor's own.
func (l Layout) Statements(p *Place) ([]string, error) {
	if l.Years < 0 || l.Years > mostYears {
		return nil, fmt.Errorf("events can be kept for 1 to %d years, or for ever", mostYears)
	}
	if l.Cluster != "" && !name.MatchString(l.Cluster) {
		return nil, fmt.Errorf("%q is not the name of a cluster; it has letters, digits and _", l.Cluster)
	}
	if l.OnCluster && l.Cluster == "" {
		return nil, errors.New("on which cluster? Name it with --cluster")
	}
	statements := []string{"CREATE DATABASE IF NOT EXISTS " + identifier(p.database) + l.on()}
	for i := range tables {
		t := &tables[i]
		if t.name == "event" && p.columns != nil {
			continue
		}
		statements = append(statements, l.statements(p, t)...)
	}
	return statements, nil
}

func (l Layout) on() string {
	if l.OnCluster {
		return " ON CLUSTER " + l.Cluster
	}
	return ""
}

func (l Layout) statements(p *Place, t *table) []string {
	full, engine := identifier(p.database)+"."+t.name, t.engine
	local := full
	if l.Cluster != "" {
		local += "_local"
	}
	if engine == "" {
		engine = "MergeTree"
	}
	extra := t.extra
	if l.Replicated {
		at := "/clickhouse/tables/{shard}/" + strings.ReplaceAll(local, "`", "")
		engine = "Replicated" + engine + "('" + at + "', '{replica}')"
		extra = strings.Replace(extra, window, replicatedWindow, 1)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "CREATE TABLE IF NOT EXISTS %s%s (%s)\nENGINE = %s", local, l.on(), t.columns, engine)
	if t.partition != "" {
		fmt.Fprintf(&b, " PARTITION BY %s", t.partition)
	}
	fmt.Fprintf(&b, " ORDER BY %s", t.order)
	if t.name == "event" && l.Years > 0 {
		fmt.Fprintf(&b, " TTL toDateTime(ts) + INTERVAL %d YEAR", l.Years)
	}
	if t.ttl != "" {
		fmt.Fprintf(&b, " TTL %s", t.ttl)
	}
	fmt.Fprintf(&b, " SETTINGS %s", extra)
	made := []string{b.String()}
	if l.Cluster != "" {
		sharding := t.sharding
		if sharding == "" {
			sharding = "0" // all of it is on the first shard
		}
		made = append(made, fmt.Sprintf("CREATE TABLE IF NOT EXISTS %s%s AS %s "+
			"ENGINE = Distributed(%s, %s, %s_local, %s)",
			full, l.on(), local, l.Cluster, identifier(p.database), t.name, sharding))
	}
	return made
}
