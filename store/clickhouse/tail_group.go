package clickhouse

import (
	"context"
	"slices"

	"spoor/store"
	"spoor/store/model"
)

// group is what becomes of some deliveries.
type group struct {
	delivered
	names    []deliveredName // that are new
	receipts []store.Receipt

	known map[string]string // names with digests, those of the group as well
}

type deliveredName struct{ name, digest string }

// group takes what is new of some deliveries.
func (t *Tail) group(ctx context.Context, deliveries []store.Delivery, known map[string]string) (*group, error) {
	g := &group{known: known, receipts: make([]store.Receipt, len(deliveries))}
	g.Sources = slices.Clone(t.sources)
	for i := range deliveries {
		d, digest := &deliveries[i], string(deliveries[i].Digest[:])
		if before, isKnown := g.remember(deliveryName(d), digest); isKnown {
			g.receipts[i] = store.Receipt{Duplicate: true, Differs: before != digest}
			continue
		}
		source, err := t.sourceOf(ctx, &g.Sources, d)
		if err != nil {
			return nil, err
		}
		for e := range d.Entries {
			g.take(source, &d.Entries[e], digest, &g.receipts[i])
		}
		receipt := &g.receipts[i]
		receipt.Duplicate = receipt.Duplicates > 0 && receipt.Events+receipt.Rejects == 0
		source.ZoneAssumed = source.ZoneAssumed || d.ZoneAssumed
	}
	return g, nil
}

// remember notes a name, if it is new; else it returns the digest with which it came before.
func (g *group) remember(name, digest string) (before string, isKnown bool) {
	if before, isKnown = g.known[name]; !isKnown {
		g.known[name] = digest
		g.names = append(g.names, deliveredName{name, digest})
	}
	return before, isKnown
}

// take takes one message of a delivery. Only of events is it noted that they have been there: what was rejected may be
// mended and sent again.
func (g *group) take(source *store.Source, entry *store.Entry, digest string, receipt *store.Receipt) {
	event := entry.Event
	if event == nil {
		source.Lines++
		source.Rejects++
		receipt.Rejects++
		g.Rejects = append(g.Rejects,
			store.Reject{Source: source.ID, Line: source.Lines, Reason: entry.Reason, Text: entry.Text})
		return
	}
	if entry.ID != "" {
		if _, isKnown := g.remember(eventName(entry.ID), digest); isKnown {
			receipt.Duplicates++
			return
		}
	}
	source.Lines++
	if source.Events == 0 {
		source.First, source.Last = event.Time, event.Time
	}
	source.First, source.Last = min(source.First, event.Time), max(source.Last, event.Time)
	source.Events++
	receipt.Events++
	g.Records = append(g.Records, model.NewRecord(source.ID, source.Lines, event))
}
