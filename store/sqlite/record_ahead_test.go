package sqlite

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"
)

// TestRecordsAhead are the records that one goroutine makes, in the order of the rows.
func TestRecordsAhead(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	for _, count := range []int{1, recordsTogether, recordsTogether + 1, 5000} {
		values := make([]int64, count)
		for i := range values {
			values[i] = random.Int64() >> random.IntN(64)
		}
		puts := func() func(int, Values) {
			var text string // of its own
			return func(row int, to Values) {
				text = fmt.Sprint(values[row], row)
				to.Integer(values[row])
				to.Text(text)
			}
		}
		rows := Rows{Into: "x (id, n, text)", Count: count, Put: puts(), Puts: puts,
			Key: func(row int) int64 { return int64(row) }}
		for _, goroutines := range []int{1, 2, 3, 8} {
			next := rows.recordsAhead(goroutines)
			for row := range count {
				var want record
				rows.put(row, &want)
				if got := next(); !bytes.Equal(got.appendTo(nil, got.headLength()), want.appendTo(nil, want.headLength())) {
					t.Fatalf("row %d of %d is another by %d", row, count, goroutines)
				}
			}
		}
		plain := rows
		plain.Puts = nil
		next := plain.records()
		for row := range count {
			var want record
			rows.put(row, &want)
			if got := next(); !bytes.Equal(got.content, want.content) {
				t.Fatalf("row %d of %d is another", row, count)
			}
		}
	}
}
