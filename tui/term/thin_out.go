package term

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// wheelPause is how far apart two notches of a wheel must be to count as two; fast wheels send hundreds a second.
const wheelPause = 16 * time.Millisecond

// ThinOut keeps floods of wheel messages away from the program and the renderer, and sizes of nothing: it has the last
// size in their place, at first the one given.
func ThinOut(w, h int) func(tea.Model, tea.Msg) tea.Msg {
	var wheel time.Time
	size := tea.WindowSizeMsg{Width: w, Height: h}
	return func(_ tea.Model, msg tea.Msg) tea.Msg {
		switch msg := msg.(type) {
		case tea.MouseWheelMsg:
			now := time.Now()
			if now.Sub(wheel) < wheelPause {
				return nil
			}
			wheel = now
		case tea.WindowSizeMsg:
			if msg.Width <= 0 || msg.Height <= 0 {
				return size
			}
			size = msg
		}
		return msg
	}
}
