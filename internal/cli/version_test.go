package cli

import (
	"runtime/debug"
	"testing"
)

func TestVersion(t *testing.T) {
	stamped := []debug.BuildSetting{
		{Key: "GOARCH", Value: "arm64"}, {Key: "GOOS", Value: "linux"}, {Key: "vcs", Value: "git"},
		{Key: "vcs.revision", Value: "0123456789abcdef0123456789abcdef01234567"},
		{Key: "vcs.time", Value: "2026-03-01T10:00:00Z"},
	}
	for _, test := range []struct {
		name string
		info debug.BuildInfo
		want string
	}{
		{"a release", debug.BuildInfo{GoVersion: "go1.26.8", Main: debug.Module{Version: "v1.2.0"}, Settings: stamped},
			"v1.2.0 (commit 0123456789ab, 2026-03-01T10:00:00Z) go1.26.8 linux/arm64"},
		{"a work tree with changes",
			debug.BuildInfo{Main: debug.Module{Version: "v1.2.1-0.20260301100000-0123456789ab+dirty"},
				Settings: append(stamped[3:5:5], debug.BuildSetting{Key: "vcs.modified", Value: "true"})},
			"v1.2.1-0.20260301100000-0123456789ab+dirty (commit 0123456789ab, 2026-03-01T10:00:00Z, with changes)"},
		{"no version control", debug.BuildInfo{GoVersion: "go1.26.8", Main: debug.Module{Version: "(devel)"}},
			"built from source go1.26.8"},
		{"nothing is known", debug.BuildInfo{}, "built from source"},
	} {
		if got := version(&test.info); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}
