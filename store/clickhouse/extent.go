package clickhouse

import (
	"context"
	"encoding/json"
	"fmt"

	"spoor/store/server"
)

// settingExtent is where the extent is kept.
const settingExtent = "extent"

// Extent is what there is of events. It is kept, and counted again when there are more, or more of them were withdrawn.
func (e engine) Extent(ctx context.Context) (server.Extent, error) {
	return e.recent.get(e.c, func() (server.Extent, error) { return e.extentNow(ctx) })
}

func (e engine) extentNow(ctx context.Context) (server.Extent, error) {
	withdrawn, err := e.countWithdrawn(ctx)
	if err != nil {
		return server.Extent{}, err
	}
	e.mutex.Lock()
	before, known := e.extent, e.extentKnown
	e.mutex.Unlock()
	if !known {
		text, err := e.Setting(ctx, settingExtent+e.Shape())
		if err != nil {
			return before, err
		}
		known = text != "" && json.Unmarshal([]byte(text), &before) == nil
	}
	now, since := before, server.Extent{}
	if known {
		all, more, err := e.countSince(ctx, before)
		if err != nil {
			return now, err
		}
		known = more == 0 && all == before.Events && withdrawn == before.Withdrawn
		if all == before.Events+more && withdrawn == before.Withdrawn &&
			all-before.Counted < before.Counted/mostUncounted {
			since = before
		}
	}
	if !known {
		if now, err = e.readExtent(ctx, since); err != nil {
			return now, err
		}
		now.Withdrawn = withdrawn
		if text, err := json.Marshal(now); err == nil {
			_ = e.SetSetting(ctx, settingExtent+e.Shape(), string(text)) // whoever may only read counts anew each time
		}
	}
	e.mutex.Lock()
	e.extent, e.extentKnown = now, true
	e.mutex.Unlock()
	return now, nil
}

func (k *Case) countWithdrawn(ctx context.Context) (int64, error) {
	now, err := k.state(ctx)
	return now.withdrawn, err
}

// after is the condition of what came in after an extent.
func (p *Place) after(before server.Extent) string {
	return fmt.Sprintf("%s > fromUnixTimestamp64Milli(toInt64(%d), 'UTC')", p.time("inserted"), before.Inserted)
}

// countSince counts the events, and those of them that came in after an extent. The server knows how many rows there
// are, and by its index which are new, and reads hardly any for it.
func (e engine) countSince(ctx context.Context, before server.Extent) (all, since int64, err error) {
	from, err := e.from(ctx)
	if err != nil {
		return 0, 0, err
	}
	query := "SELECT 'all', toString(count())" + from +
		" UNION ALL SELECT 'since', toString(count())" + from + " AND " + e.c.place.after(before)
	err = e.c.rows(ctx, query, nil, 2, func(row []string) error {
		if row[0] == "all" {
			all = integer(row[1])
		} else {
			since = integer(row[1])
		}
		return nil
	})
	return all, since, err
}

// Touched are the users of what has come in since an extent. Where something came in late, by a clock
// that is behind, the numbers do not add up, nor do they where events were withdrawn or deleted.
func (e engine) Touched(ctx context.Context, since server.Extent) (keys []string, ok bool, err error) {
	withdrawn, err := e.countWithdrawn(ctx)
	if err != nil || withdrawn != since.Withdrawn {
		return nil, false, err
	}
	all, more, err := e.countSince(ctx, since)
	if err != nil || all != since.Events+more {
		return nil, false, err
	}
	keys, err = e.users(ctx, " AND "+e.c.place.after(since), nil)
	return keys, err == nil, err
}

// mostUncounted is one in so many of the events whose users were counted: when more have come in than that, the users
// are counted again.
const mostUncounted = 8

// readExtent reads what has come in after an extent, and adds it. After the zero Extent that is all.
func (e engine) readExtent(ctx context.Context, before server.Extent) (extent server.Extent, err error) {
	from, err := e.fromSince(ctx, before)
	if err != nil {
		return extent, err
	}
	p := e.c.place
	query := fmt.Sprintf(`SELECT toString(count()), toString(if(count() = 0, 0, min(%[1]s))),
		toString(if(count() = 0, 0, max(%[1]s))), toString(if(count() = 0, 0, max(%[2]s))), toString(uniq(%[3]s)),
		toString(countIf(%[4]s != '') > 0), toString(countIf(%[5]s = 'login' AND %[6]s != '') > 0)`,
		p.milliseconds("ts"), p.milliseconds("inserted"), p.text("user"), p.text("referrer"), p.text("kind"),
		p.text("outcome"))
	err = e.c.rows(ctx, query+from, nil, 7, func(row []string) error {
		extent = server.Extent{Events: integer(row[0]), First: integer(row[1]), Last: integer(row[2]),
			Inserted: integer(row[3]), Users: integer(row[4]),
			Referrers: row[5] == "1", Logins: row[6] == "1"}
		return nil
	})
	extent.Counted = extent.Events
	if before.Events > 0 && extent.Events > 0 {
		extent = before.Plus(&extent)
	} else if before.Events > 0 {
		extent = before
	}
	return extent, err
}

// Forget drops what is kept of the metrics and of what there is of events, so that all is counted and measured anew.
func (k *Case) Forget(ctx context.Context) error {
	k.mutex.Lock()
	k.extentKnown = false
	k.mutex.Unlock()
	if err := (engine{k}).SetSetting(ctx, settingExtent+k.Shape(), ""); err != nil {
		return err
	}
	return k.Case.Forget(ctx)
}

// Uncounted is how many rows of a table of others have no time or no user, and so are no events; 0 in a table of
// spoor's own, whose rows all count.
func (k *Case) Uncounted(ctx context.Context) (int64, error) {
	if k.c.place.columns == nil {
		return 0, nil
	}
	rows, err := k.c.count(ctx, k.c.place.events)
	if err != nil {
		return 0, err
	}
	extent, err := (engine{k}).Extent(ctx)
	return max(rows-extent.Events, 0), err
}
