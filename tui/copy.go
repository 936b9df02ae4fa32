package tui

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"spoor/internal/clean"
)

// longestCopy is what terminals take at once.
const longestCopy = 100_000

// copied puts a text into the clipboard of the terminal that the user sits at, which may be far away: by OSC 52, or through tmux,
// which drops OSC 52 from its programs as it comes but sends its own. The text is cleaned, so that pasting it into a shell can't
// run what a log line says.
func copied(what, text string) action {
	return func(a *app) tea.Cmd {
		text := clean.Text(text)
		if len(text) > longestCopy {
			a.say(warning, what+" is too long to copy")
			return nil
		}
		if os.Getenv("TMUX") != "" {
			return a.apply(later(func() action { return copyByTmux(what, text) }))
		}
		a.say(good, fmt.Sprintf("copied %s, %d bytes, by OSC 52", what, len(text)))
		return tea.SetClipboard(text)
	}
}

func copyByTmux(what, text string) action {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	tmux := exec.CommandContext(ctx, "tmux", "load-buffer", "-w", "-")
	tmux.Stdin = strings.NewReader(text)
	if err := tmux.Run(); err != nil {
		return say(warning, "tmux did not take "+what+": "+err.Error())
	}
	return say(good, fmt.Sprintf("copied %s, %d bytes, by tmux", what, len(text)))
}
