package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"spoor/internal/clean"
	"spoor/store/webhook"
)

// serveOptions say where events are received, and whose.
type serveOptions struct {
	listen, auth, secretFile string
	certificate, key         string
	plainHTTP, noAuth        bool
	timeOfReceipt            bool
	endpoints, hosts         []string
	proxies                  []string
	metrics, metricsSecret   string
	rate, rateTotal          float64
	maxBody                  int64
	maxEvents                int
	zone, userBy, earliest   string
	fields, nobody           []string
}

const aboutServe = `serve accepts events at POST /webhook, and at /webhook/NAME for each --endpoint NAME: a JSON object,
an array of objects, or one object a line, gzipped or not. It answers 200 once they are on disk, and stores a delivery
only once, however often and wherever it is sent. What CloudEvents, GitHub, Stripe, Shopify, Slack, Segment, PostHog and
Google Analytics 4 send is understood as it is.

Senders prove who they are with a secret of at least 24 bytes: --auth standard (Standard Webhooks), github, stripe,
shopify, slack or segment (signed as each of these does), hmac (X-Signature-256, computed like GitHub's) or bearer
(Authorization). Secrets come from --secret-file, one a line and all of them valid, or from the environment variable
` + webhook.SecretVariable + `.

  head -c 32 /dev/urandom | base64 > secret; chmod 600 secret
  spoor serve --db shop.db --auth bearer --secret-file secret

/healthz, /readyz and /metrics (for Prometheus) report its state.`

func newServe(o *options) *cobra.Command {
	var s serveOptions
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "receive behaviour events over HTTP into the case",
		Long:  aboutServe,
		Args:  arguments(0, 0, "no arguments"),
		RunE:  func(cmd *cobra.Command, _ []string) error { return o.serve(cmd.Context(), &s) },
	}
	flags := cmd.Flags()
	flags.StringVar(&s.listen, "listen", "127.0.0.1:8787", "address to listen at")
	flags.StringVar(&s.auth, "auth", "standard", "how senders prove who they are: "+webhook.SchemeNames())
	flags.StringVar(&s.secretFile, "secret-file", "", "file with the secrets, which only its owner may read")
	flags.StringArrayVar(&s.endpoints, "endpoint", nil, "also take events at /webhook/NAME; can be repeated")
	flags.StringVar(&s.certificate, "tls-cert", "", "TLS certificate, in PEM")
	flags.StringVar(&s.key, "tls-key", "", "its key")
	flags.BoolVar(&s.plainHTTP, "insecure-plain-http", false, "listen beyond this machine without TLS")
	flags.BoolVar(&s.noAuth, "insecure-no-auth", false, "accept events without authentication; on this machine only")
	flags.StringArrayVar(&s.hosts, "host", nil,
		"a name senders use for the server, if no certificate has it; can be repeated")
	flags.StringArrayVar(&s.proxies, "trusted-proxy", nil,
		"address or network of a proxy whose X-Forwarded-For is believed; can be repeated")
	flags.StringVar(&s.metrics, "metrics-listen", "", "address to serve /metrics at, instead of the one for events")
	flags.StringVar(&s.metricsSecret, "metrics-secret-file", "", "file with the bearer tokens for /metrics")
	flags.Float64Var(&s.rate, "rate", webhook.DefaultRate, "events a second from one sender, 0 for no limit")
	flags.Float64Var(&s.rateTotal, "rate-total", 0,
		fmt.Sprintf("events a second from all senders together (default %d times --rate)", webhook.TotalShare))
	flags.Int64Var(&s.maxBody, "max-body", webhook.DefaultMaxBody, "the most bytes in a body")
	flags.IntVar(&s.maxEvents, "max-events", webhook.DefaultMaxEvents, "the most events in a body")
	flags.StringVar(&s.zone, "tz", "", "time zone for times without one (default that of the case)")
	flags.StringVar(&s.userBy, "user-by", "", "the user of an event, as for load")
	flags.BoolVar(&s.timeOfReceipt, "time-of-receipt", false,
		"date events without a time by when they arrive (GitHub's always are)")
	flags.StringArrayVar(&s.nobody, "nobody", nil, "a name that means no user, such as anonymous; can be repeated")
	flags.StringVar(&s.earliest, "earliest", "",
		"reject events from before this day, as in 2001-01-31, or none (default 1990-01-01)")
	flags.StringArrayVar(&s.fields, "field", nil,
		"which field of the events to read, as in user=account.id; can be repeated")
	return cmd
}

// serve receives until it is told to stop. A second signal ends it at once, which loses nothing that was acknowledged.
func (o *options) serve(ctx context.Context, s *serveOptions) error {
	receive, err := s.resolve()
	if err != nil {
		return usageError{err}
	}
	if receive.Certificates, err = s.certificates(); err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, func() { signal.Reset(os.Interrupt, syscall.SIGTERM) })
	o.live = true
	c, err := o.openOrCreate(ctx)
	if err != nil {
		return err
	}
	return errors.Join(o.receiveAlone(ctx, c, s, receive), c.CloseOrDiscard(ctx))
}

// receiveAlone receives if no other process does for the same case.
func (o *options) receiveAlone(ctx context.Context, c openCase, s *serveOptions, receive webhook.Options) error {
	if err := c.CheckWritable(); err != nil {
		return err
	}
	release, err := c.LockForServing()
	if err != nil {
		return err
	}
	return errors.Join(o.receive(ctx, c, s, receive), release())
}

func (o *options) receive(ctx context.Context, c openCase, s *serveOptions, receive webhook.Options) error {
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
	tail, err := c.Tail(ctx)
	if err != nil {
		return err
	}
	receiver, err := webhook.New(tail, receive)
	if err != nil {
		return err
	}
	listener, metrics, err := s.listeners(ctx)
	if err != nil {
		receiver.Close()
		return err
	}
	began := time.Now()
	fmt.Fprintf(o.std.err, "receiving events at %s into %s\n", address(listener, receive, "webhook"), clean.Text(o.db))
	if metrics != nil {
		fmt.Fprintf(o.std.err, "showing metrics at %s\n", address(metrics, receive, "metrics"))
	}
	defer limitMemory()()
	err = receiver.Serve(ctx, listener, metrics)
	flushErr := c.FlushTail(context.WithoutCancel(ctx))
	n := receiver.Counts()
	fmt.Fprintf(o.std.err, "stopped after %s: events stored %s, duplicates %s, rejects %s, requests refused %s\n",
		time.Since(began).Round(time.Second), humanize.Comma(n.Events),
		humanize.Comma(n.Duplicates), humanize.Comma(n.Rejects), humanize.Comma(n.Refused))
	return errors.Join(err, flushErr)
}

func address(listener net.Listener, receive webhook.Options, path string) string {
	scheme := "http"
	if len(receive.Certificates) > 0 {
		scheme = "https"
	}
	return scheme + "://" + listener.Addr().String() + "/" + path
}

// memoryGoal is how many bytes of memory the collector of garbage keeps the server below, where that is possible.
// What the server holds at a time is bounded; without a goal as much garbage again could lie around.
const memoryGoal = 112 << 20

// limitMemory sets the goal, unless the environment has one (GOMEMLIMIT), and returns what takes it back.
func limitMemory() (back func()) {
	if os.Getenv("GOMEMLIMIT") != "" {
		return func() {}
	}
	before := debug.SetMemoryLimit(memoryGoal)
	return func() { debug.SetMemoryLimit(before) }
}

// listeners are where events come in, and where the metrics are shown, if that is somewhere else.
func (s *serveOptions) listeners(ctx context.Context) (events, metrics net.Listener, err error) {
	var config net.ListenConfig
	if events, err = config.Listen(ctx, "tcp", s.listen); err != nil {
		return nil, nil, fmt.Errorf("--listen %s: %w", s.listen, err)
	}
	if s.metrics == "" {
		return events, nil, nil
	}
	if metrics, err = config.Listen(ctx, "tcp", s.metrics); err != nil {
		return nil, nil, errors.Join(fmt.Errorf("--metrics-listen %s: %w", s.metrics, err), events.Close())
	}
	return events, metrics, nil
}
