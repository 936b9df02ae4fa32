package stats

// MostAround is for each place the largest value of the stretches that it lies in: the k-th ends at k and begins at
// first[k], which rises.
func MostAround(values, first []int) []int {
	most := make([]int, len(values))
	var waiting []int // the stretches that a place may lie in, each with a smaller value than the one before
	end := 0
	for i := range values {
		for ; end < len(values) && first[end] <= i; end++ {
			for len(waiting) > 0 && values[waiting[len(waiting)-1]] <= values[end] {
				waiting = waiting[:len(waiting)-1]
			}
			waiting = append(waiting, end)
		}
		for waiting[0] < i {
			waiting = waiting[1:]
		}
		most[i] = values[waiting[0]]
	}
	return most
}
