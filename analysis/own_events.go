package analysis

import (
	"slices"

	"spoor/analysis/web"
)

// Has says of each rule of one's own whether its condition takes any of a user's events, in has. Unlike
// [OwnMeasurer.Measure] it also judges users with few events, and it ends as soon as each condition has taken one.
func (m *OwnMeasurer) Has(user UserNumber, events []web.Event, details []Detail, has []bool) {
	m.user, m.events, m.details = user, events, details
	clear(has)
	for e := range events {
		m.identify(&events[e], &details[e])
		for i, where := range m.tables.where {
			if !has[i] {
				has[i] = where == nil || where.Matches(&m.ids, m.wholeEvent)
			}
		}
		if !slices.Contains(has, false) {
			return
		}
	}
}
