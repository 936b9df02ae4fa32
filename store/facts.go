package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"database/sql/driver"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"spoor/analysis"
	"spoor/store/sqlite"
)

// Facts is what is known of a user (a profile) or of an item (an entry of the catalogue): values by the name of the field.
type Facts struct {
	Key    string
	Fields map[string]string
}

// factTable is where facts of one kind are kept, and the setting that names the version in use.
type factTable struct{ table, key, setting string }

var (
	profileTable   = factTable{"profile", "user", "profiles"}
	catalogueTable = factTable{"catalogue", "item", "catalogue"}
)

// ReplaceProfiles puts the profiles in the place of those that the case has. Where a key comes twice the last one counts.
func (c *Case) ReplaceProfiles(ctx context.Context, profiles []Facts) error {
	return c.replaceFacts(ctx, profileTable, profiles)
}

// ReplaceCatalogue puts the entries in the place of those that the case has. Where a key comes twice the last one counts.
// A catalogue whose prerequisites go in a circle is refused.
func (c *Case) ReplaceCatalogue(ctx context.Context, entries []Facts) error {
	if err := CheckCatalogue(entries); err != nil {
		return err
	}
	return c.replaceFacts(ctx, catalogueTable, entries)
}

// fact is a row of a table of facts.
type fact struct{ key, field, value string }

func (c *Case) replaceFacts(ctx context.Context, t factTable, facts []Facts) error {
	flat, version := flatten(facts)
	return sqlite.Change(ctx, c.writer, func(transaction *sql.Tx) error {
		if _, err := transaction.ExecContext(ctx, "DELETE FROM "+t.table); err != nil { // #nosec G202 -- a constant
			return sqlite.Explain(err)
		}
		into := fmt.Sprintf("%s (%s, field, value)", t.table, t.key)
		err := sqlite.Insert(ctx, transaction, sqlite.Rows{Into: into, Count: len(flat), Put: func(row int, to sqlite.Values) {
			to.Text(flat[row].key)
			to.Text(flat[row].field)
			to.Text(flat[row].value)
		}})
		if err != nil {
			return err
		}
		return c.setSetting(ctx, transaction, t.setting, version)
	})
}

// flatten orders the facts, and names their version by their content.
func flatten(facts []Facts) (flat []fact, version string) {
	last := map[string]Facts{}
	for _, f := range facts {
		last[string(storable([]byte(f.Key)))] = f
	}
	digest := sha256.New()
	for _, key := range slices.Sorted(maps.Keys(last)) {
		fields := last[key].Fields
		for _, field := range slices.Sorted(maps.Keys(fields)) {
			f := fact{key, string(storable([]byte(field))), string(storable([]byte(fields[field])))}
			flat = append(flat, f)
			_, _ = io.WriteString(digest, f.key+"\x00"+f.field+"\x00"+f.value+"\x00")
		}
	}
	return flat, hex.EncodeToString(digest.Sum(nil)[:8])
}

func readFacts(ctx context.Context, db sqlite.Querier, t factTable) ([]Facts, error) {
	var all []Facts
	var last fact
	err := sqlite.Batch(ctx, db, []string{t.key, "field", "value"}, "FROM "+t.table, nil, func(v []driver.Value) error {
		f := fact{v[0].(string), v[1].(string), v[2].(string)}
		if f.key < last.key || f.key == last.key && f.field <= last.field && len(all) > 0 {
			return sqlite.Damaged(t.table)
		}
		last = fact{key: strings.Clone(f.key), field: strings.Clone(f.field)}
		if n := len(all); n == 0 || all[n-1].Key != f.key {
			all = append(all, Facts{Key: last.key, Fields: map[string]string{}})
		}
		all[len(all)-1].Fields[last.field] = strings.Clone(f.value)
		return nil
	})
	return all, err
}

// fieldsByKey are the fields of facts by key.
func fieldsByKey(facts []Facts) map[string]map[string]string {
	fields := make(map[string]map[string]string, len(facts))
	for _, f := range facts {
		fields[f.Key] = f.Fields
	}
	return fields
}

// SharedFacts puts facts into the form in which they are kept: each key once, in order, with the version that names them all.
func SharedFacts(facts []Facts) (keys, fields, values []string, version string) {
	flat, version := flatten(facts)
	for _, f := range flat {
		keys, fields, values = append(keys, f.key), append(fields, f.field), append(values, f.value)
	}
	return keys, fields, values, version
}

// CheckCatalogue refuses a catalogue whose prerequisites go in a circle.
func CheckCatalogue(entries []Facts) error {
	nobody := func(string) (int32, bool) { return 0, false }
	_, err := analysis.NewKnowledge(analysis.DefaultSite(), catalogueEntries(entries), nobody)
	return err
}

// FactSetting is the setting that names the version of facts that is in use.
func FactSetting(kind FactKind) string {
	if kind == Profiles {
		return profileTable.setting
	}
	return catalogueTable.setting
}
