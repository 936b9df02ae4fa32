package find

import "slices"

// History is what was looked for, the last at the end.
type History struct{ Texts []string }

// longestHistory is how much of it is kept.
const longestHistory = 50

// Add takes down what was looked for; what was looked for before moves to the end.
func (h *History) Add(text string) {
	if text == "" {
		return
	}
	h.Texts = slices.DeleteFunc(h.Texts, func(t string) bool { return t == text })
	h.Texts = append(h.Texts, text)
	h.Texts = h.Texts[max(len(h.Texts)-longestHistory, 0):]
}
