package cli

import (
	"context"
	"testing"

	"spoor/store"
)

// silent is a case that does not say how it tells users apart.
type silent struct{ openCase }

func (silent) UserBy(context.Context) (string, error) { return "", nil }

// TestUsersOfAnOlderCase are told apart as its first log tells them, where there is one; what was received says nothing
// about that.
func TestUsersOfAnOlderCase(t *testing.T) {
	received := store.Source{Path: "webhook", Format: "by(ip)+json"}
	log := func(format string) store.Source {
		return store.Source{Path: "a.log", Format: format, Fingerprint: []byte{1}}
	}
	for _, test := range []struct {
		sources []store.Source
		want    string
	}{
		{[]store.Source{received, log("by(agent)+combined"), log("by(ip)+json")}, "agent"},
		{[]store.Source{log("a format of later"), log("by(ip)+json")}, "ip"},
		{[]store.Source{received}, "user,ip"},
		{nil, "user,ip"},
	} {
		got, err := userByOf(t.Context(), silent{}, test.sources)
		if err != nil || got != test.want {
			t.Errorf("%+v: told apart by %q, want %q, %v", test.sources, got, test.want, err)
		}
	}
}
