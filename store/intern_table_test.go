package store

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestTextsAreNumberedAsByAMap numbers texts of all lengths, many of them several times.
func TestTextsAreNumberedAsByAMap(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	numbers, all := map[string]int32{}, newInternTable()
	for range 50_000 {
		text := fmt.Sprint(r.IntN(20_000))
		if r.IntN(1000) == 0 {
			text = strings.Repeat(text, r.IntN(100_000))
		}
		number := all.find([]byte(text))
		if number != numbers[text] {
			t.Fatalf("%.20q has number %d, want %d", text, number, numbers[text])
		}
		if number == 0 {
			numbers[text] = all.add([]byte(text))
		}
	}
	if all.count() != len(numbers) {
		t.Errorf("%d texts, want %d", all.count(), len(numbers))
	}
	for text, number := range numbers {
		if got := all.find([]byte(text)); got != number {
			t.Errorf("%.20q has number %d, want %d", text, got, number)
		}
	}
}

func TestTextIsFoundWithoutAllocation(t *testing.T) {
	all := newInternTable()
	for i := range 1000 {
		all.add(fmt.Append(nil, i))
	}
	text := []byte("999")
	if n := testing.AllocsPerRun(100, func() { all.find(text) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
