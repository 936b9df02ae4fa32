package model

import (
	"cmp"
	"slices"
	"strings"

	"spoor/analysis"
	"spoor/analysis/web"
)

// AddressBurst is an address from which there was too much at a time, whoever its users are.
type AddressBurst struct {
	Address string
	Users   int // who shared it
	Events  int
	Peak    analysis.BurstPeak
}

// AddressUse says how many users and events each address has.
type AddressUse struct {
	Of     []int32 // address by client; the number 0 is none
	Names  []string
	Users  []int
	Events []int
}

// Bursts are those of the addresses whose events, in load order, are given, the fullest first. paths are by request.
func (u *AddressUse) Bursts(tries map[int32][]web.Event, paths []int32) []AddressBurst {
	known := &analysis.Knowledge{Paths: paths}
	// Neither sessions nor the window bear on bursts.
	measurer := analysis.NewMeasurer(analysis.DefaultMeasureOptions(), analysis.Window{}, known)
	var bursts []AddressBurst
	for address, events := range tries {
		SortByTime(events)
		if peak := measurer.MeasureAddress(events); peak.Fullness() > 1 {
			bursts = append(bursts, AddressBurst{u.Names[address], u.Users[address], u.Events[address], peak})
		}
	}
	slices.SortFunc(bursts, func(a, b AddressBurst) int {
		return cmp.Or(cmp.Compare(b.Peak.Fullness(), a.Peak.Fullness()), strings.Compare(a.Address, b.Address))
	})
	return bursts
}
