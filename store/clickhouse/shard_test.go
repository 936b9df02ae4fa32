package clickhouse

import (
	"fmt"
	"strings"
	"testing"

	"spoor/analysis"
)

// TestShardsReadDirectlyEqualTheServer reads the events of each shard from it alone, those that were withdrawn among
// them.
func TestShardsReadDirectlyEqualTheServer(t *testing.T) {
	server, place := newDatabase(t)
	file, paths := fileCase(t), writeLogs(t)
	loadInto(t, file, paths...)
	loadInto(t, server, paths...)
	whole := *place
	whole.shards = shards(t)
	direct := openAt(t, &whole)
	if len(direct.shards) != len(whole.shards) {
		t.Fatalf("%d shards are read directly", len(direct.shards))
	}
	how := analysis.DefaultMeasureOptions()
	how.Timeout = 20 * 60 * 1e9 // is measured anew
	a, err := file.MatrixWith(t.Context(), how, analysis.Window{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	b, err := direct.MatrixWith(t.Context(), how, analysis.Window{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	equalMatrices(t, "directly", a, b)
	equalTracks(t, file, direct, a, b)
}

func TestShardsThatAreNotTheClustersAreAnError(t *testing.T) {
	_, place := newDatabase(t)
	all := shards(t)
	for want, named := range map[string][]string{
		"leaves out shard " + fmt.Sprint(len(all)): all[:len(all)-1],
		"are both shard 1":                         append([]string{all[0]}, all...),
		"is the server there":                      append([]string{"127.0.0.1:1"}, all[1:]...),
	} {
		wrong := *place
		wrong.shards = named
		if _, err := Open(t.Context(), &wrong); err == nil || !strings.Contains(err.Error(), want) ||
			strings.Contains(err.Error(), "\n") {
			t.Errorf("%v: %v, not %q", named, err, want)
		}
	}
}
