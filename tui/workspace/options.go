package workspace

import (
	"time"

	"spoor/analysis"
	"spoor/internal/report"
)

// WayBack is the command that opens a place, by the rules and in the window of the screens.
func (w *Workspace) WayBack(link, filter string) string {
	command := "spoor --at " + report.Quoted(link)
	if rules, ok := w.AsOptions(); ok && rules != "--preset "+analysis.Strict().Name {
		command += " " + rules
	}
	command += w.timeOptions()
	if filter != "" {
		command += " --filter " + report.Quoted(filter)
	}
	return command + w.Reach + " " + report.Quoted(w.Source.Path())
}

// CaseOptions are what the command line takes to see the case as the screens do; not ok where the rules are in no file.
func (w *Workspace) CaseOptions() (options string, ok bool) {
	rules, ok := w.AsOptions()
	return "--db " + report.Quoted(w.Source.Path()) + w.Reach + " " + rules + w.timeOptions(), ok
}

// timeOptions are what the command line takes for whom users are compared with, and for the window.
func (w *Workspace) timeOptions() (options string) {
	if w.Against.Path != "" {
		options += " --baseline " + report.Quoted(w.Against.Path)
	}
	if w.Window != (analysis.Window{}) {
		instant := func(ms int64) string { return w.Clock.At(ms).Format(time.RFC3339Nano) }
		options += " --since " + instant(w.Window.From) + " --until " + instant(w.Window.To+1)
	}
	return options
}

// AsOptions is what the command line takes to get the rules in force; not ok where they began as rules that are neither
// a preset nor in a file.
func (w *Workspace) AsOptions() (options string, ok bool) {
	_, err := analysis.Preset(w.Rules.Name)
	switch {
	case w.Filed():
		return "--rules " + report.Quoted(w.File.Path), true
	case err == nil:
		options = "--preset " + w.Rules.Name
	case w.preset() == w.File.Rules:
		options = "--rules " + report.Quoted(w.File.Path)
	default:
		return "", false
	}
	for _, change := range w.Changes() {
		options += " --set " + change
	}
	return options, true
}
