package sqlite

import (
	"context"
	"math"
	"slices"
)

// Stretch is rows of a table that follow each other, as they lie in its pages. It holds copies: to read the rows takes
// no connection, and may be done by any goroutine.
type Stretch struct {
	table  *Table
	pages  []byte // one after the other
	size   int    // of a page
	ranges []rowRange
	rows   []Value // in place of pages, where the table is read by SELECT
}

// Fetch fetches the rows with rowids from first to last. It uses the memory of a stretch that nobody reads any more, if
// it is given one.
func (t *Table) Fetch(ctx context.Context, first, last int64, used *Stretch) (*Stretch, error) {
	s := &Stretch{table: t}
	if used != nil {
		s.pages, s.ranges, s.rows = used.pages[:0], used.ranges[:0], used.rows[:0]
	}
	if t.pages == nil {
		return s, t.EachRow(ctx, first, last, func(row []Value) error {
			s.rows = append(s.rows, row...)
			return nil
		})
	}
	from, _ := slices.BinarySearch(t.last, first)
	to, _ := slices.BinarySearch(t.last, last)
	wanted := t.pages[from:min(to+1, len(t.pages))]
	i := from
	return s, readPages(ctx, t.db, t.name, wanted, func(page []byte) error {
		if len(s.ranges) == 0 {
			s.size = len(page)
			s.pages = slices.Grow(s.pages, len(page)*len(wanted))
		}
		if len(page) != s.size {
			return t.damaged()
		}
		in := rowRange{after: math.MinInt64, last: t.last[i], from: first, to: last}
		if i > 0 {
			in.after = t.last[i-1]
		}
		i++
		s.pages, s.ranges = append(s.pages, page...), append(s.ranges, in)
		return nil
	})
}

// EachRow hands over the rows in their order. They are valid only during the call.
func (s *Stretch) EachRow(take func(row []Value) error) error { return s.EachBlock(1, take) }

// EachBlock hands over the rows in their order, so many at a time and at the end as many as there are, one after the
// other. They are valid only during the call.
func (s *Stretch) EachBlock(rows int, take func(values []Value) error) error {
	width := len(s.table.columns)
	for values := range slices.Chunk(s.rows, rows*width) {
		if err := take(values); err != nil {
			return err
		}
	}
	block := newRowBlock(width, rows, take)
	for i, in := range s.ranges {
		if err := s.table.takeRows(s.pages[i*s.size:(i+1)*s.size], in, block); err != nil {
			return err
		}
	}
	return block.end()
}
