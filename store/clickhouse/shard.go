package clickhouse

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// distributed is how ClickHouse tells what a table is that lies on the shards of a cluster.
var distributed = regexp.MustCompile(`^Distributed\(\\?'?([^',\\]+)\\?'?, \\?'?([^',\\]+)\\?'?, ` +
	`\\?'?([^',)\\]+)\\?'?[,)]`)

// openShards makes a client for each shard that the place names, and finds that they are those of the cluster, each
// once. Then events are read from each, of its own table, and the server has nothing to pass on.
func (k *Case) openShards(ctx context.Context) error {
	p := k.c.place
	if len(p.shards) == 0 {
		return nil
	}
	cluster, local, err := k.c.distributed(ctx)
	if err == nil && cluster == "" {
		err = fmt.Errorf("%s: the table %s is on this server alone; leave out shards=", p.Shown, p.table)
	}
	if err != nil {
		return err
	}
	var want []string
	err = k.c.rows(ctx, "SELECT DISTINCT toString(shard_num) AS c_shard FROM system.clusters "+
		"WHERE cluster = {cluster:String} ORDER BY c_shard",
		args{"cluster": cluster}, 1, func(row []string) error {
			want = append(want, row[0])
			return nil
		})
	if err != nil {
		return err
	}
	found := map[string]string{} // who is which shard
	for _, host := range p.shards {
		place := *p
		place.base.Host, place.Shown, place.events = host, p.shownAt(host), local
		shard := &client{place: &place, http: k.c.http, packed: !isLoopback(place.base.Hostname())}
		number, err := shard.number(ctx, cluster)
		if err != nil {
			return err
		}
		if other := found[number]; other != "" {
			return fmt.Errorf("%s: %s and %s are both shard %s of cluster %s; name each shard once", p.Shown, other,
				host, number, cluster)
		}
		found[number] = host
		k.shards = append(k.shards, shard)
	}
	want = slices.DeleteFunc(want, func(number string) bool { return found[number] != "" })
	if len(want) > 0 {
		return fmt.Errorf("%s: shards= leaves out shard %s of cluster %s; name all, or none to read them through "+
			"this server", p.Shown,
			strings.Join(want, ", "), cluster)
	}
	return nil
}

// HowRead says how the events of a cluster are read; it is empty where they are on one server.
func (k *Case) HowRead(ctx context.Context) (string, error) {
	if len(k.shards) > 0 {
		return fmt.Sprintf("from each of its %d shards", len(k.shards)), nil
	}
	cluster, _, err := k.c.distributed(ctx)
	if err != nil || cluster == "" {
		return "", err
	}
	return "through one server, which passes on what the others have; name all shards in the URL, as in " +
		"?shards=HOST:PORT,HOST:PORT, " +
		"to read from each and spare it that", nil
}

// distributed is on which cluster the table of events lies, and what it is called there; empty where it is on one
// server.
func (c *client) distributed(ctx context.Context) (cluster, local string, err error) {
	err = c.rows(ctx, "SELECT engine_full FROM system.tables WHERE database = currentDatabase() "+
		"AND name = {name:String}",
		args{"name": c.place.table}, 1, func(row []string) error {
			if m := distributed.FindStringSubmatch(row[0]); m != nil {
				cluster, local = m[1], identifier(m[2])+"."+identifier(m[3])
			}
			return nil
		})
	return cluster, local, err
}

// number is which shard of a cluster the server is, by what it says itself.
func (c *client) number(ctx context.Context, cluster string) (number string, err error) {
	err = c.rows(ctx, "SELECT toString(shard_num) FROM system.clusters WHERE cluster = {cluster:String} AND is_local",
		args{"cluster": cluster}, 1, func(row []string) error {
			number = row[0]
			return nil
		})
	if err == nil && number == "" {
		err = fmt.Errorf("%s: it is not a server of cluster %s", c.place.Shown, cluster)
	}
	return number, err
}
