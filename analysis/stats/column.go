package stats

import "math"

// Extremes are the smallest and the largest value of a column, +Inf and −Inf if there is none.
func Extremes(column []float64) (smallest, largest float64) {
	smallest, largest = math.Inf(1), math.Inf(-1)
	for _, x := range column {
		if x < smallest {
			smallest = x
		}
		if x > largest {
			largest = x
		}
	}
	return smallest, largest
}

// Mean is the arithmetic mean, NaN of nothing.
func Mean(values []float64) float64 {
	sum := 0.0
	for _, x := range values {
		sum += x
	}
	return sum / float64(len(values))
}
