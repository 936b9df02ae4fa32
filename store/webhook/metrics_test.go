package webhook

import (
	"context"
	"net"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestMetrics has a receiver take, reject, know again and refuse, and reads what it says of that as Prometheus would.
func TestMetrics(t *testing.T) {
	at := newClock()
	r := newReceiver(t, newCase(t), func(o *Options) { o.Rate, o.Now = 2, at.now })
	for _, body := range []string{purchase, purchase, "{}\nno JSON\n" + purchase, `{"event":"x","user":"kim"}`} {
		post(r, "/webhook", body)
		at.advance(10 * time.Second)
	}
	post(r, "/webhook", purchase, with("Content-Type", "text/csv"))
	for range 3 { // more at once than may come
		post(r, "/webhook", "{}\n{}\n{}\n{}")
	}
	get(r, "/webhook") // is no POST
	post(r, "/hook", purchase)
	post(r, "/healthz", "")
	text := get(r, "/metrics")
	for _, want := range []string{
		"spoor_webhook_received_total 18", "spoor_webhook_stored_total 2", "spoor_webhook_duplicates_total 1",
		`spoor_webhook_rejects_total{reason="missing time: no field is named like one"} 6`,
		`spoor_webhook_rejects_total{reason="bad JSON: the line is not an object"} 1`,
		`spoor_webhook_answers_total{code="200"} 3`, `spoor_webhook_answers_total{code="202"} 2`,
		`spoor_webhook_answers_total{code="415"} 1`, `spoor_webhook_answers_total{code="405"} 1`,
		`spoor_webhook_answers_total{code="429"} 2`, "spoor_webhook_queue_deliveries 0", "spoor_webhook_queue_bytes 0",
		"spoor_webhook_wal_alarm 0",
		`spoor_webhook_seconds{quantile="0.99"} 0`, "spoor_webhook_seconds_count 9", "# TYPE spoor_webhook_seconds summary",
		"# TYPE spoor_webhook_answers_total counter", "# TYPE spoor_webhook_wal_bytes gauge",
	} {
		if !strings.Contains(text, want+"\n") {
			t.Errorf("%q is missing", want)
		}
	}
	if !regexp.MustCompile(`\nspoor_webhook_wal_bytes [1-9]`).MatchString(text) {
		t.Error("there is no write-ahead log after a commit")
	}
	if t.Failed() {
		t.Log(text)
	}
	if got := r.Counts(); got != (Counts{Events: 2, Duplicates: 1, Rejects: 7, Refused: 6}) {
		t.Errorf("%+v", got)
	}
	checkExposition(t, strings.TrimPrefix(text, "200 "))
}

// TestMetricsOfAPublicServer shows them to nobody but those who know the secret, who may be wrong a few times only;
// and at a listener of their own to whoever reaches it.
func TestMetricsOfAPublicServer(t *testing.T) {
	at := newClock()
	metrics := func(change func(*Options), header ...func(*http.Request)) string {
		r := newReceiver(t, newCase(t), func(o *Options) {
			o.Public, o.Now = true, at.now
			change(o)
		})
		return get(r, "/metrics", header...)[:3]
	}
	secrets := func(o *Options) { o.MetricsSecrets = [][]byte{[]byte(anotherSecret)} }
	for i, test := range []struct{ got, want string }{
		{metrics(func(*Options) {}), "403"},
		{metrics(secrets), "401"},
		{metrics(secrets, with("Authorization", "Bearer "+secret)), "401"},
		{metrics(secrets, with("Authorization", "Bearer "+anotherSecret)), "200"},
		{metrics(func(o *Options) { o.Public = false }), "200"},
		{metrics(func(o *Options) { secrets(o); o.Public = false }), "401"},
		{metrics(func(o *Options) { o.MetricsApart = true }), "404"},
	} {
		if test.got != test.want {
			t.Errorf("%d: %s, want %s", i, test.got, test.want)
		}
	}
	r := newReceiver(t, newCase(t), func(o *Options) { secrets(o); o.Now = at.now })
	for range failureBurst {
		get(r, "/metrics")
	}
	if got := get(r, "/metrics", with("Authorization", "Bearer "+anotherSecret)); !strings.HasPrefix(got, "429") {
		t.Errorf("after many guesses: %s", got)
	}
}

// TestMetricsApart serves them at a listener of their own.
func TestMetricsApart(t *testing.T) {
	r := newReceiver(t, newCase(t), func(o *Options) { o.Public, o.MetricsApart, o.Hosts = true, true, []string{"x"} })
	events, metrics := listen(t), listen(t)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- r.Serve(ctx, events, metrics) }()
	status := func(listener net.Listener, path string) int {
		client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
		response, err := client.Get("http://" + listener.Addr().String() + path)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		return response.StatusCode
	}
	got := []int{status(events, "/metrics"), status(metrics, "/metrics"), status(metrics, "/webhook"),
		status(events, "/healthz")}
	if want := []int{404, 200, 404, 200}; !slices.Equal(got, want) {
		t.Errorf("%d, want %d", got, want)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if _, err := net.Dial("tcp", metrics.Addr().String()); err == nil {
		t.Error("the metrics are shown after the end")
	}
}

func listen(t *testing.T) net.Listener {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return listener
}

// checkExposition holds a text against the format that Prometheus reads: a type before the samples of each name, once.
func checkExposition(t *testing.T, text string) {
	t.Helper()
	sample := regexp.MustCompile(`^([a-z_]+)(\{[a-z]+="(?:[^"\\]|\\.)*"\})? [0-9.e+-]+$`)
	var types []string
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if name, ok := strings.CutPrefix(line, "# TYPE "); ok {
			name, _, _ = strings.Cut(name, " ")
			if slices.Contains(types, name) {
				t.Errorf("%s has two types", name)
			}
			types = append(types, name)
			continue
		}
		if strings.HasPrefix(line, "# HELP ") {
			continue
		}
		parts := sample.FindStringSubmatch(line)
		if parts == nil {
			t.Errorf("%q is no sample", line)
			continue
		}
		if name := types[len(types)-1]; !strings.HasPrefix(parts[1], name) {
			t.Errorf("%q stands under %s", line, name)
		}
	}
}
