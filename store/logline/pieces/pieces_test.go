package pieces

import (
	"fmt"
	"slices"
	"testing"
)

// TestOf cuts lines; of each piece it says what is before the value, the value and what closes it.
func TestOf(t *testing.T) {
	for line, want := range map[string][]string{
		`192.0.2.1 - [a b] "GET /x \"y\"" 200`: {"‹192.0.2.1›", " ‹-›", " [‹a b›]", ` "‹GET /x \"y\"›"`, " ‹200›"},
		"web1\t192.0.2.1 x":                    {"‹web1›", "\t‹192.0.2.1›", " ‹x›"},
		"a|b c|d|e|f":                          {"‹a›", "|‹b c›", "|‹d›", "|‹e›", "|‹f›"},
		"a,b,c d":                              {"‹a›", ",‹b›", ",‹c d›"},
		`"a","b c","d, e",7`:                   {`"‹a›"`, `,"‹b c›"`, `,"‹d, e›"`, ",‹7›"},
		`t=1 ua="x y"`:                         {"t=‹1›", ` ua="‹x y›"`},
		`"not closed`:                          {`‹"not›`, " ‹closed›"},
		"":                                     nil,
	} {
		var got []string
		for _, p := range Of([]byte(line)) {
			got = append(got, fmt.Sprintf("%s‹%s›%s", p.Before, p.Value, p.Close))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
	}
}
