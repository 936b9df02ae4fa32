package user

import (
	"spoor/tui/term"
	"spoor/tui/why"
)

// findingsBelow is how many findings have no room any more on the side of the user that says why.
func (u *user) findingsBelow() (below int) {
	if u.tab != whyTab || u.size.H == 0 {
		return 0
	}
	th, err := term.NewTheme("mono", false)
	if err != nil {
		return 0
	}
	body := term.NewCanvas(th, u.size.W, max(u.size.H-u.headHeight(u.size.H), 0)).Area()
	return why.Shown(u.found) - min(u.first, why.Shown(u.found)) - why.Draw(body, u.found, u.first)
}

// drawFindings writes the findings from the first one on.
func (u *user) drawFindings(a term.Area) { why.Draw(a, u.found, u.first) }
