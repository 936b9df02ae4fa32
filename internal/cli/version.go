package cli

import (
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
)

func newVersion(o *options) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "print the version: tag, commit and date, as the build recorded them",
		Args:  arguments(0, 0, "no arguments"),
		RunE:  func(*cobra.Command, []string) error { return o.printVersion() },
	}
}

func (o *options) printVersion() error {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = &debug.BuildInfo{}
	}
	_, err := fmt.Fprintln(o.std.out, "spoor "+version(info))
	return err
}

// version is what the build knows of itself: "v1.2.0 (commit 0123456789ab, 2026-03-01T10:00:00Z) go1.26.8 linux/amd64".
// Go puts the tag, or a version made of the last one, into the binary, and the state of the work tree; a build without
// them says so.
func version(info *debug.BuildInfo) string {
	setting := map[string]string{}
	for _, s := range info.Settings {
		setting[s.Key] = s.Value
	}
	tag := info.Main.Version
	if tag == "" || tag == "(devel)" {
		tag = "built from source"
	}
	if commit := setting["vcs.revision"]; commit != "" {
		tag += " (commit " + commit[:min(12, len(commit))] + ", " + setting["vcs.time"]
		if setting["vcs.modified"] == "true" {
			tag += ", with changes"
		}
		tag += ")"
	}
	words := []string{tag}
	if info.GoVersion != "" {
		words = append(words, info.GoVersion)
	}
	if setting["GOOS"] != "" {
		words = append(words, setting["GOOS"]+"/"+setting["GOARCH"])
	}
	return strings.Join(words, " ")
}
