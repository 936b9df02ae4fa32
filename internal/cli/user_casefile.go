package cli

import (
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"spoor/internal/engine"
	"spoor/internal/report"
)

// userFormat is what is printed of a user: text where nothing is chosen.
type userFormat struct{ json, html, markdown, zip bool }

func (f *userFormat) flags(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&f.json, "json", false, "print JSON")
	cmd.Flags().BoolVar(&f.html, "html", false,
		"print all there is on the user as a self-contained HTML page: why with pictures, verdicts, devices, sessions, "+
			"events with their original lines, rules")
	cmd.Flags().BoolVar(&f.markdown, "markdown", false, "print the same as Markdown")
	cmd.Flags().BoolVar(&f.zip, "zip", false, "write the same as a ZIP archive, with each list as CSV for spreadsheets")
	cmd.MarkFlagsMutuallyExclusive("json", "html", "markdown", "zip")
}

func (f *userFormat) casefile() bool { return f.html || f.markdown || f.zip }

// option is how the format was asked for.
func (f *userFormat) option() string {
	switch {
	case f.html:
		return "--html"
	case f.markdown:
		return "--markdown"
	}
	return "--zip"
}

// printCaseFile prints all there is on one user.
func (o *options) printCaseFile(ctx context.Context, c openCase, j *judgement, rules *ruleOptions, format *userFormat,
	key string) error {
	if format.zip && isTerminal(o.std.out) {
		return usageError{errors.New("--zip: a terminal cannot show an archive; try: spoor user KEY --zip > case.zip")}
	}
	row, track, err := o.userTrack(ctx, c, j, key)
	if err != nil {
		return err
	}
	about, err := c.About(ctx, key, engine.ItemNames(engine.UsedItems(track.Events)))
	if err != nil {
		return err
	}
	window := "all of the case"
	if words := rules.windowFlagsWords(); words != "" {
		window = words
	}
	file := report.NewCaseFile(&report.CaseFileInput{
		Judgement: &j.Judgement, Row: row, Track: track, About: about, Zone: j.zone, Case: c.Path(), Window: window,
		RulesName: j.name(), Command: o.userCommand(rules, format, key), Line: report.OriginalLines(ctx, c.Original),
	})
	if err := ctx.Err(); err != nil {
		return err
	}
	switch {
	case format.html:
		return file.HTML(o.std.out)
	case format.markdown:
		return file.Markdown(o.std.out)
	}
	return file.Zip(o.std.out)
}

// userCommand is the command that prints a user so.
func (o *options) userCommand(rules *ruleOptions, format *userFormat, key string) string {
	var words []string
	add := func(flag, value string) {
		if value != "" {
			words = append(words, flag, value)
		}
	}
	if rules.file != "" {
		add("--rules", rules.file)
	} else {
		add("--preset", rules.preset)
	}
	for _, change := range rules.changes {
		add("--set", change)
	}
	add("--timeout", rules.timeout)
	add("--robots", rules.robots)
	add("--baseline", rules.baseline)
	add("--since", rules.since)
	add("--until", rules.until)
	words = append(words, format.option(), "--", key)
	for i, word := range words {
		words[i] = report.Quoted(word)
	}
	return "spoor user " + o.dbWords(o.db) + " " + strings.Join(words, " ")
}
