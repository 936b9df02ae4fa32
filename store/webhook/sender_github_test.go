package webhook

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"spoor/store/logline"
)

// sendGitHub posts a payload as GitHub does.
func sendGitHub(r *Receiver, event, payload string) string {
	return post(r, "/webhook", payload, func(request *http.Request) {
		for name, values := range signSum("X-Hub-Signature-256", secret, payload) {
			request.Header[name] = values
		}
		if event != "" {
			request.Header.Set("X-Github-Event", event)
		}
	})
}

// gitHubReceiver takes what GitHub sends; its clock shows 2023-11-14 22:13:20.
func gitHubReceiver(t *testing.T, fields ...string) (*Receiver, func(user string) []string) {
	t.Helper()
	mapping, err := logline.ParseMapping(fields)
	if err != nil {
		t.Fatal(err)
	}
	c := newCase(t)
	r := newReceiver(t, c, func(o *Options) {
		o.Scheme, o.Secrets, o.Lines.Mapping = GitHub, [][]byte{[]byte(secret)}, mapping
	})
	return r, func(user string) []string { return trackOf(t, c, user) }
}

// TestGitHubEvents sends the parts of GitHub's payloads that matter.
func TestGitHubEvents(t *testing.T) {
	const (
		repository = `"repository":{"full_name":"kim/shop","pushed_at":"2019-05-15T15:20:33Z",
			"updated_at":"2019-05-15T15:20:41Z"},"sender":{"login":"kim","type":"User"}`
		received = "2023-11-14 22:13:20 "
	)
	for _, test := range []struct{ event, payload, want string }{
		{"push", `{"ref":"refs/heads/main","head_commit":{"timestamp":"2019-05-01T10:00:00+02:00"},"pusher":{"name":"x"},
			"repository":{"full_name":"kim/shop","created_at":1557933565,"pushed_at":1557933657},"sender":{"login":"kim"}}`,
			"2019-05-15 15:20:57 push kim/shop"},
		{"push", `{"head_commit":{"timestamp":"2019-05-01T10:00:00+02:00"},"repository":{"full_name":"kim/shop"},
			"sender":{"login":"kim"}}`,
			"2019-05-01 08:00:00 push kim/shop"},
		{"issues", `{"action":"opened","issue":{"html_url":"https://github.com/kim/shop/issues/1",
			"created_at":"2019-05-15T15:20:18Z","updated_at":"2019-05-15T15:20:19Z","user":{"login":"lee"}},` + repository + `}`,
			"2019-05-15 15:20:19 issues.opened https://github.com/kim/shop/issues/1"},
		{"issue_comment", `{"action":"created","issue":{"html_url":"https://github.com/kim/shop/issues/1",
			"updated_at":"2019-05-15T15:20:19Z"},"comment":{"updated_at":"2019-05-15T15:20:21Z"},` + repository + `}`,
			"2019-05-15 15:20:21 issue_comment.created https://github.com/kim/shop/issues/1"},
		{"pull_request", `{"action":"assigned","number":2,"pull_request":{"html_url":"https://github.com/kim/shop/pull/2",
			"updated_at":"2019-05-15T15:20:33Z"},` + repository + `}`,
			"2019-05-15 15:20:33 pull_request.assigned https://github.com/kim/shop/pull/2"},
		{"star", `{"action":"created","starred_at":"2019-05-15T15:20:40Z",` + repository + `}`,
			"2019-05-15 15:20:40 star.created kim/shop"},
		{"star", `{"action":"deleted","starred_at":null,` + repository + `}`, received + "star.deleted kim/shop"},
		{"fork", `{"forkee":{"full_name":"kim/fork","created_at":"2019-05-15T15:20:42Z"},` + repository + `}`,
			"2019-05-15 15:20:42 fork kim/shop"},
		{"watch", `{"action":"started",` + repository + `}`, received + "watch.started kim/shop"},
		{"organization", `{"action":"member_added","organization":{"login":"shops"},"sender":{"login":"kim"}}`,
			received + "organization.member_added shops"},
		{"ping", `{"zen":"Keep it logically awesome.",` + repository + `}`, received + "ping kim/shop"},
		{"", `{"action":"started",` + repository + `}`, received + "github.started kim/shop"},
		{"not\x00a name", `{"action":"started",` + repository + `}`, received + "github.started kim/shop"},
	} {
		r, track := gitHubReceiver(t)
		if got := sendGitHub(r, test.event, test.payload); !strings.HasPrefix(got, "200") {
			t.Errorf("%s: %s", test.event, got)
			continue
		}
		if got := track("kim"); len(got) != 1 || got[0] != test.want+" line 1" {
			t.Errorf("%s: %q, want %s", test.event, got, test.want)
		}
	}
}

// TestGitHubFieldsOfOnesOwn names another user; the rest stays.
func TestGitHubFieldsOfOnesOwn(t *testing.T) {
	r, track := gitHubReceiver(t, "user=pusher.email")
	const payload = `{"pusher":{"email":"kim@example.com"},"repository":{"full_name":"kim/shop","pushed_at":1557933657},
		"sender":{"login":"kim"}}`
	if got := sendGitHub(r, "push", payload); !strings.HasPrefix(got, "200") {
		t.Error(got)
	}
	if got := track("kim@example.com"); len(got) != 1 || got[0] != "2019-05-15 15:20:57 push kim/shop line 1" {
		t.Errorf("%q", got)
	}
}

// TestGitHubPayloads sends payloads as GitHub has sent them.
func TestGitHubPayloads(t *testing.T) {
	paths, err := filepath.Glob("../../../shared/data/webhooks/github/*.json")
	if err != nil || len(paths) == 0 {
		t.Skip(err)
	}
	for _, path := range paths {
		payload, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		r, _ := gitHubReceiver(t)
		event := strings.TrimSuffix(filepath.Base(path), ".json")
		if got := sendGitHub(r, event, string(payload)); got != `200 {"rejected":0,"stored":1}` {
			t.Errorf("%s: %s", event, got)
		}
		if got := sendGitHub(r, event, string(payload)); got != `200 {"duplicate":true}` {
			t.Errorf("%s again: %s", event, got)
		}
	}
}

// TestTimeOfReceipt is only taken where it is wanted.
func TestTimeOfReceipt(t *testing.T) {
	const event = `{"event":"view","user":"kim","item":"7"}`
	if got := post(newReceiver(t, newCase(t), nil), "/webhook", event); !strings.HasPrefix(got, "202") {
		t.Error(got)
	}
	c, at := newCase(t), newClock()
	at.advance(time.Hour)
	r := newReceiver(t, c, func(o *Options) { o.TimeOfReceipt, o.Now = true, at.now })
	if got := post(r, "/webhook", event); !strings.HasPrefix(got, "200") {
		t.Error(got)
	}
	if got := trackOf(t, c, "kim"); len(got) != 1 || got[0] != "2023-11-14 23:13:20 view 7 line 1" {
		t.Errorf("%q", got)
	}
}
