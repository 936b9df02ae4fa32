package webhook

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strings"
	"testing"
)

// compress is a body in gzip, in one part or in several.
func compress(t *testing.T, parts ...string) string {
	t.Helper()
	var b bytes.Buffer
	for _, part := range parts {
		w := gzip.NewWriter(&b)
		if _, err := w.Write([]byte(part)); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

// TestCompressedBodies are read, whichever of both was signed, are known again by what is in them, and are bounded by
// it.
func TestCompressedBodies(t *testing.T) {
	const most = 100_000
	r := newReceiver(t, newCase(t), func(o *Options) {
		o.Scheme, o.Secrets, o.MaxBody = HMAC, [][]byte{[]byte(secret)},
			most
	})
	signed := func(text string) func(*http.Request) {
		return func(request *http.Request) {
			request.Header["X-Signature-256"] = signSum("X-Signature-256", secret, text)["X-Signature-256"]
		}
	}
	zipped := with("Content-Encoding", "gzip")
	other := strings.Replace(purchase, "67890", "1", 1)
	bomb := compress(t, "["+strings.Repeat("[],", 10<<20)+"[]]")
	full := purchase + strings.Repeat(" ", most-len(purchase))
	for _, test := range []struct{ sent, signed, want string }{
		{compress(t, purchase), compress(t, purchase), `200 {"rejected":0,"stored":1}`},
		{compress(t, purchase[:20], purchase[20:]), purchase, `200 {"duplicate":true}`},
		{compress(t, other), other, `200 {"rejected":0,"stored":1}`},
		{compress(t, other), purchase, "401"},
		{bomb, bomb, "413"},
		{compress(t, full), full, `200 {"rejected":0,"stored":1}`},
		{compress(t, full+" "), full + " ", "413"},
		{purchase, purchase, "400"},
		{compress(t, purchase)[:50], purchase, "400"},
		{compress(t, purchase) + "garbage", purchase, "400"},
		{"", "", "400"},
	} {
		if got := post(r, "/webhook", test.sent, signed(test.signed), zipped); !strings.HasPrefix(got, test.want) {
			t.Errorf("%.20q: %s, want %s", test.sent, got, test.want)
		}
	}
	if !r.memory.room.TryAcquire(memoryBytes) {
		t.Error("not all of the room was given back")
	}
}

// TestMediaTypes takes JSON by whatever name senders give it.
func TestMediaTypes(t *testing.T) {
	r := newReceiver(t, newCase(t), nil)
	for kind, want := range map[string]string{
		"application/json":                                  "200",
		"application/json; charset=utf-8":                   "200",
		"text/plain":                                        "200",
		"Text/Plain; charset=UTF-8":                         "200",
		"application/x-ndjson":                              "200",
		"application/jsonl":                                 "200",
		"application/cloudevents+json":                      "200",
		"application/cloudevents-batch+json; charset=UTF-8": "200",
		"application/x-www-form-urlencoded":                 "415",
		"text/html":                                         "415",
		"application/xml":                                   "415",
		"image/svg+xml":                                     "415",
		"":                                                  "415",
		"json":                                              "415",
	} {
		if got := post(r, "/webhook", purchase, with("Content-Type", kind)); !strings.HasPrefix(got, want) {
			t.Errorf("%q: %s", kind, got)
		}
	}
	if got := post(r, "/webhook", "a=b&c=d", with("Content-Type", "text/plain")); !strings.HasPrefix(got,
		`202 {"reasons":["message 1: bad JSON`) {
		t.Errorf("text that is no JSON: %s", got)
	}
}

// TestChallenge is answered to Slack, and to nobody who does not know the secret.
func TestChallenge(t *testing.T) {
	const asked = `{"token":"Jhj5dZrVaK7ZwHHjRyZWjbDl",` +
		`"challenge":"3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P","type":"url_verification"}`
	c := newCase(t)
	r := newReceiver(t, c, func(o *Options) { o.Scheme, o.Secrets = Slack, [][]byte{[]byte(secret)} })
	signature := signSum("x", secret, "v0:1700000000:"+asked)["X"][0]
	if got := post(r, "/webhook", asked, with("X-Slack-Request-Timestamp", "1700000000"),
		with("X-Slack-Signature", strings.Replace(signature, "sha256", "v0", 1))); got !=
		`200 {"challenge":"3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"}` {
		t.Error(got)
	}
	if got := post(r, "/webhook", asked); !strings.HasPrefix(got, "401") {
		t.Error(got)
	}
	if info, err := c.Info(t.Context()); err != nil || info.Lines != 0 || r.Counts().Refused != 1 {
		t.Errorf("%+v, %+v, %v", info, r.Counts(), err)
	}
	if got := post(newReceiver(t, newCase(t), nil), "/webhook", asked); !strings.HasPrefix(got, "202") {
		t.Errorf("of somebody else: %s", got)
	}
}
