package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestNoModuleWithoutLicence: a module's licences are copied whole, and one that has none ends it.
func TestNoModuleWithoutLicence(t *testing.T) {
	dir := t.TempDir()
	m := module{"example.com/m", "v1.0.0", dir}
	var out strings.Builder
	if err := m.write(&out); err == nil || !strings.Contains(err.Error(), "example.com/m v1.0.0 has no licence") {
		t.Errorf("no licence: %v", err)
	}
	for name, text := range map[string]string{"LICENSE-GO": "do as you like\n", "license.txt": "at will",
		"licenses.go": "package m"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := m.write(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"m v1.0.0: LICENSE-GO", "do as you like", "license.txt", "at will"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in:\n%s", want, out.String())
		}
	}
	if strings.Contains(out.String(), "licenses.go") {
		t.Error("source is no licence")
	}
}

// TestEverythingLinkedIsNamed: the driver of SQLite and its engine, the terminal, Go itself, and the list of robots.
func TestEverythingLinkedIsNamed(t *testing.T) {
	t.Chdir(filepath.Join("..", "..", ".."))
	var out strings.Builder
	if err := write(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		// linked on Windows alone
		"modernc.org/sqlite v", "charm.land/bubbletea/v2 v", "github.com/inconshreveable/mousetrap v",
		"Go, its runtime and standard library go1.", "Copyright (c) 2017 Martin Monperrus",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing", want)
		}
	}
}
