package cli

import (
	"path/filepath"
	"testing"

	"github.com/spf13/cobra"

	"spoor/store/clickhouse"
)

// TestCommandsSayHowACaseIsReached: what is printed to be run again leads to the case, from whatever directory, and
// can be pasted.
func TestCommandsSayHowACaseIsReached(t *testing.T) {
	here, err := filepath.Abs("my password")
	if err != nil {
		t.Fatal(err)
	}
	const url = "clickhouse://ann@db.example:8123/shop?shards=a:8123,b:8123"
	for _, c := range []struct {
		db    string
		how   clickhouse.Options
		words string
	}{
		{"case.db", clickhouse.Options{}, "--db case.db"},
		{"it's.db", clickhouse.Options{PlainHTTP: true, PasswordFile: "file"}, `--db 'it'\''s.db'`},
		{url, clickhouse.Options{}, "--db '" + url + "'"},
		{url, clickhouse.Options{PlainHTTP: true, PasswordFile: "my password"},
			"--db '" + url + "' --db-plain-http --db-password-file '" + here + "'"},
	} {
		o := options{db: c.db, server: c.how}
		if got := o.dbWords(o.db); got != c.words {
			t.Errorf("%s, want %s", got, c.words)
		}
		if load := o.loadCommand(&cobra.Command{}, nil); clickhouse.IsURL(c.db) && load != "spoor load "+c.words {
			t.Errorf("%s, want %s", load, c.words)
		}
	}
}
