package store

import "testing"

func TestNameOfACase(t *testing.T) {
	for path, want := range map[string]string{
		"a/b?.db":                  "b?.db",
		"clickhouse://h:8123/shop": "shop",
		"clickhouse://h/shop?events=a&ts=b%2Fc/d": "shop",
	} {
		if got := NameOf(path); got != want {
			t.Errorf("%s: %s", path, got)
		}
	}
}
