package store

import "strings"

// derivedViews are the readable views over the derived tables.
func derivedViews(columns []measureColumn) string {
	return userView(columns, nil) + sessionView
}

// userView is v_user, with the metrics of rules of one's own where there are any.
func userView(columns, own []measureColumn) string {
	names, from := "m."+strings.Join(columnNames(columns)[1:], ", m."), "user_metric m JOIN user u ON u.id = m.user"
	if len(own) > 0 {
		names += ", o." + strings.Join(columnNames(own)[1:], ", o.")
		from += " LEFT JOIN own_metric o ON o.rowid = m.rowid"
	}
	return `
DROP VIEW IF EXISTS v_user;
CREATE VIEW v_user AS
SELECT u.key AS user, strftime('%Y-%m-%dT%H:%M:%fZ', m.first_ts / 1000.0, 'unixepoch') AS first,
	strftime('%Y-%m-%dT%H:%M:%fZ', m.last_ts / 1000.0, 'unixepoch') AS last, ` + names + `
FROM ` + from + `;
`
}

// sessionView is v_session. A session is cut as the analysis cuts it.
const sessionView = `

DROP VIEW IF EXISTS v_session;
CREATE VIEW v_session AS
WITH
gap AS (
	SELECT e.id, e.user, e.ts, e.status, p.shown,
		e.ts - lag(e.ts) OVER before AS gap, coalesce(lag(p.logout) OVER before, 1) AS ended
	FROM every_event e JOIN page p ON p.request = e.request
	WINDOW before AS (PARTITION BY e.user ORDER BY e.ts, e.id)
),
numbered AS (
	SELECT *, sum(ended OR gap > 1000 *
			coalesce((SELECT CAST(value AS INTEGER) FROM setting WHERE key = 'session_timeout_s'), 1800))
		OVER (PARTITION BY user ORDER BY ts, id ROWS UNBOUNDED PRECEDING) AS session
	FROM gap
)
SELECT u.key AS user, n.session, strftime('%Y-%m-%dT%H:%M:%fZ', min(n.ts) / 1000.0, 'unixepoch') AS start,
	strftime('%Y-%m-%dT%H:%M:%fZ', max(n.ts) / 1000.0, 'unixepoch') AS end,
	(max(n.ts) - min(n.ts)) / 1000.0 AS seconds, count(*) AS events,
	count(*) FILTER (WHERE n.shown = 2 AND coalesce(n.status, 0) < 400
		OR n.shown = 1 AND (n.status BETWEEN 200 AND 299 OR n.status = 304)) AS views
FROM numbered n JOIN user u ON u.id = n.user
GROUP BY n.user, n.session;
`
