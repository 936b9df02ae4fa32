package webhook

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestFigures has a receiver take, reject, know again and refuse, and reads what it says of that as Prometheus would.
func TestFigures(t *testing.T) {
	at := newClock()
	r := newReceiver(t, newCase(t), func(o *Options) { o.Rate, o.Now = 2, at.now })
	for _, body := range []string{purchase, purchase, "{}\nno JSON\n" + purchase, `{"event":"x","user":"kim"}`} {
		post(r, "/webhook", body)
		at.advance(10 * time.Second)
	}
	post(r, "/webhook", purchase, with("Content-Type", "text/plain"))
	for range 3 { // more at once than may come
		post(r, "/webhook", "{}\n{}\n{}\n{}")
	}
	get(r, "/webhook") // is no POST
	post(r, "/hook", purchase)
	post(r, "/healthz", "")
	text := get(r, "/metrics")
	for _, want := range []string{
		"spoor_webhook_received_total 18", "spoor_webhook_stored_total 2", "spoor_webhook_duplicates_total 1",
		`spoor_webhook_rejects_total{reason="missing time"} 6`, `spoor_webhook_rejects_total{reason="bad JSON"} 1`,
		`spoor_webhook_answers_total{code="200"} 3`, `spoor_webhook_answers_total{code="202"} 2`, `spoor_webhook_answers_total{code="415"} 1`, `spoor_webhook_answers_total{code="405"} 1`,
		`spoor_webhook_answers_total{code="429"} 2`, "spoor_webhook_queue_deliveries 0", "spoor_webhook_queue_bytes 0", "spoor_webhook_wal_alarm 0",
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
