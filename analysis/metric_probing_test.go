package analysis

import "testing"

// pathsOfTwo are the paths of 100 requests: 1 and 2 have the path 1, 3 and 4 the path 2, and so on.
func pathsOfTwo() []int32 {
	paths := []int32{0}
	for request := int32(1); request <= 100; request++ {
		paths = append(paths, (request+1)/2)
	}
	return paths
}

func TestProbing(t *testing.T) {
	known := &Knowledge{Paths: pathsOfTwo()}
	checkWith(t, Probing, known, []metricCase{
		{"one path asked for in two ways", "0s refused #1, 1s refused #2, 2s refused #3, 3s view a1 #5, 4s view a1 #5",
			2, 5},
		{"three in ten", "0s refused #1, 1s refused #3, 2s refused #5, 3s view a1 #9, 4s view a1 #9, 5s view a1 #9, " +
			"6s view a1 #9, 7s view a1 #9, 8s view a1 #9, 9s view a1 #9", 3, 10},
		{"few of the requests", "0s refused #1, 1s view a1 #3, 2s view a1 #3, 3s view a1 #3, 4s view a1 #3", none, 5},
		{"what is no request of a path", "0s refused, 1s refused, 2s refused, 3s refused, 4s refused", none, 0},
		{"one event", "0s refused #1", none, 1},
	})
}
