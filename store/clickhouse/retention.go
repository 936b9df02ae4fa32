package clickhouse

import (
	"context"
	"fmt"
	"regexp"
	"time"

	"spoor/store"
)

// retention is for how many years events are kept, as a table says it.
var retention = regexp.MustCompile(`TTL toDateTime\(ts\) \+ toIntervalYear\((\d+)\)`)

// yearsIn is for how many years a table keeps events; 0 is for ever.
func yearsIn(engine string) int {
	if m := retention.FindStringSubmatch(engine); m != nil {
		return int(integer(m[1]))
	}
	return 0
}

func spelledYears(years int) string {
	switch years {
	case 0:
		return "for ever"
	case 1:
		return "for 1 year"
	}
	return fmt.Sprintf("for %d years", years)
}

// checkKept refuses a log with events that the table would drop at once.
func (k *Case) checkKept(ctx context.Context, source *store.Source) error {
	k.mutex.Lock()
	years := k.years
	k.mutex.Unlock()
	if years < 0 {
		engines, err := k.c.engines(ctx, k.c.place.database)
		if err != nil {
			return err
		}
		if years = yearsIn(engines["event_local"]); years == 0 {
			years = yearsIn(engines["event"])
		}
		k.mutex.Lock()
		k.years = years
		k.mutex.Unlock()
	}
	from := time.Now().UTC().AddDate(-years, 0, 0)
	if years == 0 || source.Events == 0 || source.First >= from.UnixMilli() {
		return nil
	}
	return fmt.Errorf("%s has events of %s, and the table keeps them %s, so they would be gone again; load the log "+
		"into another database, or reject what is older: --earliest %s", source.Path,
		time.UnixMilli(source.First).UTC().Format(time.DateOnly), spelledYears(years),
		from.AddDate(0, 0, 1).Format(time.DateOnly))
}
