package logline

import (
	"slices"
	"testing"
)

// TestFormatsAreToldInTheirOrder: those that are known at once, those of people before all others, and then those that
// come as files.
func TestFormatsAreToldInTheirOrder(t *testing.T) {
	names := func(formats []Format) (names []string) {
		for _, f := range formats {
			names = append(names, f.Name)
		}
		return names
	}
	for _, added := range [][]Format{nil, {{Name: "mine"}, {Name: "combined"}}, nil} {
		if err := SetOwn(added); err != nil {
			t.Fatal(err)
		}
		var told []string
		for i, f := range each {
			if i != len(told) {
				t.Fatalf("%s comes at %d, want %d", f.Name, i, len(told))
			}
			told = append(told, f.Name)
		}
		if want := slices.Concat(names(added), names(formats), names(catalogue())); !slices.Equal(told, want) ||
			!slices.Equal(names(known()), want) {
			t.Errorf("%q, want %q", told, want)
		}
	}
}
