// Package clickhouse keeps a case in ClickHouse, on one server or on a cluster: it is a [server.Engine], and writes
// what a load and the screens write. The engine keeps and orders events; what they mean is measured by the same code
// that measures a case file.
//
// It speaks HTTP, with blocks in the Native format, so that it passes load balancers and proxies. An answer that breaks
// off, an error in the middle of one, and a shard that is down are errors: never a smaller answer.
package clickhouse
