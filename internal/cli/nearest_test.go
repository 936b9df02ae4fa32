package cli

import (
	"os"
	"path/filepath"
	"testing"

	"spoor/analysis"
)

func TestNearFiles(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.Mkdir("logs", 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"ssh", "access.log", "error.log.1", filepath.Join("logs", "auth.log")} {
		if err := os.WriteFile(name, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for path, want := range map[string]string{
		"SSH":           "ssh",
		"acces.log":     "access.log",
		"error.log":     "error.log.1",
		"logs/uath.log": "logs/auth.log",
		"log/auth.log":  "logs/auth.log", // the directory is the one that is written wrongly
		"kern":          "",
		"lo/kern":       "",
		"/lo/g/s":       "",
	} {
		if got := nearFile(filepath.FromSlash(path)); got != filepath.FromSlash(want) {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}

func TestUsersByWhatReadsTheSame(t *testing.T) {
	m := analysis.NewMatrix(2)
	m.Append(0, "kim", analysis.Measures{})
	m.Append(1, "\u1100\u1175\u11b7", analysis.Measures{})
	for key, want := range map[string]int{"kim": 0, "김": 1, "\u1100\u1175\u11b7": 1, "Kim": -1, "기": -1} {
		if row, ok := rowOf(m, key); row != want && ok || ok != (want >= 0) {
			t.Errorf("%q: row %d, %v; want %d", key, row, ok, want)
		}
	}
}

func TestNearUsers(t *testing.T) {
	m := analysis.NewMatrix(3)
	for _, key := range []string{"kim", "lee60", "park"} {
		m.Append(0, key, analysis.Measures{})
	}
	for key, want := range map[string]string{"lee": "lee60", "Park": "park", "kin": "kim", "choi": "", "": ""} {
		if got := nearUser(m, key); got != want {
			t.Errorf("%q: %q, want %q", key, got, want)
		}
	}
}
