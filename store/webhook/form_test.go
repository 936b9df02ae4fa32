package webhook

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestForms takes what GitHub and Slack send as forms, signed as they are, and nobody else's.
func TestForms(t *testing.T) {
	form := with("Content-Type", formType)
	c := newCase(t)
	github := newReceiver(t, c, func(o *Options) { o.Scheme, o.Secrets = GitHub, [][]byte{[]byte(secret)} })
	body := "payload=" + url.QueryEscape(`{"action":"started","starred_at":"2023-11-14T22:00:00Z",`+
		`"sender":{"login":"octo kim"},"repository":{"full_name":"o/r"}}`)
	signed := func(body string) func(*http.Request) {
		return with("X-Hub-Signature-256", signSum("x", secret, body)["X"][0])
	}
	if got := post(github, "/webhook", body, form, signed(body), with("X-Github-Event", "star")); got !=
		`200 {"rejected":0,"stored":1}` {
		t.Error(got)
	}
	if got := strings.Join(trackOf(t, c, "octo kim"), "\n"); !strings.Contains(got, "o/r") {
		t.Errorf("%q", got)
	}
	if got := post(github, "/webhook", "payload=%zz", form, signed("payload=%zz")); !strings.HasPrefix(got, "400") {
		t.Error(got)
	}
	if got := post(github, "/webhook", body, form); !strings.HasPrefix(got, "401") {
		t.Error(got)
	}
	if got := post(newReceiver(t, newCase(t), nil), "/webhook", body, form); !strings.HasPrefix(got, "415") {
		t.Error(got)
	}
}

// TestSlackForms takes a command and a click on a button.
func TestSlackForms(t *testing.T) {
	c := newCase(t)
	r := newReceiver(t, c, func(o *Options) { o.Scheme, o.Secrets = Slack, [][]byte{[]byte(secret)} })
	send := func(body string) string {
		signature := signSum("x", secret, "v0:1700000000:"+body)["X"][0]
		return post(r, "/webhook", body, with("Content-Type", formType), with("X-Slack-Request-Timestamp", "1700000000"),
			with("X-Slack-Signature", strings.Replace(signature, "sha256", "v0", 1)))
	}
	command := "token=x&team_id=T1&channel_id=C1&user_id=U1&user_name=ann&command=%2Fweather&text=94070&trigger_id=13.7.a"
	click := "payload=" + url.QueryEscape(`{"type":"block_actions","user":{"id":"U2","username":"bob"},"trigger_id":"1`+
		`3.7.b",`+
		`"actions":[{"action_id":"approve","action_ts":"1699999990.5"}]}`)
	for _, body := range []string{command, click} {
		if got := send(body); got != `200 {"rejected":0,"stored":1}` {
			t.Error(got)
		}
	}
	if got := send(strings.Replace(command, "94070", "94071", 1)); !strings.Contains(got, "duplicate") {
		t.Errorf("the same command: %s", got)
	}
	for user, want := range map[string]string{"U1": "/weather", "U2": "approve"} {
		if got := strings.Join(trackOf(t, c, user), "\n"); !strings.Contains(got, want) {
			t.Errorf("%s: %q", user, got)
		}
	}
}
