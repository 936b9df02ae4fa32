package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"spoor/internal/report"
	"spoor/store/clickhouse"
	"spoor/store/load"
	"spoor/store/model"
	"spoor/store/webhook"
	"spoor/tui/workspace"
)

// serverFlags are those of a case on a server.
func (o *options) serverFlags(root *cobra.Command) {
	root.PersistentFlags().StringVar(&o.server.PasswordFile, "db-password-file", "",
		"the password of a case on a server is in this file, "+
			"which only you may read (default: what "+clickhouse.PasswordVariable+" says)")
	root.PersistentFlags().BoolVar(&o.server.PlainHTTP, "db-plain-http", false,
		"allow a case on another machine to be reached without TLS")
}

// reach is what commands take besides its URL to reach the case on a server, wherever they are run.
func (o *options) reach() (words string) {
	if !clickhouse.IsURL(o.db) {
		return ""
	}
	if o.server.PlainHTTP {
		words += " --db-plain-http"
	}
	if o.server.PasswordFile != "" {
		words += " --db-password-file " + report.Quoted(absolute(o.server.PasswordFile))
	}
	return words
}

// dbWords name the case to a command, by its path or URL, and say how it is reached.
func (o *options) dbWords(db string) string { return "--db " + report.Quoted(db) + o.reach() }

// openServer opens a case that is on a server.
func (o *options) openServer(ctx context.Context) (openCase, error) {
	place, err := clickhouse.Parse(o.db, o.server)
	if err != nil {
		return nil, usageError{err}
	}
	c, err := clickhouse.Open(ctx, place)
	if err != nil {
		return nil, err
	}
	return serverCase{c}, nil
}

// serverCase is a case that is on a server.
type serverCase struct{ *clickhouse.Case }

// Watch is [clickhouse.Case.Watch].
func (c serverCase) Watch(context.Context) (workspace.Watch, error) { return c.Case.Watch(), nil }

// Original is [load.Original], where this machine has the log.
func (c serverCase) Original(ctx context.Context, event model.Event) (load.Evidence, error) {
	if event.Source == 0 {
		return load.Evidence{}, errors.New("something other than spoor wrote it into the table of events, " +
			"and no line is known of it")
	}
	found, err := load.Original(ctx, c.Case, event)
	if errors.Is(err, load.ErrGone) {
		err = fmt.Errorf("line %d of %s is on the machine that it was loaded from; it is not here", event.Line, found.Path)
	}
	return found, err
}

// Tail is [clickhouse.Case.NewTail].
func (c serverCase) Tail(ctx context.Context) (webhook.Tail, error) { return c.NewTail(ctx) }

// printHowRead says how the events of a case on a cluster are read.
func printHowRead(ctx context.Context, w io.Writer, c openCase) error {
	on, is := c.(serverCase)
	if !is {
		return nil
	}
	how, err := on.HowRead(ctx)
	if err == nil && how != "" {
		_, err = fmt.Fprintf(w, "read %s\n", how)
	}
	if err != nil {
		return err
	}
	uncounted, err := on.Uncounted(ctx)
	if err == nil && uncounted > 0 {
		_, err = fmt.Fprintf(w, "%s of the table without a time or a user, which is no event\n", plural(uncounted, "row"))
	}
	return err
}

func newInit(o *options) *cobra.Command {
	var layout clickhouse.Layout
	var printed bool
	cmd := &cobra.Command{
		Use:   "init",
		Short: "make the tables of a case on a ClickHouse server",
		Long: `init makes the tables of the case that --db names by a URL, as in clickhouse://localhost:8123/shop, where they
are not there yet. With --cluster the events are on all shards of a cluster: run it once with --on-cluster, or else on
each server. --print shows the statements for somebody else to run.`,
		Args: arguments(0, 0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !clickhouse.IsURL(o.db) {
				return usageError{errors.New("init is for a case on a server; name it as in " +
					"--db clickhouse://localhost:8123/shop (a case file needs no init)")}
			}
			place, err := clickhouse.Parse(o.db, o.server)
			if err != nil {
				return usageError{err}
			}
			if printed {
				statements, err := layout.Statements(place)
				if err != nil {
					return usageError{err}
				}
				_, err = fmt.Fprintln(o.std.out, strings.Join(statements, ";\n\n")+";")
				return err
			}
			return clickhouse.Init(cmd.Context(), place, layout)
		},
	}
	cmd.Flags().StringVar(&layout.Cluster, "cluster", "",
		"the cluster whose shards have the events (default: the one server)")
	cmd.Flags().BoolVar(&layout.OnCluster, "on-cluster", false, "make the tables on all servers of the cluster at once")
	cmd.Flags().BoolVar(&layout.Replicated, "replicated", false,
		"each shard has copies; the servers know the macros {shard} and {replica}")
	cmd.Flags().IntVar(&layout.Years, "keep-years", 0, "events are kept for so many years (default: for ever)")
	cmd.Flags().BoolVar(&printed, "print", false, "print the statements and run none")
	return cmd
}
