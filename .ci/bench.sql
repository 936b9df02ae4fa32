-- What .ci/bench has DuckDB do: load the log LOG of the combined format by regular expression, and measure every user of it as spoor does
-- without a site description: sessions, their length, views, items, menus, reading time.
CREATE TABLE event AS
SELECT
	row_number() OVER () AS line,
	CASE WHEN f.account = '-' THEN f.client ELSE f.account END AS user,
	epoch_ms(strptime(f.time, '%d/%b/%Y:%H:%M:%S %z')) AS ts,
	f.client, f.method, f.target, f.status::SMALLINT AS status, TRY_CAST(f.bytes AS BIGINT) AS bytes, f.referrer, f.agent
FROM (
	SELECT regexp_extract(line, '^(\S+) \S+ (\S+) \[([^\]]+)\] "(\S+) (\S+)[^"]*" (\d+) (\S+) "([^"]*)" "([^"]*)"',
		['client', 'account', 'time', 'method', 'target', 'status', 'bytes', 'referrer', 'agent']) AS f
	FROM read_csv('LOG', columns = {'line': 'VARCHAR'}, auto_detect = false, header = false, delim = '\x01', quote = '', escape = '')
);

CREATE TABLE user_metric AS
WITH
page AS (
	SELECT target, item, CASE WHEN item = '/' THEN '/' ELSE split_part(item, '/', 2) END AS menu,
		regexp_matches(item, '\.(css|js|mjs|map|ico|png|jpe?g|gif|svg|webp|avif|bmp|woff2?|ttf|otf|eot|mp3|mp4|webm)$', 'i') AS static
	FROM (SELECT DISTINCT target, split_part(split_part(target, '?', 1), '#', 1) AS item FROM event)
),
gap AS (
	SELECT user, line, ts, item, menu, static, NOT static AND method = 'GET' AND (status BETWEEN 200 AND 299 OR status = 304) AS view,
		coalesce(ts - lag(ts) OVER (PARTITION BY user ORDER BY ts, line) > 1800000, true) AS begins
	FROM event JOIN page USING (target)
),
cut AS (SELECT *, sum(begins::INT) OVER (PARTITION BY user ORDER BY ts, line ROWS UNBOUNDED PRECEDING) AS session FROM gap),
reading AS (
	SELECT user, median(next - ts) / 1000 AS reading_time
	FROM (SELECT user, ts, view, lead(ts) OVER (PARTITION BY user, session ORDER BY ts, line) AS next FROM cut WHERE NOT static)
	WHERE view AND next IS NOT NULL
	GROUP BY user
),
session AS (
	SELECT user, count(*) AS sessions, avg(length) / 60000 AS session_time
	FROM (SELECT user, session, max(ts) - min(ts) AS length FROM cut GROUP BY user, session)
	GROUP BY user
),
usage AS (
	SELECT user, count(*) AS events, count(*) FILTER (WHERE view) AS views, count(DISTINCT item) FILTER (WHERE view) AS items,
		count(DISTINCT menu) FILTER (WHERE view) AS menus
	FROM cut
	GROUP BY user
)
SELECT * FROM usage JOIN session USING (user) LEFT JOIN reading USING (user);

SELECT count(*) AS users, sum(events) AS events, sum(sessions) AS sessions, sum(views) AS views, sum(items) AS items, sum(menus) AS menus
FROM user_metric;
