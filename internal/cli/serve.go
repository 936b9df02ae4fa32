package cli

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"spoor/internal/clean"
	"spoor/store"
	"spoor/store/logline"
	"spoor/store/webhook"
)

// serveOptions say where events are received, and whose.
type serveOptions struct {
	listen, auth, secretFile string
	certificate, key         string
	plain, open, received    bool
	rate                     float64
	maxBody                  int64
	zone, userBy             string
	fields                   []string
}

func newServe(o *options) *cobra.Command {
	var s serveOptions
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "receive behaviour events over HTTP into the case",
		Long: `serve takes events at POST /webhook, and at /webhook/NAME for several sites: a JSON object, an array of them, or one a line. It answers
200 when they are on disk, and takes the same delivery once, however often it is sent.

Senders prove who they are with a secret of at least 24 bytes: --auth standard (Standard Webhooks), github (X-Hub-Signature-256), hmac
(X-Signature-256, made likewise) or bearer (Authorization). Secrets are read one a line, all of them valid, from --secret-file or from
the environment variable ` + webhook.SecretVariable + `.

  head -c 32 /dev/urandom | base64 > secret; chmod 600 secret
  spoor serve --db shop.db --auth bearer --secret-file secret

/healthz, /readyz and /metrics (for Prometheus) tell how it is.`,
		Args: arguments(0, 0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error { return o.serve(cmd.Context(), &s) },
	}
	flags := cmd.Flags()
	flags.StringVar(&s.listen, "listen", "127.0.0.1:8787", "address to listen at")
	flags.StringVar(&s.auth, "auth", "standard", "how senders prove who they are: standard, github, hmac or bearer")
	flags.StringVar(&s.secretFile, "secret-file", "", "file with the secrets, which only its owner may read")
	flags.StringVar(&s.certificate, "tls-cert", "", "certificate for TLS, in PEM")
	flags.StringVar(&s.key, "tls-key", "", "its key")
	flags.BoolVar(&s.plain, "insecure-plain-http", false, "listen beyond this machine without TLS")
	flags.BoolVar(&s.open, "insecure-no-auth", false, "believe everybody; on this machine only")
	flags.Float64Var(&s.rate, "rate", webhook.DefaultRate, "events a second that an endpoint takes, 0 for any number")
	flags.Int64Var(&s.maxBody, "max-body", webhook.DefaultMaxBody, "bytes that a body may have")
	flags.StringVar(&s.zone, "tz", "", "time zone of times that name none (default that of the case)")
	flags.StringVar(&s.userBy, "user-by", "", "whose an event is, as for load")
	flags.BoolVar(&s.received, "time-of-receipt", false, "date events that name no time by when they come (those of GitHub are in any case)")
	flags.StringArrayVar(&s.fields, "field", nil, "what events call a field, as in user=account.id; can be repeated")
	return cmd
}

// serve receives until it is told to stop. A second signal ends it at once, which loses nothing that was acknowledged.
func (o *options) serve(ctx context.Context, s *serveOptions) error {
	receive, err := s.resolve()
	if err != nil {
		return usageError{err}
	}
	certificates, err := s.certificates()
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, func() { signal.Reset(os.Interrupt, syscall.SIGTERM) })
	c, err := store.OpenOrCreate(ctx, o.db)
	if err != nil {
		return err
	}
	return errors.Join(o.receiveAlone(ctx, c, s, receive, certificates), c.CloseOrDiscard(ctx))
}

// receiveAlone receives if no other process does for the same case.
func (o *options) receiveAlone(ctx context.Context, c *store.Case, s *serveOptions, receive webhook.Options, certificates []tls.Certificate) error {
	if err := c.CheckWritable(); err != nil {
		return err
	}
	release, err := c.LockForServing()
	if err != nil {
		return err
	}
	return errors.Join(o.receive(ctx, c, s, receive, certificates), release())
}

func (o *options) receive(ctx context.Context, c *store.Case, s *serveOptions, receive webhook.Options, certificates []tls.Certificate) error {
	if receive.Lines.Zone == nil {
		var err error
		if receive.Lines.Zone, err = c.Zone(ctx); err != nil {
			return err
		}
	}
	if err := o.keepUserBy(ctx, c, &receive.Lines.UserBy); err != nil {
		return err
	}
	receive.Warn = func(text string) { fmt.Fprintf(o.std.err, "spoor: %s\n", text) }
	tail, err := c.NewTail(ctx)
	if err != nil {
		return err
	}
	receiver, err := webhook.New(tail, receive)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", s.listen)
	if err != nil {
		receiver.Close()
		return fmt.Errorf("--listen %s: %w", s.listen, err)
	}
	began := time.Now()
	fmt.Fprintf(o.std.err, "receiving events at http%s://%s/webhook into %s\n", map[bool]string{true: "s"}[len(certificates) > 0], listener.Addr(), clean.Text(o.db))
	err = receiver.Serve(ctx, listener, certificates)
	flushErr := c.FlushTail(context.WithoutCancel(ctx))
	n := receiver.Counts()
	fmt.Fprintf(o.std.err, "stopped after %s: events stored %s, duplicates %s, rejects %s, requests refused %s\n", time.Since(began).Round(time.Second),
		humanize.Comma(n.Events), humanize.Comma(n.Duplicates), humanize.Comma(n.Rejects), humanize.Comma(n.Refused))
	return errors.Join(err, flushErr)
}

// resolve checks the options against each other.
func (s *serveOptions) resolve() (webhook.Options, error) {
	receive := webhook.Options{Scheme: webhook.Scheme(s.auth), Rate: s.rate, MaxBody: s.maxBody, TimeOfReceipt: s.received}
	if s.open {
		receive.Scheme = webhook.NoAuth
	}
	host, _, err := net.SplitHostPort(s.listen)
	local := host == "localhost" || net.ParseIP(host) != nil && net.ParseIP(host).IsLoopback()
	switch {
	case err != nil:
		return receive, fmt.Errorf("--listen %s: write HOST:PORT as in 127.0.0.1:8787", s.listen)
	case s.open && !local:
		return receive, errors.New("--insecure-no-auth is for this machine only; listen at 127.0.0.1, or name --auth and a secret")
	case !local && s.certificate == "" && !s.plain:
		return receive, errors.New("listening beyond this machine needs --tls-cert and --tls-key, or --insecure-plain-http if something else protects the way")
	case (s.certificate == "") != (s.key == ""):
		return receive, errors.New("--tls-cert and --tls-key go together")
	case s.maxBody < 1 || s.maxBody > webhook.MostBody:
		return receive, fmt.Errorf("--max-body %d: it must be from 1 to %d", s.maxBody, webhook.MostBody)
	case s.rate < 0:
		return receive, errors.New("--rate must not be negative")
	case receive.Scheme == webhook.NoAuth && !s.open:
		return receive, errors.New("--auth none: say --insecure-no-auth if that is what you want")
	}
	if receive.Lines, err = s.lines(); err != nil || s.open {
		return receive, err
	}
	receive.Secrets, err = s.secrets(receive.Scheme)
	return receive, err
}

func (s *serveOptions) secrets(scheme webhook.Scheme) ([][]byte, error) {
	if s.secretFile != "" {
		return webhook.SecretFile(scheme, s.secretFile)
	}
	text := os.Getenv(webhook.SecretVariable)
	if text == "" {
		return nil, fmt.Errorf("name the secrets of the senders with --secret-file or in the environment as %s", webhook.SecretVariable)
	}
	secrets, err := webhook.Secrets(scheme, text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", webhook.SecretVariable, err)
	}
	return secrets, nil
}

// lines says how messages are read.
func (s *serveOptions) lines() (lines logline.Options, err error) {
	if s.zone != "" {
		if lines.Zone, err = time.LoadLocation(s.zone); err != nil {
			return lines, fmt.Errorf("--tz %s: there is no such time zone; name one as in Asia/Seoul, or UTC", s.zone)
		}
	}
	if s.userBy != "" {
		if lines.UserBy, err = logline.ParseUserBy(s.userBy); err != nil {
			return lines, fmt.Errorf("--user-by: %w", err)
		}
	}
	if lines.Mapping, err = logline.ParseMapping(s.fields); err != nil {
		return lines, fmt.Errorf("--field: %w", err)
	}
	return lines, nil
}

func (s *serveOptions) certificates() ([]tls.Certificate, error) {
	if s.certificate == "" {
		return nil, nil
	}
	certificate, err := tls.LoadX509KeyPair(s.certificate, s.key)
	if err != nil {
		return nil, fmt.Errorf("--tls-cert, --tls-key: %w", err)
	}
	return []tls.Certificate{certificate}, nil
}
