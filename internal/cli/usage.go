package cli

import (
	"bytes"
	"io"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"spoor/tui/term"
)

// usageWidth is how wide help is where no terminal says how wide it is, or where that is wider than one likes to read.
const usageWidth = 120

// flagLine is a line of cobra's usage about a flag: what is typed, and what it does.
var flagLine = regexp.MustCompile(`^( +(?:-\w, )?--.+?) {3,}(\S.*)$`)

// keepUsageShort makes the usage of a command and all below it as wide as the terminal, and leaves out of it that a
// switch could also be given as =true and =false, and what Go calls a value that can be repeated.
func keepUsageShort(root *cobra.Command, std *streams) {
	usual := root.UsageFunc()
	root.SetUsageFunc(func(cmd *cobra.Command) error {
		out := cmd.OutOrStderr()
		var text bytes.Buffer
		cmd.SetOut(&text)
		err := usual(cmd)
		cmd.SetOut(out)
		if err != nil {
			return err
		}
		width := usageWidth
		if terminal := terminalWidth(std.out); terminal > 0 {
			width = min(width, terminal)
		}
		_, err = io.WriteString(out, layOutFlags(text.String(), width))
		return err
	})
}

// layOutFlags lays the flags of a usage out in two columns again, each description wrapped in its own. Where the second
// would be too narrow, descriptions stand below.
func layOutFlags(usage string, width int) string {
	lines := strings.Split(strings.NewReplacer("[=true|false]", "", " stringArray ", " string ").Replace(usage), "\n")
	left := 0
	for _, line := range lines {
		if part := flagLine.FindStringSubmatch(line); part != nil {
			left = max(left, len(part[1])+3)
		}
	}
	below := width-left < 30
	if below {
		left = 10
	}
	var out strings.Builder
	for i, line := range lines {
		if i > 0 {
			out.WriteByte('\n')
		}
		part := flagLine.FindStringSubmatch(line)
		if part == nil {
			out.WriteString(line)
			continue
		}
		margin := "\n" + strings.Repeat(" ", left)
		out.WriteString(part[1])
		if below {
			out.WriteString(margin)
		} else {
			out.WriteString(strings.Repeat(" ", left-len(part[1])))
		}
		out.WriteString(strings.Join(term.Wrap(part[2], max(width-left, 20)), margin))
	}
	return out.String()
}
