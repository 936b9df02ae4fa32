package model

import (
	"crypto/sha256"
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
		number := all.Find([]byte(text))
		if number != numbers[text] {
			t.Fatalf("%.20q has number %d, want %d", text, number, numbers[text])
		}
		if number == 0 {
			numbers[text] = all.add([]byte(text))
		}
	}
	if all.Count() != len(numbers) {
		t.Errorf("%d texts, want %d", all.Count(), len(numbers))
	}
	for text, number := range numbers {
		if got := all.Find([]byte(text)); got != number {
			t.Errorf("%.20q has number %d, want %d", text, got, number)
		}
	}
}

// TestLongTextsTakeLittleMemory numbers texts that somebody has made long to fill the memory, and the digest of one of
// them as a text.
func TestLongTextsTakeLittleMemory(t *testing.T) {
	all := newInternTable()
	text := func(i int) []byte { return []byte(strings.Repeat("x", 4000) + fmt.Sprint(i)) }
	for i := range 10_000 {
		all.add(text(i))
	}
	kept := 8 * len(all.slots)
	for _, block := range all.blocks {
		kept += cap(block)
	}
	if each := kept / 10_000; each > 80 {
		t.Errorf("%d bytes a text", each)
	}
	sum := sha256.Sum256(text(7))
	if n := all.Find(sum[:]); n != 0 {
		t.Errorf("a text that is the digest of another has its number, %d", n)
	}
	if n := all.Find(text(7)); n != 8 {
		t.Errorf("the number of the eighth is %d", n)
	}
}

func TestTextIsFoundWithoutAllocation(t *testing.T) {
	all := newInternTable()
	for i := range 1000 {
		all.add(fmt.Append(nil, i))
	}
	text := []byte("999")
	if n := testing.AllocsPerRun(100, func() { all.Find(text) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// TestDigestsAloneTakeOneBlock: where no text is kept longer than its digest, a thousand long ones have room in one
// block.
func TestDigestsAloneTakeOneBlock(t *testing.T) {
	texts := newInternTable()
	texts.longest = 32
	for i := range 1000 {
		texts.add([]byte(strings.Repeat("x", 60_000) + fmt.Sprint(i)))
	}
	if len(texts.blocks) > 1 {
		t.Errorf("%d blocks of memory for 1000 texts", len(texts.blocks))
	}
}
