package hugepage

import "testing"

// TestPartsAreApart has parts that are one by one and in pieces: each is new, and none is written to by another.
func TestPartsAreApart(t *testing.T) {
	const length = 1000
	var memory Parts[int32]
	var parts [][]int32
	for p := range int32(3*partsTogether + 1) {
		part := memory.Next(length)
		if len(part) != length || cap(part) != length {
			t.Fatalf("part %d has %d of %d", p, len(part), cap(part))
		}
		for i := range part {
			if part[i] != 0 {
				t.Fatalf("part %d is not new", p)
			}
			part[i] = p
		}
		parts = append(parts, part)
	}
	for p, part := range parts {
		for i := range part {
			if part[i] != int32(p) {
				t.Fatalf("part %d was written to by part %d", p, part[i])
			}
		}
	}
}
