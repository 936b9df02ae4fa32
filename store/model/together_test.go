package model

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"spoor/analysis/web"
)

// TestQueuesNumberAsOneByOne has texts come again within a queue and after it, and some that are not numbered at all.
func TestQueuesNumberAsOneByOne(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	plain, queued := NewPages(web.DefaultSite()), NewPages(web.DefaultSite())
	sequences := SequenceQueue{Pages: queued}
	alone, clients := NewClientNumbers(web.DefaultSite()), ClientQueue{ClientNumbers: NewClientNumbers(web.DefaultSite())}
	for _, agent := range []string{"Firefox/120.0", "curl/8", ""} {
		alone.AddAgent(agent)
		clients.AddAgent(agent)
	}
	for range 1000 {
		target, click := fmt.Sprintf("/%d/of/%c", r.IntN(300), 'a'+rune(r.IntN(3))), NoClick
		switch r.IntN(5) {
		case 0:
			target = "/none"
		case 1:
			click = ItemClick
		}
		plain.Place("GET", target, "", click, Ending{})
		sequences.Add(target, click)
		agent, address := 1+r.Int64N(3), fmt.Sprintf("10.0.%d.%d", r.IntN(20), r.IntN(20))
		if r.IntN(5) == 0 {
			address = ""
		}
		alone.Add(agent, address)
		clients.Add(agent, address)
	}
	sequences.End()
	clients.End()
	if !slices.Equal(queued.Sequences, plain.Sequences) {
		t.Error("sequences differ")
	}
	if got, want := fmt.Sprint(*clients.Clients), fmt.Sprint(*alone.Clients); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}
