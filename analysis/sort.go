package analysis

import "math"

// sortedValues are the values of some rows of a column in ascending order, without those that are not evaluable. Metrics
// are never negative, so their bit patterns sort as they do.
func sortedValues(column []float64, rows []int32) []float64 {
	keys := make([]uint64, 0, len(rows))
	for _, row := range rows {
		if x := column[row]; !math.IsNaN(x) {
			keys = append(keys, math.Float64bits(x))
		}
	}
	keys, _ = radixSort(keys, nil)
	values := make([]float64, len(keys))
	for i, key := range keys {
		values[i] = math.Float64frombits(key)
	}
	return values
}

// rank orders rows by score, the highest first, then by row. Most scores are 0, so only the others are sorted.
func rank(scores []float64) []int32 {
	scored := 0
	for _, score := range scores {
		if score > 0 {
			scored++
		}
	}
	order := make([]int32, len(scores))
	keys, rows := make([]uint64, 0, scored), order[:0]
	rest := scored
	for row, score := range scores {
		if score > 0 {
			keys = append(keys, ^math.Float64bits(score))
			rows = append(rows, int32(row))
		} else {
			order[rest] = int32(row)
			rest++
		}
	}
	_, rows = radixSort(keys, rows)
	copy(order, rows)
	return order
}

const (
	radixBits   = 11
	radixPasses = (64 + radixBits - 1) / radixBits
)

// radixSort sorts keys in ascending order and carries rows along, if there are any; equal keys stay in order. It uses up
// what it is given and returns what may be other memory. Digits that are the same in all keys cost nothing, and keys made
// of counts have few others.
func radixSort(keys []uint64, rows []int32) ([]uint64, []int32) {
	var counts [radixPasses][1 << radixBits]int32
	for _, key := range keys {
		for pass := range counts {
			counts[pass][digit(key, pass)]++
		}
	}
	spareKeys, spareRows := make([]uint64, len(keys)), make([]int32, len(rows))
	for pass := range counts {
		count := &counts[pass]
		if len(keys) == 0 || int(count[digit(keys[0], pass)]) == len(keys) {
			continue
		}
		place := int32(0)
		for d, c := range count {
			count[d] = place
			place += c
		}
		for i, key := range keys {
			d := digit(key, pass)
			spareKeys[count[d]] = key
			if len(rows) > 0 {
				spareRows[count[d]] = rows[i]
			}
			count[d]++
		}
		keys, spareKeys = spareKeys, keys
		rows, spareRows = spareRows, rows
	}
	return keys, rows
}

func digit(key uint64, pass int) uint64 { return key >> (pass * radixBits) & (1<<radixBits - 1) }
