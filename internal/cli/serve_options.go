package cli

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"time"

	"spoor/store/logline"
	"spoor/store/webhook"
)

// isLocal reports whether an address to listen at can be reached from this machine only.
func isLocal(flag, address string) (bool, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false, fmt.Errorf("%s %s: write HOST:PORT as in 127.0.0.1:8787", flag, address)
	}
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback(), nil
}

// resolve checks the options against each other.
func (s *serveOptions) resolve() (webhook.Options, error) {
	receive := webhook.Options{
		Scheme: webhook.Scheme(s.auth), Endpoints: s.endpoints, Hosts: s.hosts, MetricsApart: s.metrics != "",
		Rate: s.rate, RateTotal: s.rateTotal, MaxBody: s.maxBody, MaxEvents: s.maxEvents, TimeOfReceipt: s.timeOfReceipt,
	}
	if s.noAuth {
		receive.Scheme = webhook.NoAuth
	}
	local, err := isLocal("--listen", s.listen)
	if err != nil {
		return receive, err
	}
	receive.Public = !local
	for _, err := range []error{s.checkWay(local), s.checkLimits(), s.checkMetrics()} {
		if err != nil {
			return receive, err
		}
	}
	if receive.Scheme == webhook.NoAuth && !s.noAuth {
		return receive, errors.New("--auth none: use --insecure-no-auth if that is what you want")
	}
	if receive.TrustedProxies, err = s.trusted(); err != nil {
		return receive, err
	}
	if receive.Lines, err = s.lines(); err != nil {
		return receive, err
	}
	if s.metricsSecret != "" {
		receive.MetricsSecrets, err = webhook.SecretFile("--metrics-secret-file", webhook.Bearer, s.metricsSecret)
		if err != nil {
			return receive, err
		}
	}
	if !s.noAuth {
		receive.Secrets, err = s.secrets(receive.Scheme)
	}
	return receive, err
}

// checkWay checks that what is sent can be read by nobody on its way.
func (s *serveOptions) checkWay(local bool) error {
	switch {
	case s.noAuth && !local:
		return errors.New("--insecure-no-auth is for this machine only; listen at 127.0.0.1, or name --auth and a secret")
	case !local && s.certificate == "" && !s.plainHTTP:
		return errors.New("listening beyond this machine needs --tls-cert and --tls-key, " +
			"or --insecure-plain-http if something else protects the way")
	case (s.certificate == "") != (s.key == ""):
		return errors.New("--tls-cert and --tls-key go together")
	}
	return nil
}

func (s *serveOptions) checkLimits() error {
	switch {
	case s.maxBody < 1 || s.maxBody > webhook.MostBody:
		return fmt.Errorf("--max-body %d: it must be from 1 to %d", s.maxBody, webhook.MostBody)
	case s.maxEvents < 1 || s.maxEvents > webhook.MostEvents:
		return fmt.Errorf("--max-events %d: it must be from 1 to %d", s.maxEvents, webhook.MostEvents)
	case s.rate < 0 || s.rateTotal < 0:
		return errors.New("--rate and --rate-total must not be negative")
	}
	return nil
}

// checkMetrics checks that a listener for the metrics is for those who may see them.
func (s *serveOptions) checkMetrics() error {
	if s.metrics == "" {
		return nil
	}
	local, err := isLocal("--metrics-listen", s.metrics)
	if err == nil && !local && s.metricsSecret == "" {
		err = errors.New("--metrics-listen beyond this machine needs --metrics-secret-file")
	}
	return err
}

// trusted are the networks of trusted proxies; an address is the network of it alone.
func (s *serveOptions) trusted() (networks []netip.Prefix, err error) {
	for _, text := range s.proxies {
		network, err := netip.ParsePrefix(text)
		if address, addressErr := netip.ParseAddr(text); addressErr == nil {
			network, err = address.Unmap().Prefix(address.Unmap().BitLen())
		}
		if err != nil {
			return nil, fmt.Errorf("--trusted-proxy %s: write an address or a network, as in 10.0.0.7 or 10.0.0.0/8", text)
		}
		networks = append(networks, network.Masked())
	}
	return networks, nil
}

func (s *serveOptions) secrets(scheme webhook.Scheme) ([][]byte, error) {
	if s.secretFile != "" {
		return webhook.SecretFile("--secret-file", scheme, s.secretFile)
	}
	text := os.Getenv(webhook.SecretVariable)
	if text == "" {
		return nil, fmt.Errorf("name the secrets of the senders with --secret-file or in the environment as %s",
			webhook.SecretVariable)
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
			return lines, fmt.Errorf("--tz %s: no such time zone; use one such as Asia/Seoul, or UTC", s.zone)
		}
	}
	if s.userBy != "" {
		if lines.UserBy, err = logline.ParseUserBy(s.userBy); err != nil {
			return lines, fmt.Errorf("--user-by: %w", err)
		}
	}
	lines.Nobody = s.nobody
	if s.earliest != "" {
		if lines.Earliest, err = logline.ParseEarliest(s.earliest); err != nil {
			return lines, fmt.Errorf("--earliest: %w", err)
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
