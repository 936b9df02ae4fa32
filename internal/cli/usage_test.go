package cli

import "testing"

func TestFlagsAreLaidOutByTheWidthOfTheTerminal(t *testing.T) {
	const usage = "Usage:\n  spoor x [flags]\n\nFlags:\n" +
		"      --all[=true|false]   list everybody, not only the flagged\n" +
		"  -o, --output string      the file to write; it must not exist yet"
	for width, want := range map[int]string{
		100: "Usage:\n  spoor x [flags]\n\nFlags:\n      --all             list everybody, not only the flagged\n" +
			"  -o, --output string   the file to write; it must not exist yet",
		56: "Usage:\n  spoor x [flags]\n\nFlags:\n" +
			"      --all             list everybody, not only the\n                        flagged\n" +
			"  -o, --output string   the file to write; it must not\n                        exist yet",
		40: "Usage:\n  spoor x [flags]\n\nFlags:\n      --all\n          list everybody, not only the\n          flagged\n" +
			"  -o, --output string\n          the file to write; it must not\n          exist yet",
	} {
		if got := layOutFlags(usage, width); got != want {
			t.Errorf("%d columns:\n%s\nwant\n%s", width, got, want)
		}
	}
}
