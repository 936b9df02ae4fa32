package cli

import (
	"strings"
	"testing"

	"spoor/store"
	"spoor/store/load"
)

// TestRemarksAreMadeOnce: what is so of several logs is said of the first, with how many others there are; names that
// stand for nobody each by themselves.
func TestRemarksAreMadeOnce(t *testing.T) {
	guest := func(name string) store.Remark { return store.Remark{Kind: store.GuestName, Name: name, Share: 0.5} }
	noItem := store.Remark{Kind: store.NoItem}
	var said strings.Builder
	o := &options{std: &streams{err: &said}}
	o.warnOfRemarks([]load.Remarked{
		{Path: "a.log", Remarks: []store.Remark{noItem, guest("guest")}},
		{Path: "b.log", Remarks: []store.Remark{noItem, guest("anonymous")}},
		{Path: "c.log", Remarks: []store.Remark{noItem, guest("anonymous")}},
		{Path: "d.log"},
	})
	want := "a.log and 2 other logs: " + noItem.String() + "\n" +
		"a.log: " + guest("guest").String() + "\n" +
		"b.log and 1 other log: " + guest("anonymous").String() + "\n"
	if said.String() != want {
		t.Errorf("got %s\nwant %s", said.String(), want)
	}
}
