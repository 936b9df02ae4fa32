package clickhouse

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"spoor/analysis"
	"spoor/store"
	"spoor/store/demo"
	"spoor/store/load"
	"spoor/store/model"
)

// shards are the servers that the tests use: a variable names their addresses, as .ci/clickhouse starts them.
func shards(t testing.TB) []string {
	t.Helper()
	named := os.Getenv("SPOOR_TEST_CLICKHOUSE")
	if named == "" {
		t.Skip("no ClickHouse to test with: SPOOR_TEST_CLICKHOUSE names none; .ci/clickhouse starts three by npm")
	}
	return strings.Split(named, ",")
}

var databases atomic.Int64

// newDatabase makes a case with tables of its own on all shards.
func newDatabase(t testing.TB) (*Case, *Place) {
	t.Helper()
	database := fmt.Sprintf("test_%d_%d", os.Getpid(), databases.Add(1))
	var first *Place
	for _, shard := range shards(t) {
		place := placeAt(t, shard, database)
		if err := Init(t.Context(), place, Layout{Cluster: "spoor"}); err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = place
		}
		t.Cleanup(func() {
			c := newClient(placeAt(t, shard, "system"))
			_ = c.exec(context.Background(), "DROP DATABASE "+database+" SYNC")
		})
	}
	return openAt(t, first), first
}

func placeAt(t testing.TB, shard, database string) *Place {
	t.Helper()
	place, err := Parse("clickhouse://"+shard+"/"+database, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return place
}

func openAt(t testing.TB, place *Place) *Case {
	t.Helper()
	c, err := Open(t.Context(), place)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// described is a case that can be told about itself; a file and a server alike.
type described interface {
	load.Sink
	SetSite(ctx context.Context, name string, description []byte) error
	ReplaceProfiles(ctx context.Context, profiles []model.Facts) error
	ReplaceCatalogue(ctx context.Context, entries []model.Facts) error
	MatrixWith(ctx context.Context, how analysis.MeasureOptions, window analysis.Window,
		progress model.Progress) (*analysis.Matrix, error)
}

// now is when all logs of the tests are loaded.
var now = time.Date(2040, 1, 1, 0, 0, 0, 0, time.UTC)

func loadInto(t testing.TB, c described, paths ...string) load.Summary {
	t.Helper()
	summary, err := load.Files(t.Context(), c, paths, load.Options{Now: now, Input: strings.NewReader("")})
	if err != nil {
		t.Fatal(err)
	}
	return summary
}

// fileCase is a case file.
func fileCase(t testing.TB) *store.Case {
	t.Helper()
	c, err := store.OpenOrCreate(t.Context(), filepath.Join(t.TempDir(), "case.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// madeUp writes a made-up site with all that is known of it.
func madeUp(t testing.TB, users int) demo.Files {
	t.Helper()
	site := demo.Default()
	site.Users = users
	files, err := site.Write(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func describe(t testing.TB, c described, files demo.Files) {
	t.Helper()
	text, err := os.ReadFile(files.Pages)
	if err == nil {
		err = c.SetSite(t.Context(), "site", text)
	}
	if err != nil {
		t.Fatal(err)
	}
	people, err := load.ReadFacts(t.Context(), files.Profiles, load.ProfileKeys, nil, load.Encoding{})
	if err == nil {
		err = c.ReplaceProfiles(t.Context(), people)
	}
	if err != nil {
		t.Fatal(err)
	}
	entries, err := load.ReadFacts(t.Context(), files.Catalogue, load.CatalogueKeys, nil, load.Encoding{})
	if err == nil {
		err = c.ReplaceCatalogue(t.Context(), entries)
	}
	if err != nil {
		t.Fatal(err)
	}
}
