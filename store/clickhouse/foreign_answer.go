package clickhouse

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"html"
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"
)

// unreachable says what to try where there was no answer.
func (c *client) unreachable(err error) string {
	var wrongName x509.HostnameError
	var wrong *tls.CertificateVerificationError
	var noTLS tls.RecordHeaderError
	var slow net.Error
	switch {
	case isSilence(err):
		return hintSilence
	case errors.As(err, &wrongName):
		return "name the server in --db as its certificate does"
	case errors.As(err, &wrong):
		return "where the certificate is by an authority of your own, put that one's certificate into a file " +
			"that SSL_CERT_FILE names"
	case errors.As(err, &noTLS), strings.Contains(err.Error(), "HTTP response to HTTPS client"):
		return "the port does not speak TLS; is it the one for HTTPS, mostly 8443?"
	case errors.As(err, &slow) && slow.Timeout():
		return "there was no connection within " + spelled(connectTime(c.place.patience)) +
			"; is the server there? Does a firewall let you through?"
	}
	return "is the server there?"
}

// exception is how servers begin to tell an error; behind it is its code.
var exception = regexp.MustCompile(`^Code: (\d+)[.,]`)

// codeIn is the code of an error that is told by a text.
func codeIn(text string) string {
	if m := exception.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return ""
}

// oneLine is a text in one line.
func oneLine(text []byte) string { return strings.Join(strings.Fields(string(text)), " ") }

// refused is the error of an answer.
func (c *client) refused(answer *http.Response) error {
	text := ""
	if body, release, err := unpacked(answer); err == nil {
		defer release()
		read, err := io.ReadAll(io.LimitReader(body, maxAnswer))
		if isSilence(err) {
			return c.broken(err)
		}
		text = oneLine(read)
	}
	if answer.Header.Get(exceptionCode) == "" && !exception.MatchString(text) {
		return c.notFromServer(answer, text)
	}
	return c.told(answer, text)
}

const (
	exceptionCode = "X-ClickHouse-Exception-Code"
	queryID       = "X-ClickHouse-Query-Id" // is in each answer of a server
)

// told is an error that the server tells by a text.
func (c *client) told(answer *http.Response, text string) error {
	code := answer.Header.Get(exceptionCode)
	if code == "" {
		code = codeIn(text)
	}
	if text == "" {
		text = answer.Status
	}
	text = strings.TrimSuffix(strings.TrimSpace(text), " (official build))")
	return fmt.Errorf("%s: %w", c.place.Shown, &Error{code, hint(code, text)})
}

// proxyHints say by the status of an answer that is not the server's own what to try.
var proxyHints = map[int]string{
	http.StatusOK: "it says yes, but not as ClickHouse does (" + queryID + " is missing); is it the right port, and " +
		"does a proxy answer from a cache, or leave headers out?",
	http.StatusUnauthorized:          "a proxy before the server asks who you are",
	http.StatusForbidden:             "a proxy before the server does not let you through",
	http.StatusNotFound:              "is it the right port? ClickHouse's for HTTP is mostly 8123, for HTTPS 8443",
	http.StatusProxyAuthRequired:     "the proxy that HTTP_PROXY or HTTPS_PROXY names asks who you are",
	http.StatusRequestEntityTooLarge: "a proxy before the server takes less at a time; have it take 64 MB",
	http.StatusRequestURITooLong:     "a proxy before the server takes shorter URLs; have it take 32 kB",
	http.StatusRequestHeaderFieldsTooLarge: "a proxy before the server takes shorter requests; have it take 32 kB " +
		"without the body",
	http.StatusTooManyRequests:    "try again when less is asked of the server",
	http.StatusBadGateway:         "a proxy before the server can't reach it; try again when it is there",
	http.StatusServiceUnavailable: "a proxy before the server can't reach it; try again when it is there",
	http.StatusGatewayTimeout: "a proxy before the server does not wait long enough for it; have it wait longer, or " +
		"measure in parts: spoor measure --part 1/10",
}

// notFromServer is the error of an answer that somebody else gives than ClickHouse.
func (c *client) notFromServer(answer *http.Response, text string) error {
	say := proxyHints[answer.StatusCode]
	if to := answer.Header.Get("Location"); to != "" {
		say = fmt.Sprintf("it sends elsewhere, to %q; name that in --db if you trust it", short(to))
	}
	if say == "" {
		say = "is it the right port?"
	}
	if answer.StatusCode != http.StatusOK {
		if text = short(plain(text)); text != "" && !strings.Contains(answer.Status, text) {
			say = fmt.Sprintf("%q; %s", text, say)
		}
	}
	err := fmt.Errorf("%s: the answer is %s: %s", c.place.Shown, answer.Status, say)
	switch answer.StatusCode {
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return away{err}
	}
	return err
}

var (
	title = regexp.MustCompile(`(?is)<title[^>]*>(.*?)</title>`)
	tags  = regexp.MustCompile(`(?is)<(script|style)\b.*?</(script|style)>|<[^>]*>`)
)

// plain is what a page says: its title, or what is not markup.
func plain(text string) string {
	if m := title.FindStringSubmatch(text); m != nil {
		text = m[1]
	}
	return oneLine([]byte(html.UnescapeString(tags.ReplaceAllString(text, " "))))
}

// short is the beginning of a text.
func short(text string) string {
	if runes := []rune(text); len(runes) > mostTold {
		return string(runes[:mostTold]) + "…"
	}
	return text
}

// mostTold is how many characters are told of what a stranger says.
const mostTold = 120
