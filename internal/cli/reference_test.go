package cli

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"spoor/store/demo"
)

// sharedDirectory has the reference and real logs, where they are there at all.
const sharedDirectory = "../../../shared"

// TestNumbersEqualTheReference compares every user's metrics, distances, hits, points and score with those of a slow
// and plain implementation of the same definitions, over generated logs with everything nasty in them and over real
// ones.
func TestNumbersEqualTheReference(t *testing.T) {
	t.Parallel()
	reference := referenceProgram(t)
	seeds, lines := uint64(4), 10_000
	if os.Getenv("SPOOR_LONG_TESTS") != "" {
		seeds, lines = 20, 50_000
	}
	logs := map[string][]string{}
	for seed := range seeds {
		logs[fmt.Sprintf("generated %d", seed)] = writeNastyLogs(t, rand.New(rand.NewPCG(seed, 0)))
	}
	for _, name := range []string{"access/elastic_apache_10k.log.gz", "access/nasa_jul95_50k.log.gz"} {
		logs[name] = []string{firstLines(t, filepath.Join(sharedDirectory, "data", name), lines)}
	}
	for name, paths := range logs {
		for _, preset := range []string{"strict", "paper"} {
			t.Run(name+" "+preset, func(t *testing.T) {
				t.Parallel()
				got := scanLogs(t, preset, paths)
				want := runReference(t, reference, slices.Concat(robotsOf(t, got), []string{"--preset", preset}, paths))
				compareWithReference(t, got, want)
			})
		}
	}
}

// firstLines writes the first lines of a log that is compressed into a file.
func firstLines(t *testing.T, path string, lines int) string {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	content, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	var first bytes.Buffer
	for scanner := bufio.NewScanner(content); lines > 0 && scanner.Scan(); lines-- {
		first.Write(scanner.Bytes())
		first.WriteByte('\n')
	}
	name := filepath.Join(t.TempDir(), "first.log")
	if err := os.WriteFile(name, first.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// unknownToTheReference switches off the rules that it does not have.
var unknownToTheReference = offInReference("burst", "probing", "rare-paths", "bare-pages", "menu-focus",
	"fast-reading", "metronome", "schedule", "round-the-clock", "enumeration", "harvest", "sharing", "shared-source",
	"login-guessing", "login-abuse", "non-browser")

func offInReference(rules ...string) (arguments []string) {
	for _, rule := range rules {
		arguments = append(arguments, "--set", rule+".on=false")
	}
	return arguments
}

// TestSemanticRulesEqualTheReference on a made-up site, which has profiles, a catalogue and a description.
func TestSemanticRulesEqualTheReference(t *testing.T) {
	t.Parallel()
	reference := referenceProgram(t)
	site := demo.Default()
	site.Users, site.Seed = 700, 5
	files, err := site.Write(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	known := []string{"--site", files.Pages, "--profiles", files.Profiles, "--catalogue", files.Catalogue}
	for _, preset := range []string{"strict", "paper"} {
		t.Run(preset, func(t *testing.T) {
			t.Parallel()
			got := scanLogs(t, preset, append(slices.Clone(known), files.Log))
			want := runReference(t, reference,
				slices.Concat(robotsOf(t, got), []string{"--preset", preset}, known, []string{files.Log}))
			compareWithReference(t, got, want)
		})
	}
}

// robotsOf tells the reference who is a declared robot, as it knows fewer robots by name.
func robotsOf(t *testing.T, s scanned) []string {
	t.Helper()
	var robots []string
	for _, user := range s.scan.List {
		if user.Robot {
			robots = append(robots, user.User)
		}
	}
	path := filepath.Join(t.TempDir(), "robots")
	if err := os.WriteFile(path, []byte(strings.Join(robots, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	return []string{"--robots", path}
}

func referenceProgram(t *testing.T) string {
	t.Helper()
	program := filepath.Join(sharedDirectory, "spec", "reference.py")
	if _, err := os.Stat(program); err != nil {
		t.Skip("the reference is not there")
	}
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skip("there is no Python to run the reference with")
	}
	return program
}

// referenceResult is what the reference prints, as far as it is compared.
type referenceResult struct {
	Lines, Events, Rejects, Blank, Users, Sessions, Baseline, Evaluated, Flagged int

	List []struct {
		User    string
		Score   float64
		Reach   float64
		Flagged bool
		Robot   bool
		Events  int32
		Hits    []struct {
			Rule, Side string
			Points     float64
		}
		Metrics map[string]struct {
			Value, Z *float64
			N        int32
		}
	}
}

func runReference(t *testing.T, program string, args []string) referenceResult {
	t.Helper()
	var stderr bytes.Buffer
	cmd := exec.Command("python3", append([]string{program}, args...)...)
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Skipf("the reference does not run here: %v\n%s", err, stderr.String())
	}
	var result referenceResult
	if err := json.Unmarshal(out, &result); err != nil {
		t.Fatal(err)
	}
	return result
}

type scanned struct {
	info infoRecord
	scan scanRecord
}

// scanLogs loads logs into a new case and scans all users, through the command line.
func scanLogs(t *testing.T, preset string, paths []string) scanned {
	t.Helper()
	db := filepath.Join(t.TempDir(), "case.db")
	runSpoor(t, append([]string{"load", "--db", db}, paths...)...)
	var s scanned
	for _, part := range []struct {
		args []string
		into any
	}{
		{[]string{"info", "--db", db, "--json"}, &s.info},
		{append([]string{"scan", "--db", db, "--json", "--all", "--preset", preset, "--set", "baseline.trim=bands"},
			unknownToTheReference...), &s.scan},
	} {
		if err := json.Unmarshal([]byte(runSpoor(t, part.args...)), part.into); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// runSpoor runs a command line that must succeed and returns what it prints.
func runSpoor(t *testing.T, args ...string) string {
	t.Helper()
	var out, errors bytes.Buffer
	if status := Run(args, new(bytes.Buffer), &out, &errors); status != statusOK {
		t.Fatalf("spoor %q: status %d\n%s", args, status, errors.String())
	}
	return out.String()
}

func compareWithReference(t *testing.T, got scanned, want referenceResult) {
	t.Helper()
	for _, count := range []struct {
		name      string
		got, want int
	}{
		{"lines", int(got.info.Lines), want.Lines},
		{"events", int(got.info.Events), want.Events},
		{"rejects", int(got.info.Rejects), want.Rejects},
		{"blank", int(got.info.Blank), want.Blank},
		{"users", got.info.Users, want.Users},
		{"sessions", got.info.Sessions, want.Sessions},
		{"evaluated", got.scan.Judged, want.Evaluated},
		{"flagged", got.scan.Flagged, want.Flagged},
		{"listed", len(got.scan.List), len(want.List)},
	} {
		if count.got != count.want {
			t.Errorf("%s: %d, want %d", count.name, count.got, count.want)
		}
	}
	byUser := map[string]userRecord{}
	for _, user := range got.scan.List {
		byUser[user.User] = user
	}
	for place, wanted := range want.List {
		user := got.scan.List[min(place, len(got.scan.List)-1)]
		if user.User != wanted.User && !same(&user.Reach, &wanted.Reach) {
			t.Errorf("place %d: %q, want %q", place, user.User, wanted.User)
		}
		user, ok := byUser[wanted.User]
		if !ok {
			t.Errorf("user %q is missing", wanted.User)
			continue
		}
		if !same(&user.Score, &wanted.Score) || !same(&user.Reach, &wanted.Reach) || user.Flagged != wanted.Flagged ||
			user.Robot != wanted.Robot || user.Events != wanted.Events {
			t.Errorf("%q: score %v reach %v flagged %v robot %v events %d, want %v %v %v %v %d", wanted.User, user.Score,
				user.Reach, user.Flagged, user.Robot, user.Events,
				wanted.Score, wanted.Reach, wanted.Flagged, wanted.Robot, wanted.Events)
		}
		for rule, metric := range wanted.Metrics {
			mine, ok := user.Metrics[rule]
			if ok && (!same(mine.Value, metric.Value) || !same(mine.Z, metric.Z) || mine.N != metric.N) {
				t.Errorf("%q %s: %s z %s n %d, want %s z %s n %d", wanted.User, rule, show(mine.Value), show(mine.Z), mine.N,
					show(metric.Value), show(metric.Z), metric.N)
			}
		}
		hits := map[string]hitRecord{}
		for _, hit := range user.Hits {
			hits[hit.Rule+hit.Side] = hit
		}
		if len(hits) != len(wanted.Hits) {
			t.Errorf("%q has %d hits, want %d", wanted.User, len(hits), len(wanted.Hits))
		}
		for _, hit := range wanted.Hits {
			if mine, ok := hits[hit.Rule+hit.Side]; !ok || !same(&mine.Points, &hit.Points) {
				t.Errorf("%q %s %s: %v points, want %v", wanted.User, hit.Rule, hit.Side, mine.Points, hit.Points)
			}
		}
	}
}

// same compares to nine digits; nil is not evaluable.
func same(a, b *float64) bool {
	if a == nil || b == nil {
		return a == b
	}
	return math.Abs(*a-*b) <= 1e-9*max(1, math.Abs(*b))
}

func show(x *float64) string {
	if x == nil {
		return "null"
	}
	return fmt.Sprint(*x)
}
