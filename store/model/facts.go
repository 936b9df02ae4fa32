package model

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"maps"
	"slices"

	"spoor/analysis"
	"spoor/analysis/web"
)

// Facts is what is known of a user (a profile) or of an item (an entry of the catalogue): values by the name of the
// field.
type Facts struct {
	Key    string
	Fields map[string]string
}

// Known is a copy of the fields that say anything, nil if none does.
func (f Facts) Known() map[string]string {
	known := maps.Clone(f.Fields)
	maps.DeleteFunc(known, func(_, value string) bool { return value == "" })
	if len(known) == 0 {
		return nil
	}
	return known
}

// FactTable is where facts of one kind are kept, and the setting that names the version in use.
type FactTable struct{ Table, Key, Setting string }

// The tables of facts.
var (
	ProfileTable   = FactTable{"profile", "user", "profiles"}
	CatalogueTable = FactTable{"catalogue", "item", "catalogue"}
)

// Fact is a row of a table of facts. One without a field and a value says that the key is there and nothing else, as of
// an item of which the catalogue has but the name.
type Fact struct{ Key, Field, Value string }

// Flatten orders the facts, and names their version by their content.
func Flatten(facts []Facts) (flat []Fact, version string) {
	last := map[string]Facts{}
	for _, f := range facts {
		last[string(storable([]byte(f.Key)))] = f
	}
	digest := sha256.New()
	for _, key := range slices.Sorted(maps.Keys(last)) {
		fields := last[key].Fields
		if len(fields) == 0 {
			fields = map[string]string{"": ""}
		}
		for _, field := range slices.Sorted(maps.Keys(fields)) {
			f := Fact{key, string(storable([]byte(field))), string(storable([]byte(fields[field])))}
			flat = append(flat, f)
			_, _ = io.WriteString(digest, f.Key+"\x00"+f.Field+"\x00"+f.Value+"\x00")
		}
	}
	return flat, hex.EncodeToString(digest.Sum(nil)[:8])
}

// FieldsByKey are the fields of facts by key.
func FieldsByKey(facts []Facts) map[string]map[string]string {
	fields := make(map[string]map[string]string, len(facts))
	for _, f := range facts {
		fields[f.Key] = f.Fields
	}
	return fields
}

// SharedFacts puts facts into the form in which they are kept: each key once, in order, with the version that names
// them all.
func SharedFacts(facts []Facts) (keys, fields, values []string, version string) {
	flat, version := Flatten(facts)
	for _, f := range flat {
		keys, fields, values = append(keys, f.Key), append(fields, f.Field), append(values, f.Value)
	}
	return keys, fields, values, version
}

// CheckCatalogue refuses a catalogue whose prerequisites go in a circle.
func CheckCatalogue(entries []Facts) error {
	nobody := func(string) (int32, bool) { return 0, false }
	_, err := analysis.NewKnowledge(web.DefaultSite(), CatalogueEntries(entries), nobody)
	return err
}

// FactSetting is the setting that names the version of facts that is in use.
func FactSetting(kind FactKind) string {
	if kind == Profiles {
		return ProfileTable.Setting
	}
	return CatalogueTable.Setting
}

// FactKind says of what facts are.
type FactKind string

// The kinds of facts.
const (
	Profiles  FactKind = "profile"
	Catalogue FactKind = "catalogue"
)
