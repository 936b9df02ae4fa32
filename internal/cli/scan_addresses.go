package cli

import (
	"cmp"
	"context"
	"fmt"
	"net/netip"
	"slices"

	"github.com/dustin/go-humanize"

	"spoor/store/model"
)

// The addresses that scan --addresses lists.
const (
	addressesOwn = "own" // from which flagged users alone came
	addressesAll = "all" // also those that they share with others
)

// userAddress is an address that a user came from.
type userAddress struct {
	Address string `json:"address"`
	Events  int32  `json:"events"`
	Others  int    `json:"others"` // users who came from there, too, and are not flagged
}

// addressesOf are the addresses of each flagged user, by row of the matrix; the one with the most events first. What a
// log has in place of an address, such as a host name, is left out. It reads all events of the window.
func (j *judgement) addressesOf(ctx context.Context, c openCase) (map[int32][]userAddress, error) {
	pivots, err := c.Pivots(ctx, j.Matrix.Window, j.Matrix.Timeout, nil)
	if err != nil {
		return nil, err
	}
	rows := model.NewUserRows(j.Matrix)
	addresses := map[int32][]userAddress{}
	for _, a := range pivots.Addresses {
		ip, err := netip.ParseAddr(a.Name)
		if err != nil {
			continue
		}
		others := 0
		for _, visit := range a.Visits {
			if row, ok := rows.Of(visit.User); !ok || !j.Now.Flagged[row] {
				others++
			}
		}
		for _, visit := range a.Visits {
			if row, ok := rows.Of(visit.User); ok && j.Now.Flagged[row] {
				addresses[row] = append(addresses[row], userAddress{ip.Unmap().WithZone("").String(), visit.Count, others})
			}
		}
	}
	for _, list := range addresses {
		slices.SortStableFunc(list, func(a, b userAddress) int {
			return cmp.Or(cmp.Compare(b.Events, a.Events), cmp.Compare(a.Address, b.Address))
		})
	}
	return addresses, nil
}

// printAddresses lists the addresses of the flagged users, one a line, each once, in the order of the users: for a
// firewall. Whoever shares an address with them would be shut out, too; so those addresses are left out unless all are
// asked for.
func (o *options) printAddresses(ctx context.Context, c openCase, j *judgement, which string) error {
	addresses, err := j.addressesOf(ctx, c)
	if err != nil {
		return err
	}
	listed, shared := map[string]bool{}, map[string]bool{}
	for _, row := range j.rows(false) {
		for _, a := range addresses[row] {
			switch {
			case a.Others > 0 && which == addressesOwn:
				shared[a.Address] = true
			case !listed[a.Address]:
				listed[a.Address] = true
				fmt.Fprintln(o.std.out, a.Address)
			}
		}
	}
	fmt.Fprintf(o.std.err, "addresses of flagged %s: %s", j.Matrix.Nouns().Many, humanize.Comma(int64(len(listed))))
	if len(shared) > 0 {
		fmt.Fprintf(o.std.err, "; not listed, since others came from there, too: %s (--addresses=all lists them)",
			humanize.Comma(int64(len(shared))))
	}
	fmt.Fprintln(o.std.err)
	o.warn(j)
	return nil
}

// addAddresses adds to each flagged user of a scan the addresses it came from; own: without those that it shares with
// others.
func (j *judgement) addAddresses(ctx context.Context, c openCase, record *scanRecord, which string) error {
	addresses, err := j.addressesOf(ctx, c)
	if err != nil {
		return err
	}
	for i, row := range j.rows(false) {
		list := addresses[row]
		if which == addressesOwn {
			list = slices.DeleteFunc(list, func(a userAddress) bool { return a.Others > 0 })
		}
		record.List[i].Addresses = list
	}
	return nil
}
