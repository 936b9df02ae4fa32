package cli

import (
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"spoor/internal/clean"
	"spoor/internal/report"
	"spoor/store/logline"
)

func newFormats(o *options) *cobra.Command {
	var format formatOptions
	cmd := &cobra.Command{
		Use:   "formats",
		Short: "list the log formats, show how one is defined, check your own",
		Args:  arguments(0, 0, "no arguments, or a command: show or check"),
		RunE: func(*cobra.Command, []string) error {
			table := &report.Table{Columns: []report.Column{{Name: "format"}, {Name: "what it is"}, {Name: "defined in"}}}
			for _, f := range logline.Formats() {
				table.Rows = append(table.Rows, []report.Cell{f.Name, f.Words, f.Origin()})
			}
			if format.json {
				return report.WriteJSON(o.std.out, struct {
					Schema  int           `json:"schema"`
					Formats *report.Table `json:"formats"`
				}{report.Schema, table})
			}
			return format.print(o.std.out, table)
		},
	}
	format.flags(cmd)
	cmd.AddCommand(newFormatsShow(o), newFormatsCheck(o))
	return cmd
}

func newFormatsShow(o *options) *cobra.Command {
	return &cobra.Command{
		Use:   "show NAME",
		Short: "print the file that defines a format, to start one of your own from",
		Args:  arguments(1, 1, "the name of a format"),
		RunE: func(_ *cobra.Command, args []string) error {
			text, ok := logline.Source(args[0])
			if ok {
				_, err := o.std.out.Write(text)
				return err
			}
			if _, err := logline.Named(args[0]); err != nil {
				return err
			}
			return fmt.Errorf("%s is part of the program and has no file; try another one of: spoor formats", args[0])
		},
	}
}

func newFormatsCheck(o *options) *cobra.Command {
	return &cobra.Command{
		Use:   "check FILE…",
		Short: "read the samples in format files and say what comes out differently",
		Args:  arguments(1, -1, "format files"),
		RunE: func(_ *cobra.Command, args []string) error {
			for _, path := range args {
				if err := o.checkFormatFile(path); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

func (o *options) checkFormatFile(path string) error {
	f, err := readFormatFile(path)
	if err != nil {
		return err
	}
	if err := logline.SetOwn([]logline.Format{f}); err != nil { // so that it is found before one that comes with spoor
		return err
	}
	failures, samples := logline.CheckSamples(f)
	if samples == 0 {
		return fmt.Errorf("%s: no [[sample]]; add a piece of a log, and the events that must come of it", path)
	}
	for _, failure := range failures {
		fmt.Fprintf(o.std.err, "%s: sample %d: %s\n", clean.Text(path), failure.Sample, clean.Text(failure.Words))
	}
	if len(failures) > 0 {
		return fmt.Errorf("%s: %d of %d samples differ", path, len(failures), samples)
	}
	fmt.Fprintf(o.std.out, "%s: ok, %d samples\n", clean.Text(path), samples)
	return nil
}

func readFormatFile(path string) (logline.Format, error) {
	text, err := readSettings(path)
	if err != nil {
		return logline.Format{}, err
	}
	return logline.ReadFormat(path, text)
}

// readFormats makes the formats known that lie beside the configuration and that are named on the command line.
func (o *options) readFormats() error {
	paths, err := filepath.Glob(filepath.Join(filepath.Dir(configPath()), "formats", "*.toml"))
	if err != nil {
		return err
	}
	var formats []logline.Format
	for _, path := range append(paths, o.formatFiles...) {
		f, err := readFormatFile(path)
		if err != nil {
			return err
		}
		formats = append(formats, f)
	}
	return logline.SetOwn(formats)
}
