package store

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"spoor/analysis/web"
	"spoor/store/model"
	"spoor/store/sqlite"
)

// TestRowsAreTakenOver has SQLite itself say that it copies the rows of the large tables without taking them apart.
func TestRowsAreTakenOver(t *testing.T) {
	c, _ := generatedCase(t, 1, 100, 100)
	d, err := c.deriveAndKeep(t.Context(), nil)
	check(t, err)
	run := &Run{rows: []row{{user: 1}}}
	tables := append(run.texts(), run.events(), d.users.rows(measureColumns(d.users.background)))
	tables = append(tables, pageRows(model.NewPages(new(web.Site)), 0, 0, 0)...)
	for _, table := range tables {
		t.Run(table.Table(), func(t *testing.T) {
			other := filepath.Join(t.TempDir(), "other.db")
			check(t, sqlite.Create(t.Context(), other, sqlite.Header{}, table.Like+";"))
			_, err := c.writer.Exec("ATTACH ? AS other", other)
			check(t, err)
			defer func() {
				_, err := c.writer.Exec("DETACH other")
				check(t, err)
			}()
			steps, err := c.writer.Query(fmt.Sprintf("EXPLAIN INSERT INTO main.%s SELECT * FROM other.%[1]s", table.Table()))
			check(t, err)
			var all []string
			for steps.Next() {
				var step string
				var rest any
				check(t, steps.Scan(&rest, &step, &rest, &rest, &rest, &rest, &rest, &rest))
				all = append(all, step)
			}
			check(t, steps.Err())
			if !slices.Contains(all, "RowData") || slices.Contains(all, "Column") {
				t.Errorf("%q", all)
			}
		})
	}
}

// TestChangesAfterAContextEnded ends changes at any moment; the next one finds nothing in its way.
func TestChangesAfterAContextEnded(t *testing.T) {
	c, _ := generatedCase(t, 1, 100, 100)
	intake, err := c.NewIntake(t.Context())
	check(t, err)
	r := rand.New(rand.NewPCG(1, 1))
	for line := range 40 {
		ctx, stop := context.WithTimeout(t.Context(), time.Duration(r.IntN(3000))*time.Microsecond)
		for _, event := range generated(r, 1, 3000) { // enough for pages of their own
			event.Key = fmt.Append(nil, line)
			event.addTo(intake)
		}
		run := intake.Cut()
		if err := c.AppendRun(ctx, run); err != nil {
			check(t, c.AppendRun(t.Context(), run))
		}
		stop()
	}
}
