package screen

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"spoor/internal/clean"
	"spoor/tui/term"
)

// longestCopy is what terminals take at once.
const longestCopy = 100_000

// Copy puts a text into the clipboard of the terminal that the user sits at, which may be far away: by OSC 52, or
// through tmux, which drops OSC 52 from its programs as it comes but sends its own. The lines are cleaned, so that
// pasting them into a shell can't run what a log says.
func Copy(what string, lines ...string) Action {
	return func(h Host) tea.Cmd { return h.Apply(copyText(what, clean.Lines(lines))) }
}

// copyText puts a text into the clipboard whose lines are clean.
func copyText(what, text string) Action {
	return func(h Host) tea.Cmd {
		if len(text) > longestCopy {
			h.Say(term.Warning, fmt.Sprintf("not copied: %s, %s bytes; terminals take %s, e writes more to a file", what,
				term.Count(len(text)), term.Count(longestCopy)))
			return nil
		}
		if os.Getenv("TMUX") != "" {
			return h.Apply(Later(func() Action { return copyByTmux(what, text) }))
		}
		if os.Getenv("STY") != "" {
			h.Say(term.Good, fmt.Sprintf("copied %s, %d bytes, through screen", what, len(text)))
			return tea.Raw(throughScreen(ansi.SetSystemClipboard(text)))
		}
		h.Say(term.Good, fmt.Sprintf("copied %s, %d bytes, by OSC 52", what, len(text)))
		return tea.SetClipboard(text)
	}
}

// longestString is what GNU screen passes on of one string that a program sends to the terminal.
const longestString = 240

// throughScreen has GNU screen hand a control sequence on to its terminal, piece by piece.
func throughScreen(sequence string) string {
	var b strings.Builder
	for part := range slices.Chunk([]byte(sequence), longestString) {
		b.WriteString("\x1bP" + string(part) + "\x1b\\")
	}
	return b.String()
}

func copyByTmux(what, text string) Action {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	tmux := exec.CommandContext(ctx, "tmux", "load-buffer", "-w", "-")
	tmux.Stdin = strings.NewReader(text)
	if err := tmux.Run(); err != nil {
		return Say(term.Warning, "tmux did not take "+what+": "+err.Error())
	}
	return Say(term.Good, fmt.Sprintf("copied %s, %d bytes, by tmux", what, len(text)))
}
