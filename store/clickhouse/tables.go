package clickhouse

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"spoor/store"
	"spoor/store/model"
)

// Setting is empty where nothing has been set.
func (e engine) Setting(ctx context.Context, name string) (value string, err error) {
	now, err := e.state(ctx)
	return now.settings[name], err
}

// state is what is asked for again and again, and is told in one answer.
type state struct {
	settings  map[string]string
	withdrawn int64 // events that were taken back; 0 in a table of others
}

func (k *Case) state(ctx context.Context) (state, error) {
	return k.recentState.get(k.c, func() (state, error) {
		now := state{settings: map[string]string{}}
		query := "SELECT 'setting', name, argMax(value, at) FROM setting GROUP BY name"
		if k.c.place.columns == nil {
			query += " UNION ALL SELECT 'withdrawn', '', toString(count()) FROM withdrawn"
		}
		err := k.c.rows(ctx, query, nil, 3, func(row []string) error {
			if row[0] == "setting" {
				now.settings[row[1]] = row[2]
			} else {
				now.withdrawn = integer(row[2])
			}
			return nil
		})
		return now, err
	})
}

// SetSetting changes a setting.
func (e engine) SetSetting(ctx context.Context, name, value string) error {
	return e.c.insert(ctx, "setting", "", []column{{"name", textsOf(name)}, {"value", textsOf(value)}})
}

// Facts tells all facts of a kind by key; they are good until do returns.
func (e engine) Facts(ctx context.Context, kind model.FactKind, do func(model.Facts)) error {
	return e.facts(ctx, kind, "", do)
}

// FactsOf tells the facts of some keys likewise.
func (e engine) FactsOf(ctx context.Context, kind model.FactKind, keys []string, do func(model.Facts)) error {
	if len(keys) == 0 {
		return nil
	}
	return e.facts(ctx, kind, " AND key IN (SELECT arrayJoin("+list(keys)+"))", do)
}

// list is how a list of texts is written.
func list(texts []string) string {
	parts := make([]string, len(texts))
	for i, text := range texts {
		parts[i] = quoted(text)
	}
	return "[" + strings.Join(parts, ",") + "]"
}

var inQuotes = strings.NewReplacer("\\", "\\\\", "'", "\\'")

// quoted is how a text is written in a query.
func quoted(text string) string { return "'" + inQuotes.Replace(text) + "'" }

func (e engine) facts(ctx context.Context, kind model.FactKind, which string, do func(model.Facts)) error {
	version, err := e.Setting(ctx, model.FactSetting(kind))
	if err != nil || version == "" {
		return err
	}
	// In the order of the table, which costs the server nothing. What is there twice says the same twice.
	query := "SELECT key, field, value FROM " + string(kind) +
		" WHERE version = {version:String}" + which + " ORDER BY version, key, field"
	var keys, values texts
	var fields coded
	of, known := model.Facts{Fields: map[string]string{}}, map[string]string{}
	tell := func() {
		if len(of.Fields) > 0 {
			do(of)
		}
		clear(of.Fields)
	}
	err = e.c.query(ctx, query, args{"version": version}, nil, []result{&keys, &fields, &values}, func(rows int) error {
		names := fields.column()
		for row := range rows {
			if key := keys.at(row); string(key) != of.Key {
				tell()
				of.Key = string(key)
			}
			of.Fields[once(known, names.At(row))] = once(known, values.at(row))
		}
		return nil
	})
	if err == nil {
		tell()
	}
	return err
}

// mostOnce is how many texts are looked for among those that have come.
const mostOnce = 1 << 12

// once is a text that is made once for each time that it comes: most values of facts come again and again.
func once(known map[string]string, text []byte) string {
	made, found := known[string(text)]
	if !found {
		if made = string(text); len(known) < mostOnce {
			known[made] = made
		}
	}
	return made
}

// ReplaceProfiles puts the profiles in the place of those that the case has. Where a key comes twice the last one
// counts.
func (k *Case) ReplaceProfiles(ctx context.Context, profiles []model.Facts) error {
	return k.replace(ctx, model.Profiles, profiles)
}

// ReplaceCatalogue puts the entries in the place of those that the case has; a catalogue whose prerequisites go in a
// circle is refused.
func (k *Case) ReplaceCatalogue(ctx context.Context, entries []model.Facts) error {
	if err := model.CheckCatalogue(entries); err != nil {
		return err
	}
	return k.replace(ctx, model.Catalogue, entries)
}

// replace adds a version and then says that it is the one in use.
func (k *Case) replace(ctx context.Context, kind model.FactKind, facts []model.Facts) error {
	keys, fields, values, version := model.SharedFacts(facts)
	versions := slices.Repeat([]string{version}, len(keys))
	block := []column{{"version", textsOf(versions...)}, {"key", textsOf(keys...)}, {"field", textsOf(fields...)},
		{"value", textsOf(values...)}}
	if err := k.c.insert(ctx, string(kind), string(kind)+":"+version, block); err != nil {
		return err
	}
	return k.SetSetting(ctx, model.FactSetting(kind), version)
}

// Sources are all sources of the case by their numbers.
func (e engine) Sources(ctx context.Context) ([]store.Source, error) {
	sources, err := e.recentSources.get(e.c, func() ([]store.Source, error) { return e.sourcesNow(ctx) })
	return slices.Clone(sources), err
}

// sourcesNow are the sources for whoever is about to add some.
func (e engine) sourcesNow(ctx context.Context) (sources []store.Source, err error) {
	err = e.c.rows(ctx, "SELECT argMax(body, (lines, at)) FROM source GROUP BY id ORDER BY id", nil, 1,
		func(row []string) error {
			var s store.Source
			if err := json.Unmarshal([]byte(row[0]), &s); err != nil {
				return fmt.Errorf("%s: a source can't be read: %w", e.c.place.Shown, err)
			}
			sources = append(sources, s)
			return nil
		})
	return sources, err
}

// nearMark is how many lines before a line a mark may lie that is used because it is known, rather than ask for the
// last.
const nearMark = 5000

// MarkBefore is a mark at or before a line of a source: the last, or one that was asked for before and is near.
func (k *Case) MarkBefore(ctx context.Context, source int, line int64) (store.Mark, error) {
	k.mutex.Lock()
	mark, known := k.marks[source]
	k.mutex.Unlock()
	if known && mark.Line <= line && line-mark.Line < nearMark {
		return mark, nil
	}
	mark = store.Mark{Source: source, Line: 1}
	err := k.c.rows(ctx,
		"SELECT toString(line), toString(offset) FROM mark WHERE source = {source:UInt64} AND line <= {line:UInt64} "+
			"ORDER BY mark.line DESC LIMIT 1",
		args{"source": fmt.Sprint(source), "line": fmt.Sprint(line)}, 2, func(row []string) error {
			mark.Line, mark.Offset = integer(row[0]), integer(row[1])
			return nil
		})
	if err != nil {
		return mark, err
	}
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if k.marks == nil {
		k.marks = map[int]store.Mark{}
	}
	k.marks[source] = mark
	return mark, nil
}

// standing is the condition of the rejects that count.
const standing = "(unfinished = 0 OR (source, line) GLOBAL NOT IN (SELECT source, line FROM withdrawn))"

// Rejects are the first rejects of the case, at most limit of them (all, where limit is 0), and only those of the
// reason where it is not empty.
func (k *Case) Rejects(ctx context.Context, reason string, limit int) ([]store.Reject, error) {
	return k.rejects(ctx, "{of:String} = '' OR reason = {of:String}", reason, limit)
}

// RejectsOf are the first rejects of a source, at most limit of them (all, where limit is 0).
func (k *Case) RejectsOf(ctx context.Context, source, limit int) ([]store.Reject, error) {
	return k.rejects(ctx, "source = toUInt64({of:String})", fmt.Sprint(source), limit)
}

func (k *Case) rejects(ctx context.Context, which, of string, limit int) (rejects []store.Reject, err error) {
	sources, err := k.Sources(ctx)
	if err != nil {
		return nil, err
	}
	paths := map[int]string{}
	for _, source := range sources {
		paths[source.ID] = source.Path
	}
	query := "SELECT toString(source), toString(line), toString(any(offset)), CAST(any(reason), 'String'), any(text) " +
		"FROM reject WHERE (" + which + ") AND " + standing +
		" GROUP BY source, line ORDER BY reject.source, reject.line"
	if limit > 0 {
		query += fmt.Sprintf(" LIMIT %d", limit)
	}
	err = k.c.rows(ctx, query, args{"of": of}, 5, func(row []string) error {
		r := store.Reject{Source: int(integer(row[0])), Line: integer(row[1]), Offset: integer(row[2]), Reason: row[3],
			Text: []byte(row[4])}
		r.Path = paths[r.Source]
		rejects = append(rejects, r)
		return nil
	})
	return rejects, err
}

// RejectCounts are the reasons that occur, the most frequent first.
func (k *Case) RejectCounts(ctx context.Context) (counts []store.ReasonCount, err error) {
	query := "SELECT CAST(reason, 'String') AS c_reason, toString(uniqExact(source, line)) FROM reject WHERE " +
		standing + " GROUP BY c_reason ORDER BY uniqExact(source, line) DESC, c_reason"
	err = k.c.rows(ctx, query, nil, 2, func(row []string) error {
		counts = append(counts, store.ReasonCount{Reason: row[0], Count: integer(row[1])})
		return nil
	})
	return counts, err
}

// Verdicts are the verdicts that stand, by the key of the user.
func (k *Case) Verdicts(ctx context.Context) (map[string]store.Verdict, error) {
	all, err := k.verdicts(ctx, "")
	return store.Standing(all), err
}

// verdicts are all that were given, the oldest first, or those of one user.
func (k *Case) verdicts(ctx context.Context, user string) (all []store.Verdict, err error) {
	query := "SELECT toString(id), user, CAST(label, 'String'), note, author, toString(at) FROM verdict WHERE " +
		"{user:String} = '' OR user = {user:String} ORDER BY verdict.id, user"
	err = k.c.rows(ctx, query, args{"user": user}, 6, func(row []string) error {
		all = append(all, store.Verdict{ID: integer(row[0]), User: row[1], Label: row[2], Note: row[3],
			Author: row[4], At: integer(row[5])})
		return nil
	})
	return all, err
}

// AddVerdict writes a verdict down and returns its ID, if the verdict that stands is still the one that was seen; else
// it returns a [*store.VerdictChangedError].
func (k *Case) AddVerdict(ctx context.Context, v, seen store.Verdict) (int64, error) {
	if err := store.CheckLabel(v.Label); err != nil {
		return 0, err
	}
	before, err := k.verdicts(ctx, v.User)
	if err != nil {
		return 0, err
	}
	last := store.Verdict{Label: store.NoVerdict}
	if len(before) > 0 {
		last = before[len(before)-1]
	}
	stands := last.ID
	if last.Label == store.NoVerdict {
		stands = 0
	}
	if stands != seen.ID {
		return 0, &store.VerdictChangedError{Now: last}
	}
	v.ID = max(time.Now().UnixMicro(), last.ID+1)
	// Of two who have seen the same verdict one comes first.
	err = k.c.insert(ctx, "verdict", fmt.Sprintf("%s after %d", v.User, last.ID), []column{
		{"id", int64Of(v.ID)}, {"at", int64Of(v.At)}, {"user", textsOf(v.User)}, {"label", textsOf(v.Label)},
		{"note", textsOf(model.Text([]byte(v.Note)))}, {"author", textsOf(model.Text([]byte(v.Author)))},
	})
	if err != nil {
		return 0, err
	}
	now, err := k.verdicts(ctx, v.User)
	if err != nil {
		return 0, err
	}
	switch {
	case len(now) == 0:
		return 0, fmt.Errorf("%s: the verdict can't be seen yet; look again before you give it once more", k.c.place.Shown)
	case !slices.ContainsFunc(now, func(given store.Verdict) bool { return given.ID == v.ID }):
		return 0, &store.VerdictChangedError{Now: now[len(now)-1]}
	}
	return v.ID, nil
}

// AddVerdicts writes verdicts down one after the other, as [Case.AddVerdict] does, and returns their IDs: 0 for each
// that was not written, and then the error of the first.
func (k *Case) AddVerdicts(ctx context.Context, given, seen []store.Verdict) (ids []int64, failed error) {
	ids = make([]int64, len(given))
	for i := range given {
		var err error
		ids[i], err = k.AddVerdict(ctx, given[i], seen[i])
		failed = cmp.Or(failed, err)
	}
	return ids, failed
}

// About reads what is known of a user, and of the items that are named.
func (k *Case) About(ctx context.Context, user string, items []string) (store.About, error) {
	about := store.About{Catalogue: map[string]map[string]string{}}
	err := k.FactsOf(ctx, model.Profiles, []string{user}, func(person model.Facts) {
		about.Profile = person.Known()
	})
	if err != nil {
		return about, err
	}
	err = k.FactsOf(ctx, model.Catalogue, items, func(entry model.Facts) {
		if known := entry.Known(); known != nil {
			about.Catalogue[entry.Key] = known
		}
	})
	if err != nil {
		return about, err
	}
	about.Verdicts, err = k.verdicts(ctx, user)
	return about, err
}
