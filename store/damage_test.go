package store

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"spoor/analysis"
	"spoor/store/model"
)

// fullCase makes a case in which no table is empty, and the large ones have several levels of pages.
func fullCase(t testing.TB) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "full.db")
	c, err := OpenOrCreate(t.Context(), path)
	check(t, err)
	events := benchmarkEvents(3_000)
	appendEvents(t, c, 1, events, 1_500)
	run := &Run{Sources: []Source{{ID: 1, Path: "/logs/01.log", Format: "combined", State: Complete, First: events[0].Time,
		Last: events[len(events)-1].Time, Events: int64(len(events)), Lines: int64(len(events)) + 300, Rejects: 300,
		Fingerprint: []byte{1}, Digest: []byte{2}}}}
	for i := range 300 {
		text := fmt.Appendf(nil, "line %d", i)
		run.Rejects = append(run.Rejects, Reject{Source: 1, Line: int64(i), Reason: "blank line", Text: text})
		run.Marks = append(run.Marks, Mark{Source: 1, Line: int64(i), Offset: int64(100 * i)})
	}
	check(t, c.AppendRun(t.Context(), run))
	var profiles, catalogue []model.Facts
	for i := range 200 {
		profile := map[string]string{"education": "master", "joined": "2020-01-02"}
		profiles = append(profiles, model.Facts{Key: fmt.Sprintf("user%d", i), Fields: profile})
		entry := map[string]string{"education": "master", "title": "work"}
		catalogue = append(catalogue, model.Facts{Key: fmt.Sprintf("/jobs/%d", i), Fields: entry})
	}
	check(t, c.ReplaceProfiles(t.Context(), profiles))
	check(t, c.ReplaceCatalogue(t.Context(), catalogue))
	site := "[[require]]\nprofile = \"education\"\nitem = \"education\"\norder = [\"none\", \"master\"]\n"
	check(t, c.SetSite(t.Context(), "site", []byte(site)))
	intake, err := c.NewIntake(t.Context())
	check(t, err)
	for i := range 300 {
		late := events[i]
		late.Time, late.Line = events[len(events)-1].Time, int64(20_000+i)
		late.addTo(intake)
	}
	check(t, c.AppendTail(t.Context(), intake.Cut()))
	for i := range 300 {
		addVerdict(t, c, Verdict{User: keyOf(t, c, i+1), Label: "watch", Note: strings.Repeat("because ", 5), At: int64(i)})
	}
	check(t, c.Derive(t.Context(), nil))
	check(t, c.Close())
	return path
}

// readings are all that commands and screens read of a case.
var readings = map[string]func(ctx context.Context, c *Case) (any, error){
	"matrix": func(ctx context.Context, c *Case) (any, error) { return printed(c.Matrix(ctx)) },
	"measure": func(ctx context.Context, c *Case) (any, error) {
		how := analysis.DefaultMeasureOptions()
		how.Timeout = 15 * time.Minute
		return printed(c.MatrixWith(ctx, how, analysis.Window{}, nil))
	},
	"pivots": func(ctx context.Context, c *Case) (any, error) {
		window, err := c.Window(ctx)
		if err != nil {
			return nil, err
		}
		return c.Pivots(ctx, window, model.DefaultTimeout, nil)
	},
	"timeline": func(ctx context.Context, c *Case) (any, error) { return c.Timeline(ctx, model.DefaultTimeout, nil) },
	"bursts":   func(ctx context.Context, c *Case) (any, error) { return c.AddressBursts(ctx) },
	"track":    func(ctx context.Context, c *Case) (any, error) { return c.Track(ctx, "user1") },
	"about":    func(ctx context.Context, c *Case) (any, error) { return c.About(ctx, "user1", []string{"/jobs/5"}) },
	"rejects":  func(ctx context.Context, c *Case) (any, error) { return c.Rejects(ctx, "", 0) },
	"reasons":  func(ctx context.Context, c *Case) (any, error) { return c.RejectCounts(ctx) },
	"verdicts": func(ctx context.Context, c *Case) (any, error) { return c.Verdicts(ctx) },
	"sources":  func(ctx context.Context, c *Case) (any, error) { return c.Sources(ctx) },
	"mark":     func(ctx context.Context, c *Case) (any, error) { return c.MarkBefore(ctx, 1, 500) },
	"position": func(ctx context.Context, c *Case) (any, error) { return c.Watermark(ctx) },
	"site":     func(ctx context.Context, c *Case) (any, error) { return c.SiteDescription(ctx) },
}

// printed is a matrix in a form in which what is not evaluable equals itself.
func printed(m *analysis.Matrix, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return fmt.Sprint(*m), nil
}

// Kinds of pages that lead to others, of a table and of an index, and where the numbers in their heads are.
const (
	innerPage      = 0x05
	indexInnerPage = 0x02

	atCellCount  = 3
	atCellsBegin = 5
	atLastChild  = 8
)

// pageWith is a page that leads to a child, more than once if there are cells.
func pageWith(kind byte, size, cells int, child uint32) []byte {
	page := make([]byte, size)
	page[0] = kind
	begin := size
	for i := range cells {
		cell := binary.BigEndian.AppendUint32(nil, child)
		if kind == innerPage {
			cell = append(cell, byte(i%0x7f))
		} else {
			cell = append(cell, 3, 2, 1, byte(i)) // a record of one small number
		}
		begin -= len(cell)
		copy(page[begin:], cell)
		binary.BigEndian.PutUint16(page[12+2*i:], uint16(begin))
	}
	binary.BigEndian.PutUint16(page[atCellCount:], uint16(cells))
	binary.BigEndian.PutUint16(page[atCellsBegin:], uint16(begin))
	binary.BigEndian.PutUint32(page[atLastChild:], child)
	return page
}

// TestDamagedPages overwrites each page of a case by one that leads to itself or elsewhere, once or a few hundred
// times. Whatever is read then is as it was, or damaged, at once and without much memory. All pages take minutes, so
// that is for SPOOR_LONG_TESTS; every eleventh is enough for each table to have some.
func TestDamagedPages(t *testing.T) {
	path := fullCase(t)
	sound, err := os.ReadFile(path)
	check(t, err)
	size := int(binary.BigEndian.Uint16(sound[16:]))
	want := map[string]any{}
	c, err := Open(t.Context(), path)
	check(t, err)
	for name, read := range readings {
		want[name], err = read(t.Context(), c)
		check(t, err)
	}
	check(t, c.Close())
	pages := len(sound) / size
	step := 11
	if os.Getenv("SPOOR_LONG_TESTS") != "" {
		step = 1
	}
	refused := 0
	for n := 2; n <= pages; n += step {
		other := uint32(n%pages + 1)
		for damage, page := range map[string][]byte{
			"to itself":             pageWith(innerPage, size, 0, uint32(n)),
			"often to itself":       pageWith(innerPage, size, 300, uint32(n)),
			"often to the next":     pageWith(innerPage, size, 300, other),
			"index to itself":       pageWith(indexInnerPage, size, 0, uint32(n)),
			"index often to itself": pageWith(indexInnerPage, size, 300, uint32(n)),
			"index often to next":   pageWith(indexInnerPage, size, 300, other),
			"empty":                 make([]byte, size),
			"no such page":          pageWith(innerPage, size, 1, uint32(pages+9)),
		} {
			name := fmt.Sprintf("page %d of %d %s", n, pages, damage)
			refused += readDamaged(t, name, sound, (n-1)*size, page, want)
			if n%3 == 0 {
				refused += readDamaged(t, name+" by SQL", sound, (n-1)*size, page, want, PlainSQL)
			}
		}
	}
	if refused < pages/step*4/3 {
		t.Errorf("%d readings refused", refused)
	}
}

// readDamaged reads everything of a case with another page at a place, and counts the readings that say that it is
// damaged.
func readDamaged(
	t *testing.T, name string, sound []byte, at int, page []byte, want map[string]any, how ...Option,
) (refused int) {
	t.Helper()
	file := slices.Clone(sound)
	copy(file[at:], page)
	path := filepath.Join(t.TempDir(), "damaged.db")
	check(t, os.WriteFile(path, file, 0o600))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	ctx, stop := context.WithTimeout(t.Context(), 2*time.Minute)
	defer stop()
	defer func() {
		if runtime.ReadMemStats(&after); after.TotalAlloc-before.TotalAlloc > 200<<20 {
			t.Errorf("%s: %d MB", name, (after.TotalAlloc-before.TotalAlloc)>>20)
		}
	}()
	c, err := Open(ctx, path, how...)
	if err != nil {
		if !IsDamage(err) {
			t.Errorf("%s: %v", name, err)
		}
		return 1
	}
	defer c.Close()
	for reading, read := range readings {
		got, err := read(ctx, c)
		switch {
		case errors.Is(err, context.DeadlineExceeded):
			t.Errorf("%s, %s: no end", name, reading)
		case err != nil && !IsDamage(err):
			t.Errorf("%s, %s: %v", name, reading, err)
		case err != nil:
			refused++
		case !reflect.DeepEqual(got, want[reading]):
			t.Errorf("%s, %s: other than it was", name, reading)
		}
	}
	return refused
}
