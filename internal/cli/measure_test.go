package cli

import "testing"

// TestPartsOfTheUsers are a number and how many there are, at most 1,024.
func TestPartsOfTheUsers(t *testing.T) {
	for text, want := range map[string][2]int{
		"3/10": {3, 10}, "1/1": {1, 1}, "10/10": {10, 10}, "1024/1024": {1024, 1024},
	} {
		if number, of, err := parsePart(text); err != nil || number != want[0] || of != want[1] {
			t.Errorf("%s: %d of %d, %v", text, number, of, err)
		}
	}
	for _, text := range []string{"0/10", "11/10", "-1/10", "3", "3/", "/3", "3/10/2", "3/10x", "1/1025", "a/b"} {
		if number, of, err := parsePart(text); err == nil {
			t.Errorf("%s is taken for part %d of %d", text, number, of)
		}
	}
}
