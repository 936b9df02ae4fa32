package logline

import (
	"strings"
	"testing"
)

func TestNamesAreFoundAndMeanOneField(t *testing.T) {
	seen := map[string]field{}
	for f, names := range fieldNames {
		for _, name := range names {
			if plain(name) != name || name == "" {
				t.Errorf("%q is never found", name)
			}
			if other, again := seen[name]; again {
				t.Errorf("%q is the field %s and %s", name, fieldWords[f], fieldWords[other])
			}
			seen[name] = field(f)
		}
		if fieldWords[f] == "" {
			t.Errorf("field %d has no word for mappings", f)
		}
	}
}

func TestPlain(t *testing.T) {
	for name, want := range map[string]string{
		"user_id": "userid", "User ID": "userid", "cs(User-Agent)": "csuseragent", "": "", "Größe": "größe",
		strings.Repeat("x", maxName): strings.Repeat("x", maxName), strings.Repeat("x", maxName+1): "", "_" + strings.Repeat("-x", maxName): strings.Repeat("x", maxName),
	} {
		if got := plain(name); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
}
