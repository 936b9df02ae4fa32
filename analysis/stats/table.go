package stats

import "spoor/internal/hugepage"

// At is an element of a table that ends where nothing more is known.
func At[T any, I ~int32](table []T, index I) (value T) {
	if index >= 0 && int(index) < len(table) {
		value = table[index]
	}
	return value
}

// Put sets an element of a slice that grows as needed.
func Put[T any, I ~int32](slice *[]T, index I, value T) {
	*slice = upTo(*slice, int(index))
	(*slice)[index] = value
}

// upTo is a slice that has an element of an index: it is made longer, with zeros, where it ends before.
func upTo[T any](slice []T, index int) []T {
	end := len(slice)
	if index < end {
		return slice
	}
	slice = hugepage.Grow(slice, index+1-end)[:index+1]
	clear(slice[end:])
	return slice
}
