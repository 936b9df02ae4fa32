package stats

// At is an element of a table that ends where nothing more is known.
func At[T any, I ~int32](table []T, index I) (value T) {
	if index >= 0 && int(index) < len(table) {
		value = table[index]
	}
	return value
}

// Put sets an element of a slice that grows as needed.
func Put[T any, I ~int32](slice *[]T, index I, value T) {
	if more := int(index) + 1 - len(*slice); more > 0 {
		*slice = append(*slice, make([]T, more)...)
	}
	(*slice)[index] = value
}
