package demo

import (
	"encoding/csv"
	"io"
	"os"
	"strings"
	"testing"
)

// small is a site that is made in no time.
func small() Site {
	site := Default()
	site.Users = 400
	return site
}

func TestSeedDecidesEverything(t *testing.T) {
	site := small()
	first := logOf(t, site)
	if logOf(t, site) != first {
		t.Error("the same seed gives another log")
	}
	site.Seed++
	if logOf(t, site) == first {
		t.Error("another seed gives the same log")
	}
}

func TestWriteGivesTheSameAsTheParts(t *testing.T) {
	site := small()
	files, err := site.Write(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if readFile(t, files.Log) != logOf(t, site) {
		t.Error("the log differs from WriteLog")
	}
	var truth strings.Builder
	if err := site.WriteTruth(&truth); err != nil {
		t.Fatal(err)
	}
	if readFile(t, files.Truth) != truth.String() {
		t.Error("the truth differs from WriteTruth")
	}
	if profiles := readTable(t, files.Profiles); len(profiles) != site.Users {
		t.Errorf("%d profiles for %d users", len(profiles), site.Users)
	}
	if catalogue := readTable(t, files.Catalogue); len(catalogue) != 2*site.Postings {
		t.Errorf("%d items for %d postings and the applications to them", len(catalogue), site.Postings)
	}
	if pages := readFile(t, files.Pages); !strings.Contains(pages, "[[page]]") {
		t.Errorf("no page is described: %q", pages)
	}
}

func TestEveryUserHasAProfileAndEveryItemIsInTheCatalogue(t *testing.T) {
	site := small()
	files, err := site.Write(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	profiles, catalogue := firstColumn(t, files.Profiles), firstColumn(t, files.Catalogue)
	for user, events := range readLog(t, site) {
		if !profiles[user] {
			t.Errorf("%s has no profile", user)
		}
		for _, e := range events {
			if e.posting != "" && !catalogue[e.posting] || e.application != "" && !catalogue["apply/"+e.application] {
				t.Errorf("%s viewed %q %q, which the catalogue doesn't have", user, e.posting, e.application)
			}
		}
	}
}

func TestSmallestSite(t *testing.T) {
	site := Site{Users: 1, Postings: 1, Days: 1, Start: Default().Start}
	if !strings.Contains(logOf(t, site), "GET /jobs/1001") {
		t.Error("nobody looked at the only posting")
	}
	for _, site := range []Site{{Users: 0, Postings: 1, Days: 1}, {Users: 1, Postings: 0, Days: 1},
		{Users: 1, Postings: 1, Days: 0}} {
		if err := site.WriteLog(io.Discard); err == nil {
			t.Errorf("%+v can't be made up", site)
		}
	}
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// readTable returns the rows of a CSV file without its header.
func readTable(t *testing.T, path string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(readFile(t, path))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

func firstColumn(t *testing.T, path string) map[string]bool {
	t.Helper()
	values := map[string]bool{}
	for _, row := range readTable(t, path) {
		if values[row[0]] {
			t.Errorf("%s has %q twice", path, row[0])
		}
		values[row[0]] = true
	}
	return values
}

func BenchmarkWriteLog(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		log := logOf(b, Default())
		b.SetBytes(int64(len(log)))
	}
}
