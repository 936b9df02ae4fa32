package clickhouse

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"spoor/store/load"
)

// numberedLog is a log whose users are numbers, of whom none does two things in one second.
func numberedLog() string {
	var b strings.Builder
	for i := range 2400 {
		referrer, agent := "https://shop.example/page/1", fmt.Sprintf("Agent/%d \\\"é\\\"", i%3)
		if i%4 == 0 {
			referrer = "-"
		}
		if i%50 == 0 {
			agent = "-"
		}
		at := time.Date(2024, 3, 1, 8, 0, i, 0, time.UTC)
		fmt.Fprintf(&b, "10.0.0.%d - %d [%s] \"%s /page/%d?q='é HTTP/1.1\" %d %d \"%s\" \"%s\"\n", i%23, i*7%61,
			at.Format("02/Jan/2006:15:04:05 -0700"),
			[]string{"GET", "POST"}[i%7/6], i%37, []int{200, 404}[i%11/10], i, referrer, agent)
	}
	return b.String()
}

// foreignTable makes a table of events as others make them, in another order and of other types, with events that have
// no time or user, and fills it from ours.
func foreignTable(t *testing.T, place *Place) {
	t.Helper()
	exec := func(at *Place, query string) {
		t.Helper()
		if err := newClient(at).exec(t.Context(), query); err != nil {
			t.Fatal(err)
		}
	}
	for _, shard := range shards(t) {
		at := placeAt(t, shard, place.database)
		exec(at, `CREATE TABLE nginx_local (time Nullable(DateTime('Asia/Seoul')), uid Nullable(UInt64),
			remote_addr IPv4, request_uri String, method Enum8('GET' = 1, 'POST' = 2), status Nullable(UInt16),
			size LowCardinality(Nullable(String)), http_referer Nullable(String),
			http_user_agent LowCardinality(Nullable(String)))
			ENGINE = MergeTree ORDER BY status SETTINGS allow_nullable_key = 1`)
		exec(at, "CREATE TABLE nginx AS nginx_local "+
			"ENGINE = Distributed(spoor, "+place.database+", nginx_local, rand())")
	}
	exec(place, `INSERT INTO nginx SELECT toDateTime(ts), toUInt64(user), toIPv4(ip), target, CAST(action, 'String'),
		if(status = 200, status, 404), toString(bytes), if(referrer = '', NULL, referrer),
		if(agent = '', NULL, agent) FROM event`)
	exec(place, `INSERT INTO nginx (time, uid, remote_addr, request_uri, method, status) VALUES
		(NULL, 3, '1.2.3.4', '/', 'GET', 200), ('2024-03-01 17:00:00', NULL, '1.2.3.4', '/', 'GET', 200)`)
}

func TestTableOfOthersEqualsTheFile(t *testing.T) {
	own, place := newDatabase(t)
	file, path := fileCase(t), filepath.Join(t.TempDir(), "a.log")
	if err := os.WriteFile(path, []byte(numberedLog()), 0o600); err != nil {
		t.Fatal(err)
	}
	loadInto(t, file, path)
	loadInto(t, own, path)
	foreignTable(t, place)
	shard := shards(t)[0]
	foreign, err := Parse("clickhouse://"+shard+"/"+place.database+"?events=nginx&ts=time&user=uid&ip=remote_addr"+
		"&target=request_uri&action=method&status=status&bytes=size&referrer=http_referer&agent=http_user_agent", Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := Init(t.Context(), foreign, Layout{}); err != nil { // the small tables are there
		t.Fatal(err)
	}
	server := openAt(t, foreign)
	a, err := file.Matrix(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time it is kept
		b, err := openAt(t, foreign).Matrix(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		equalMatrices(t, "a table of others", a, b)
	}
	if n, err := server.Uncounted(t.Context()); err != nil || n != 2 {
		t.Errorf("%d rows are no events, %v; want the one without a time and the one without a user", n, err)
	}
	b, err := server.Matrix(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for row := 0; row < a.Len(); row += 7 {
		one, err := file.Track(t.Context(), a.Key[row])
		if err != nil {
			t.Fatal(err)
		}
		other, err := server.Track(t.Context(), b.Key[row])
		if err != nil {
			t.Fatal(err)
		}
		for i := range other.Events {
			other.Events[i].Source = one.Events[i].Source // which others do not know
			other.Events[i].Line = one.Events[i].Line
		}
		if x, y := told(one), told(other); x != y {
			t.Errorf("the track of %s:\nfile\n%.600s\nserver\n%.600s", a.Key[row], x, y)
		}
	}
	equalPivots(t, file, server, a)
	equalOverviews(t, file, server, a.Window)
	_, err = load.Files(t.Context(), server, []string{path}, load.Options{Now: now})
	if err == nil || !strings.Contains(err.Error(), "not spoor's own") {
		t.Error(err)
	}
	if _, err := server.LockForServing(); err == nil {
		t.Error("a table of others takes deliveries")
	}
}
