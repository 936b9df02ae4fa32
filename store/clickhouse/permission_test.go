package clickhouse

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"spoor/analysis"
	"spoor/store"
	"spoor/store/load"
	"spoor/store/server"
)

// permitted are users with the permissions that docs/cluster.md names: one who loads, one who only looks, and one who
// may not even write verdicts.
const permitted = `<clickhouse><profiles><default/><looks><readonly>2</readonly></looks>
<locked><readonly>1</readonly></locked>
<sparing><limit>20</limit><offset>3</offset><max_rows_to_read>1000000</max_rows_to_read>
<aggregate_functions_null_for_empty>1</aggregate_functions_null_for_empty></sparing>
<cutting><max_result_rows>20</max_result_rows><result_overflow_mode>break</result_overflow_mode></cutting>
<skipping><max_rows_to_read>20</max_rows_to_read><read_overflow_mode>break</read_overflow_mode></skipping></profiles>
<quotas><default/><few><interval><duration>86400</duration><queries>1</queries></interval></few></quotas><users>
<default><password></password><networks><ip>::/0</ip></networks><profile>default</profile>
<quota>default</quota></default>
<writer><password>w</password><networks><ip>::/0</ip></networks><profile>default</profile>
<quota>default</quota><grants><query>GRANT SELECT, INSERT ON shop.*</query></grants></writer>
<reader><password>r</password><networks><ip>::/0</ip></networks><profile>default</profile><quota>default</quota>
<grants><query>GRANT SELECT ON shop.*</query><query>GRANT INSERT ON shop.verdict</query>
<query>GRANT INSERT ON shop.setting</query><query>GRANT INSERT ON shop.metric</query></grants></reader>
<looker><password>l</password><networks><ip>::/0</ip></networks><profile>looks</profile><quota>default</quota>
<grants><query>GRANT SELECT ON shop.*</query></grants></looker>
<locked><password></password><networks><ip>::/0</ip></networks><profile>locked</profile><quota>default</quota>
<grants><query>GRANT SELECT ON shop.*</query></grants></locked>
<few><password></password><networks><ip>::/0</ip></networks><profile>default</profile><quota>few</quota>
<grants><query>GRANT SELECT ON shop.*</query></grants></few>
<small><password></password><networks><ip>::/0</ip></networks><profile>default</profile><quota>default</quota>
<grants><query>GRANT SELECT ON shop.setting</query></grants></small>
<sparing><password></password><networks><ip>::/0</ip></networks><profile>sparing</profile><quota>default</quota>
<grants><query>GRANT SELECT ON shop.*</query></grants></sparing>
<cutting><password></password><networks><ip>::/0</ip></networks><profile>cutting</profile><quota>default</quota>
<grants><query>GRANT SELECT ON shop.*</query></grants></cutting>
<skipping><password></password><networks><ip>::/0</ip></networks><profile>skipping</profile><quota>default</quota>
<grants><query>GRANT SELECT ON shop.*</query></grants></skipping>
</users></clickhouse>`

// guardedServer is a server with these users, on which there is a case.
func guardedServer(t *testing.T) *ownShard {
	t.Helper()
	if os.Getenv("SPOOR_TEST_CLICKHOUSE_SERVER") == "" {
		t.Skip("no ClickHouse to start: SPOOR_TEST_CLICKHOUSE_SERVER names none; .ci/clickhouse does")
	}
	dir := t.TempDir()
	s := &ownShard{http: freePort(t), tcp: freePort(t), data: filepath.Join(dir, "data"),
		config: filepath.Join(dir, "config.xml")}
	users := filepath.Join(dir, "users.xml")
	config := "<clickhouse><logger><level>warning</level></logger><users_config>" + users +
		"</users_config></clickhouse>"
	for path, text := range map[string]string{users: permitted, s.config: config} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s.start(t)
	t.Cleanup(s.kill)
	if err := Init(t.Context(), placeAt(t, "127.0.0.1:"+s.http, "shop"), Layout{Years: 50}); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestPermissionsAreEnough(t *testing.T) {
	s := guardedServer(t)
	as := func(user, password string) *Case {
		t.Helper()
		file := filepath.Join(t.TempDir(), "password")
		if err := os.WriteFile(file, []byte(password+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		place, err := Parse("clickhouse://"+user+"@127.0.0.1:"+s.http+"/shop", Options{PasswordFile: file})
		if err != nil {
			t.Fatal(err)
		}
		return openAt(t, place)
	}
	paths, file := writeLogs(t), fileCase(t)
	loadInto(t, as("writer", "w"), paths[:2]...)
	loadInto(t, file, paths[:2]...)
	for i, user := range []string{"reader", "looker", "writer"} {
		k := as(user, user[:1])
		matrix, err := k.Matrix(t.Context())
		if err != nil {
			t.Fatal(user, err)
		}
		equalKept(t, user, file, matrix)
		_, err = k.AddVerdict(t.Context(), store.Verdict{User: matrix.Key[i], Label: store.Suspicious, Author: user},
			store.Verdict{})
		if may := user != "looker"; (err == nil) != may {
			t.Errorf("%s gives a verdict: %v", user, err)
		}
		_, err = load.Files(t.Context(), k, paths[2:], load.Options{Now: now})
		if may := user == "writer"; (err == nil) != may || err != nil && strings.Contains(err.Error(), "\n") {
			t.Errorf("%s loads: %v", user, err)
		}
	}
	for user, say := range map[string]string{"reader": PasswordVariable, "locked": "readonly = 2", "few": "a quota",
		"small": "GRANT"} {
		place, err := Parse("clickhouse://"+user+"@127.0.0.1:"+s.http+"/shop", Options{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Open(t.Context(), place); err == nil || !strings.Contains(err.Error(), say) {
			t.Errorf("as %s: %v", user, err)
		}
	}
}

// TestProfilesThatCutAnswersOff: what a profile of the user would cut off an answer is there all the same, or an error;
// it is never a smaller answer.
func TestProfilesThatCutAnswersOff(t *testing.T) {
	s := guardedServer(t)
	as := func(user string) *Case {
		t.Helper()
		place, err := Parse("clickhouse://"+user+"@127.0.0.1:"+s.http+"/shop", Options{})
		if err != nil {
			t.Fatal(err)
		}
		return openAt(t, place)
	}
	paths, file := writeLogs(t), fileCase(t)
	loadInto(t, openAt(t, placeAt(t, "127.0.0.1:"+s.http, "shop")), paths...)
	loadInto(t, file, paths...)
	matrix, err := as("sparing").Matrix(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	equalKept(t, "sparing", file, matrix)
	for _, user := range []string{"cutting", "skipping"} {
		_, err := as(user).Pivots(t.Context(), analysis.Window{}, 0, nil)
		if err == nil || !strings.Contains(err.Error(), "; a limit of the user is in the way") {
			t.Errorf("%s: %v", user, err)
		}
	}
}

// moreTold is an engine that tells of one event more than it has, as one does that loses some on the way.
type moreTold struct{ server.Engine }

func (m moreTold) Extent(ctx context.Context) (server.Extent, error) {
	extent, err := m.Engine.Extent(ctx)
	extent.Events++
	return extent, err
}

func TestFewerEventsThanThereWere(t *testing.T) {
	k, _ := newDatabase(t)
	loadInto(t, k, writeLogs(t)...)
	c, all := server.New(moreTold{k.Engine}), analysis.Window{}
	_, measured := c.MatrixWith(t.Context(), analysis.DefaultMeasureOptions(), all, nil)
	_, overview := c.Overview(t.Context(), all, time.UTC, nil)
	_, pivots := c.Pivots(t.Context(), all, 0, nil)
	for _, err := range []error{measured, overview, pivots} {
		if err == nil || !strings.Contains(err.Error(), "events have come, so none of them counts") {
			t.Error(err)
		}
	}
}
