package clickhouse

import (
	"context"

	"spoor/store/server"
)

// SetOnce sets a setting; of several who do so after the same, only the first does.
func (e engine) SetOnce(ctx context.Context, name, value, after string) error {
	return e.c.insert(ctx, "setting", "once:"+name+" "+after,
		[]column{{"name", textsOf(name)}, {"value", textsOf(value)}})
}

// Keep keeps units of what was measured in a run, each in the place of what was kept of it before.
func (e engine) Keep(ctx context.Context, run string, units []server.KeptUnit) error {
	runs, unit, kind, body := textsOf(), uint64s(), textsOf(), textsOf()
	for i := range units {
		runs.add(run)
		unit.add(uint64(units[i].Unit))
		kind.add(units[i].Kind)
		body.addBytes(units[i].Body)
	}
	return e.c.insert(ctx, "metric", "", []column{{"run", runs}, {"unit", unit}, {"kind", kind}, {"body", body}})
}

// Kept tells what is kept of the units of a run.
func (e engine) Kept(ctx context.Context, run, kind string, do func(unit int, body []byte) error) error {
	var units int64s
	var body texts
	query := "SELECT toInt64(unit), argMax(body, at) FROM metric WHERE run = {run:String} AND kind = {kind:String} " +
		"GROUP BY unit ORDER BY unit"
	with := map[string]string{"max_block_size": "1"}
	return e.c.query(ctx, query, args{"run": run, "kind": kind}, with, []result{&units, &body}, func(rows int) error {
		for row := range rows {
			if err := do(int(units[row]), body.at(row)); err != nil {
				return err
			}
		}
		return nil
	})
}
