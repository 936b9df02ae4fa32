package store

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"testing"

	"spoor/store/model"
)

// roughCase is a case of generated events, some of whose texts fill many pages, with a tail, facts, rejects and
// verdicts.
func roughCase(t *testing.T, seed uint64) *Case {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 2))
	c := newCase(t)
	for source := 1; source <= 2; source++ {
		events := generated(r, source, 1+r.IntN(3000))
		events[0].Key = []byte("user1") // whom readings are about
		for range 20 {
			e := &events[r.IntN(len(events))]
			long := bytes.Repeat([]byte(pick(r, []string{"long ", "긴", "\x00", "\xff"})), r.IntN(40_000))
			e.Target, e.Agent, e.Referrer = append([]byte("/"), long...), long[:r.IntN(len(long)+1)], long
		}
		appendEvents(t, c, source, events, 1+r.IntN(1000))
	}
	intake, err := c.NewIntake(t.Context())
	check(t, err)
	live := generated(r, 1, 200)
	for i := range live {
		live[i].Line += 10_000
		live[i].addTo(intake)
	}
	run := intake.Cut()
	for i := range r.IntN(300) {
		text := bytes.Repeat([]byte("x"), r.IntN(9000))
		run.Rejects = append(run.Rejects, Reject{Source: 1, Line: int64(i), Reason: "blank line", Text: text})
	}
	check(t, c.AppendTail(t.Context(), run))
	var facts []model.Facts
	for i := range 60 {
		fields := map[string]string{"education": pick(r, []string{"", "none", "master"})}
		facts = append(facts, model.Facts{Key: fmt.Sprintf("user%d", i), Fields: fields})
	}
	check(t, c.ReplaceProfiles(t.Context(), facts))
	addVerdict(t, c, Verdict{User: keyOf(t, c, 1), Label: "watch", Note: "because"})
	check(t, c.Derive(t.Context(), nil))
	return c
}

// TestPlainSQLReadsTheSame reads everything of generated cases in both ways. SQLite finds no fault with them.
func TestPlainSQLReadsTheSame(t *testing.T) {
	seeds := uint64(3)
	if os.Getenv("SPOOR_LONG_TESTS") != "" {
		seeds = 20
	}
	for seed := range seeds {
		c := roughCase(t, seed)
		if got := table(t, c, "PRAGMA integrity_check"); len(got) != 1 || got[0] != `"ok"` {
			t.Fatalf("seed %d: %q", seed, got)
		}
		plain, err := Open(t.Context(), c.Path(), PlainSQL)
		check(t, err)
		for name, read := range readings {
			want, err := read(t.Context(), c)
			check(t, err)
			got, err := read(t.Context(), plain)
			check(t, err)
			if !reflect.DeepEqual(got, want) {
				t.Errorf("seed %d, %s: not the same", seed, name)
			}
		}
		check(t, plain.Close())
	}
}
