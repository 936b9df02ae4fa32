package store

import (
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// numberingCase is a log on its way into a case, with deliveries that come in between its runs.
type numberingCase struct {
	t       *testing.T
	r       *rand.Rand
	loading *Case // two processes have the same case open
	intake  *Intake
	tails   []*Tail // of the case, and of one that has the deliveries first and the log after them
	log     Source
	loaded  []placed
}

// deliver brings a delivery whose texts are old, new, or new with the log's next run as well.
func (n *numberingCase) deliver(number int) {
	n.t.Helper()
	event := generated(n.r, 0, 1)[0]
	if n.r.IntN(2) == 0 {
		event.Key = fmt.Appendf(nil, "live %d", n.r.IntN(9))
	}
	d := Delivery{
		Endpoint: pick(n.r, []string{"webhook", "webhook:a", "webhook:b"}), Format: "json", ID: fmt.Sprint(number),
		Digest: sha256.Sum256(fmt.Append(nil, number)), Entries: []Entry{{Event: &event.Event}},
	}
	for _, tail := range n.tails {
		_, err := tail.Append(n.t.Context(), []Delivery{d})
		check(n.t, err)
	}
}

// load appends a run of the log: some events and a reject.
func (n *numberingCase) load() {
	n.t.Helper()
	part := generated(n.r, n.log.ID, 1+n.r.IntN(30))
	for i := range part {
		part[i].Line += n.log.Lines
		part[i].addTo(n.intake)
	}
	n.loaded, n.log = append(n.loaded, part...), counted(n.log, part)
	n.log.Lines++
	n.log.Rejects++
	run := n.intake.Cut()
	run.Sources = []Source{n.log}
	run.Rejects = []Reject{{Source: n.log.ID, Line: n.log.Lines, Reason: "no match", Text: []byte("x")}}
	run.Marks = []Mark{{Source: n.log.ID, Line: n.log.Lines, Offset: n.log.Lines}}
	if n.r.IntN(2) == 0 {
		check(n.t, n.loading.AppendRun(n.t.Context(), run))
		return
	}
	check(n.t, n.loading.AppendTail(n.t.Context(), run))
}

// TestNumbersOfTwoProcesses has a log loaded run by run while deliveries come into the same case, with texts and
// sources that are new to both. The case then says what one says that took one after the other.
func TestNumbersOfTwoProcesses(t *testing.T) {
	for seed := range uint64(8) {
		path := filepath.Join(t.TempDir(), "case.db")
		alone := newCase(t)
		n := &numberingCase{t: t, r: rand.New(rand.NewPCG(seed, 11)), loading: openCase(t, path), log: streamSource(1)}
		for _, c := range []*Case{openCase(t, path), alone} {
			tail, err := c.NewTail(t.Context())
			check(t, err)
			n.tails = append(n.tails, tail)
		}
		var err error
		n.intake, err = n.loading.NewIntake(t.Context())
		check(t, err)
		for round := range 6 {
			for number := range n.r.IntN(5) {
				n.deliver(10*round + number)
			}
			n.load()
		}
		after, err := alone.NewIntake(t.Context())
		check(t, err)
		n.log.ID = 9
		for i := range n.loaded {
			n.loaded[i].Source = n.log.ID
			n.loaded[i].addTo(after)
		}
		run := after.Cut()
		run.Sources = []Source{n.log}
		check(t, alone.AppendRun(t.Context(), run))
		for _, query := range []string{
			"SELECT * FROM v_event", "SELECT path, lines, events, rejects, first_ts, last_ts FROM source",
		} {
			got, want := table(t, n.loading, query), table(t, alone, query)
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("seed %d, %s: %d rows\n%s\nwant %d rows\n%s", seed, query, len(got), someOf(got), len(want), someOf(want))
			}
		}
		log := table(t, n.loading, "SELECT id FROM source WHERE path = ?", n.log.Path)[0]
		const sources = "SELECT DISTINCT source FROM (SELECT source FROM reject UNION SELECT source FROM mark)"
		if got := table(t, n.loading, sources); !slices.Equal(got, []string{log}) {
			t.Errorf("rejects and marks are of source %s, the log is %s", got, log)
		}
		got := table(t, n.loading, `SELECT (SELECT count(DISTINCT key) - count(*) FROM user),
			(SELECT count(DISTINCT name) - count(*) FROM agent)`)
		if got[0] != `"0" "0"` {
			t.Errorf("texts are there twice: %s", got)
		}
	}
}

// TestLoadWaitsForItsTurn has another process hold the case for longer than SQLite waits.
func TestLoadWaitsForItsTurn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "case.db")
	waiting, holding := openCase(t, path), openCase(t, path)
	_, err := waiting.writer.Exec("PRAGMA busy_timeout = 100")
	check(t, err)
	transaction, err := holding.writer.Begin()
	check(t, err)
	time.AfterFunc(250*time.Millisecond, func() { _ = transaction.Rollback() })
	check(t, waiting.AppendRun(t.Context(), &Run{Sources: []Source{streamSource(1)}}))
}

// TestSourcesNumberedMeanwhile has a load that knows source 1 bring its sources 2 and 3 at once, where another process
// has given 2 in the meantime: its own become 3 and 4, however often a run names them.
func TestSourcesNumberedMeanwhile(t *testing.T) {
	c := newCase(t)
	for id := 1; id <= 2; id++ {
		_, err := c.writer.Exec(`INSERT INTO source (id, path, format, state, bytes, lines, events, rejects, blank,
			zone_assumed, fingerprint, offset, digest) VALUES (?, 'x', 'json', 'loading', 0, 0, 0, 0, 0, 0, x'', 0, x'')`, id)
		check(t, err)
	}
	n := &idRemaps{known: 1}
	check(t, n.addSources(t.Context(), c.writer, []Source{{ID: 1}, {ID: 2}, {ID: 3}, {ID: 2}}))
	if n.source(1) != 1 || n.source(2) != 3 || n.source(3) != 4 {
		t.Errorf("the numbers are %v", n.sources)
	}
	check(t, n.addSources(t.Context(), c.writer, []Source{{ID: 3}, {ID: 9}}))
	if n.source(3) != 4 || n.source(9) != 9 {
		t.Errorf("then they are %v", n.sources)
	}
}
