package stats

import (
	"math"

	"spoor/internal/hugepage"
)

// Sorter sorts columns one after the other in the same memory. Its zero value is ready; it is not for use by several
// goroutines at a time.
type Sorter struct {
	keys, spare []uint64
	values      []float64
}

// SortedValues are the values of some rows of a column in ascending order, without those that are not evaluable.
func SortedValues(column []float64, rows []int32) []float64 { return new(Sorter).Values(column, rows) }

// Values is SortedValues; they are good until the next column is sorted.
func (s *Sorter) Values(column []float64, rows []int32) []float64 {
	if cap(s.keys) < len(rows) {
		s.keys, s.spare = hugepage.Make[uint64](len(rows)), hugepage.Make[uint64](len(rows))
		s.values = hugepage.Make[float64](len(rows))
	}
	keys := s.keys[:0]
	for _, row := range rows {
		if x := column[row]; !math.IsNaN(x) {
			keys = append(keys, sortable(x))
		}
	}
	keys, _ = radixSort(keys, s.spare[:len(keys)], nil, nil)
	values := s.values[:len(keys)]
	for i, key := range keys {
		values[i] = fromSortable(key)
	}
	return values
}

// sortable is the bit pattern of a number, changed so that it sorts as the number does.
func sortable(x float64) uint64 {
	bits := math.Float64bits(x + 0) // −0 is 0
	if bits&SignBit != 0 {
		return ^bits
	}
	return bits | SignBit
}

func fromSortable(key uint64) float64 {
	if key&SignBit != 0 {
		return math.Float64frombits(key &^ SignBit)
	}
	return math.Float64frombits(^key)
}

// Rank orders rows by score, the highest first, and rows of one score as they are in within. Most scores are 0, so only
// the others are sorted.
func Rank(scores []float64, within []int32) []int32 {
	scored := 0
	for _, score := range scores {
		if score > 0 {
			scored++
		}
	}
	order := hugepage.Make[int32](len(scores))
	keys, rows := hugepage.Make[uint64](scored)[:0], order[:0]
	rest := scored
	for _, row := range within {
		if score := scores[row]; score > 0 {
			keys = append(keys, ^math.Float64bits(score))
			rows = append(rows, row)
		} else {
			order[rest] = row
			rest++
		}
	}
	_, rows = RadixSort(keys, rows)
	copy(order, rows)
	return order
}

// Descending orders rows by value, the largest first, then by row. No value is negative.
func Descending(values []float64) []int32 {
	rows := hugepage.Make[int32](len(values))
	for row := range rows {
		rows[row] = int32(row)
	}
	return Rank(values, rows)
}

const (
	radixBits   = 11
	radixPasses = (64 + radixBits - 1) / radixBits
)

// RadixSort sorts keys in ascending order and carries rows along, if there are any; equal keys stay in order. It uses
// up what it is given and returns what may be other memory.
func RadixSort(keys []uint64, rows []int32) ([]uint64, []int32) {
	return radixSort(keys, hugepage.Make[uint64](len(keys)), rows, hugepage.Make[int32](len(rows)))
}

// radixSort is RadixSort with spare memory of the same lengths. Digits that are the same in all keys cost nothing, and
// keys made of counts have few others.
func radixSort(keys, spareKeys []uint64, rows, spareRows []int32) ([]uint64, []int32) {
	some, all := uint64(0), ^uint64(0)
	for _, key := range keys {
		some, all = some|key, all&key
	}
	for pass := range radixPasses {
		if len(keys) == 0 || digit(some&^all, pass) == 0 {
			continue
		}
		var places [1 << radixBits]int32
		for _, key := range keys {
			places[digit(key, pass)]++
		}
		place := int32(0)
		for d := range places {
			place, places[d] = place+places[d], place
		}
		for i, key := range keys {
			d := digit(key, pass)
			spareKeys[places[d]] = key
			if len(rows) > 0 {
				spareRows[places[d]] = rows[i]
			}
			places[d]++
		}
		keys, spareKeys = spareKeys, keys
		rows, spareRows = spareRows, rows
	}
	return keys, rows
}

func digit(key uint64, pass int) uint64 { return key >> (pass * radixBits) & (1<<radixBits - 1) }

// SignBit is the bit that, flipped, makes signed numbers sort as unsigned ones.
const SignBit = 1 << 63
