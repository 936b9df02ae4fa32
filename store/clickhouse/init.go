package clickhouse

import (
	"context"
	"fmt"
)

// Init makes the tables of a case where they are not there yet.
func Init(ctx context.Context, p *Place, l Layout) error {
	statements, err := l.Statements(p)
	if err != nil {
		return err
	}
	system := *p
	system.database = "system" // the own may not be there yet
	c := newClient(&system)
	defer c.http.CloseIdleConnections()
	if err := l.checkThere(ctx, c, p); err != nil {
		return err
	}
	for _, statement := range statements {
		if err := c.exec(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// checkThere refuses a layout that is another than that of the tables that are there already, which stay as they are.
func (l Layout) checkThere(ctx context.Context, c *client, p *Place) error {
	if p.columns != nil {
		return nil
	}
	engines, err := c.engines(ctx, p.database)
	if err != nil || engines["event"] == "" {
		return err
	}
	cluster, local := "", engines["event"]
	if m := distributed.FindStringSubmatch(local); m != nil {
		cluster, local = m[1], engines["event_local"]
	}
	at, table := "one server", "event"
	if cluster != "" {
		at, table = "the cluster "+cluster, "event_local"
	}
	if l.Cluster != cluster {
		return fmt.Errorf("%s: its tables are there already, with the events on %s, and init does not move them; "+
			"make the tables in another database, and load the logs there", p.Shown, at)
	}
	if years := yearsIn(local); l.Years > 0 && l.Years != years {
		return fmt.Errorf("%s: its tables are there already, and keep events %s; ALTER TABLE %s.%s MODIFY TTL "+
			"toDateTime(ts) + INTERVAL %d YEAR changes that, on each server", p.Shown, spelledYears(years),
			identifier(p.database), table, l.Years)
	}
	return nil
}

// engines are those of the tables of events in a database, with what is said of them.
func (c *client) engines(ctx context.Context, database string) (map[string]string, error) {
	engines := map[string]string{}
	err := c.rows(ctx, "SELECT name, engine_full FROM system.tables WHERE database = {database:String} "+
		"AND name IN ('event', 'event_local')", args{"database": database}, 2, func(row []string) error {
		engines[row[0]] = row[1]
		return nil
	})
	return engines, err
}
