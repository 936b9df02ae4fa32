package clickhouse

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"spoor/store"
	"spoor/store/load"
)

// permitted are users with the permissions that docs/cluster.md names: one who loads, one who only looks, and one who
// may not even write verdicts.
const permitted = `<clickhouse><profiles><default/><looks><readonly>2</readonly></looks>
<locked><readonly>1</readonly></locked></profiles>
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
