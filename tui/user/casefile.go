package user

import (
	"context"
	"io"
	"path/filepath"
	"strings"

	"spoor/internal/report"
	"spoor/tui/screen"
	"spoor/tui/term"
)

// caseWriters write all there is on a user by the ending of the file that it goes to.
var caseWriters = map[string]func(*report.CaseFile, io.Writer) error{
	".html": (*report.CaseFile).HTML, ".htm": (*report.CaseFile).HTML,
	".md": (*report.CaseFile).Markdown, ".markdown": (*report.CaseFile).Markdown,
	".zip": (*report.CaseFile).Zip,
}

// caseOptionOf is the option of spoor user by the ending.
var caseOptionOf = map[string]string{".html": "--html", ".htm": "--html", ".md": "--markdown",
	".markdown": "--markdown", ".zip": "--zip"}

// exportCase writes all there is on the user to a file for others.
func (u *user) exportCase() screen.Action {
	if u.track == nil || !u.work.Ready() {
		return screen.Say(term.Plain, "the user is still being read")
	}
	return screen.Cover(u.askCaseFile(report.FileName(u.key(), "case", ".html")))
}

func (u *user) askCaseFile(file string) *screen.Ask {
	return screen.NewAsk("All there is on the user, for others",
		"the ending says how: .html, .md or .zip with each list as CSV", file,
		func(name string) screen.Action {
			write, ok := caseWriters[strings.ToLower(filepath.Ext(name))]
			if !ok {
				return screen.AskAgain(u.askCaseFile(name), "no ending .html, .md or .zip: nothing was written")
			}
			in := u.caseFileInput(strings.ToLower(filepath.Ext(name)))
			ctx, source := u.work.Ctx, u.work.Source
			return screen.Save(name, u.askCaseFile, func(to io.Writer) error {
				in.Line = report.OriginalLines(ctx, source.Original)
				file := report.NewCaseFile(in)
				if err := context.Cause(ctx); err != nil {
					return err
				}
				return write(file, to)
			}, func(path string) screen.Action {
				return screen.Say(term.Good, "written: "+path)
			})
		})
}

// caseFileInput is what the file is made of, as it is now.
func (u *user) caseFileInput(ending string) *report.CaseFileInput {
	w := u.work
	window := w.WindowWords()
	if window == "" {
		window = "all of the case"
	}
	command := "the rules are in no file: save them (w on the rules screen), and spoor user --rules FILE makes this again"
	if options, ok := w.CaseOptions(); ok {
		command = "spoor user " + options + " " + caseOptionOf[ending] + " -- " + report.Quoted(u.key())
	}
	return &report.CaseFileInput{Judgement: w.Judgement(), Row: u.row, Track: u.track, About: u.about,
		Zone: w.Clock.Location(), Case: w.Source.Path(), Window: window, RulesName: w.RulesWords(), Command: command}
}
