package tui

import "slices"

// filterHistory is what was looked for, the last at the end.
type filterHistory struct{ texts []string }

// longestHistory is how much of it is kept.
const longestHistory = 50

// add takes down what was looked for; what was looked for before moves to the end.
func (h *filterHistory) add(text string) {
	if text == "" {
		return
	}
	h.texts = slices.DeleteFunc(h.texts, func(t string) bool { return t == text })
	h.texts = append(h.texts, text)
	h.texts = h.texts[max(len(h.texts)-longestHistory, 0):]
}
