package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"
)

const (
	vectors       = "../../../shared/data/webhooks/vectors.json"
	secret        = "0123456789abcdef0123456789abcdef"
	anotherSecret = "fedcba9876543210fedcba9876543210"
)

// standardSecret is the secret as Standard Webhooks writes it.
func standardSecret(secret string) string {
	return "whsec_" + base64.StdEncoding.EncodeToString([]byte(secret))
}

func sum(secret, text string) []byte {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(text))
	return mac.Sum(nil)
}

// signStandard signs as the specification says, and by other means than the verifier.
func signStandard(secret, id string, at time.Time, body string) http.Header {
	stamp := fmt.Sprint(at.Unix())
	signature := "v1," + base64.StdEncoding.EncodeToString(sum(secret, id+"."+stamp+"."+body))
	return http.Header{"Webhook-Id": {id}, "Webhook-Timestamp": {stamp}, "Webhook-Signature": {signature}}
}

func signSum(header, secret, body string) http.Header {
	return http.Header{http.CanonicalHeaderKey(header): {"sha256=" + hex.EncodeToString(sum(secret, body))}}
}

func verifierFor(t testing.TB, scheme Scheme, now time.Time, lines string) *verifier {
	t.Helper()
	secrets, err := Secrets(scheme, lines)
	if err != nil {
		t.Fatal(err)
	}
	return &verifier{scheme: scheme, secrets: secrets, now: func() time.Time { return now }}
}

// TestKnownSignatures verifies signatures that the inventors of the schemes have published.
func TestKnownSignatures(t *testing.T) {
	text, err := os.ReadFile(vectors)
	if err != nil {
		t.Skip(err)
	}
	var known struct {
		Standard []struct {
			Secret, Body string
			ID           string `json:"webhook-id"`
			At           int64  `json:"webhook-timestamp"`
			Signature    string `json:"webhook-signature"`
			Valid        bool
		} `json:"standard_webhooks"`
		GitHub []struct {
			Secret, Body string
			Signature    string `json:"X-Hub-Signature-256"`
			Valid        bool
		}
	}
	if err := json.Unmarshal(text, &known); err != nil {
		t.Fatal(err)
	}
	for _, v := range known.Standard {
		header := http.Header{"Webhook-Id": {v.ID}, "Webhook-Timestamp": {fmt.Sprint(v.At)},
			"Webhook-Signature": {v.Signature}}
		id, ok := verifierFor(t, Standard, time.Unix(v.At, 0), v.Secret).verify(header, []byte(v.Body))
		if ok != v.Valid || ok && id != v.ID {
			t.Errorf("%+v: %v", v, ok)
		}
	}
	for _, v := range known.GitHub {
		_, ok := verifierFor(t, GitHub, time.Now(), v.Secret).verify(http.Header{"X-Hub-Signature-256": {v.Signature}},
			[]byte(v.Body))
		if ok != v.Valid {
			t.Errorf("%+v: %v", v, ok)
		}
	}
	if len(known.Standard) == 0 || len(known.GitHub) == 0 {
		t.Error("nothing was verified")
	}
}

func TestStandardWebhooks(t *testing.T) {
	now := time.Unix(1_700_000_000, 0)
	v := verifierFor(t, Standard, now, standardSecret(secret)+"\n"+standardSecret(anotherSecret))
	good := func() http.Header { return signStandard(secret, "msg_1", now, `{"a":1}`) }
	set := func(name string, values ...string) http.Header {
		header := good()
		header[name] = values
		return header
	}
	signature := good().Get("Webhook-Signature")
	svix := http.Header{"Svix-Id": good()["Webhook-Id"], "Svix-Timestamp": good()["Webhook-Timestamp"],
		"Svix-Signature": good()["Webhook-Signature"]}
	moved := signStandard(secret, "msg_1", now, "1700000000.{}")
	moved["Webhook-Id"] = []string{"msg_1." + moved.Get("Webhook-Timestamp")}
	for name, test := range map[string]struct {
		header http.Header
		body   string
		want   bool
	}{
		"as it should be":           {good(), `{"a":1}`, true},
		"another secret":            {signStandard(anotherSecret, "msg_1", now, `{"a":1}`), `{"a":1}`, true},
		"the older names":           {svix, `{"a":1}`, true},
		"one of several signatures": {set("Webhook-Signature", "v1a,xxx v1,AAAA "+signature), `{"a":1}`, true},
		"five minutes ago":          {signStandard(secret, "msg_1", now.Add(-5*time.Minute), `{"a":1}`), `{"a":1}`, true},
		"more than five minutes ago": {signStandard(secret, "msg_1", now.Add(-301*time.Second), `{"a":1}`), `{"a":1}`,
			false},
		"in more than five minutes": {signStandard(secret, "msg_1", now.Add(301*time.Second), `{"a":1}`), `{"a":1}`, false},
		"another body":              {good(), `{"a":2}`, false},
		"another id":                {set("Webhook-Id", "msg_2"), `{"a":1}`, false},
		"two ids":                   {set("Webhook-Id", "msg_1", "msg_1"), `{"a":1}`, false},
		"another time":              {set("Webhook-Timestamp", "1700000001"), `{"a":1}`, false},
		"a time with a sign":        {set("Webhook-Timestamp", "+1700000000"), `{"a":1}`, false},
		"a time beyond all times":   {set("Webhook-Timestamp", "99999999999999999999"), `{"a":1}`, false},
		"no time":                   {set("Webhook-Timestamp"), `{"a":1}`, false},
		"no signature":              {set("Webhook-Signature"), `{"a":1}`, false},
		"a signature of version 2":  {set("Webhook-Signature", "v2"+signature[2:]), `{"a":1}`, false},
		"too many signatures": {set("Webhook-Signature", signature+" 1 2 3 4 5 6 7 8 9 a b c d e f g"), `{"a":1}`,
			false},
		"a secret that nobody has":    {signStandard(secret+"x", "msg_1", now, `{"a":1}`), `{"a":1}`, false},
		"id and time moved to a body": {moved, "{}", false},
		"nothing":                     {http.Header{}, `{"a":1}`, false},
	} {
		if _, got := v.verify(test.header, []byte(test.body)); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestOtherSchemes(t *testing.T) {
	token := func(values ...string) http.Header { return http.Header{"Authorization": values} }
	upper := signSum("X-Hub-Signature-256", secret, "{}")
	upper.Set("X-Hub-Signature-256", upper.Get("X-Hub-Signature-256")[:70])
	for name, test := range map[string]struct {
		scheme Scheme
		header http.Header
		want   bool
	}{
		"GitHub":                    {GitHub, signSum("X-Hub-Signature-256", secret, "{}"), true},
		"GitHub, another secret":    {GitHub, signSum("X-Hub-Signature-256", anotherSecret, "{}"), true},
		"GitHub, another body":      {GitHub, signSum("X-Hub-Signature-256", secret, "{ }"), false},
		"GitHub, cut off":           {GitHub, upper, false},
		"GitHub, under HMAC's name": {GitHub, signSum("X-Signature-256", secret, "{}"), false},
		"GitHub, without the word": {GitHub, http.Header{"X-Hub-Signature-256": {hex.EncodeToString(sum(secret, "{}"))}},
			false},
		"HMAC":                         {HMAC, signSum("X-Signature-256", secret, "{}"), true},
		"HMAC, nothing":                {HMAC, http.Header{}, false},
		"bearer":                       {Bearer, token("Bearer " + secret), true},
		"bearer in small letters":      {Bearer, token("bearer " + anotherSecret), true},
		"bearer, a part of the secret": {Bearer, token("Bearer " + secret[:20]), false},
		"bearer, twice":                {Bearer, token("Bearer "+secret, "Bearer "+secret), false},
		"basic":                        {Bearer, token("Basic " + secret), false},
	} {
		v := verifierFor(t, test.scheme, time.Now(), secret+"\n\n"+anotherSecret+"\n")
		if id, got := v.verify(test.header, []byte("{}")); got != test.want || id != "" {
			t.Errorf("%s: %v, %q", name, got, id)
		}
	}
}

func TestIdempotencyKey(t *testing.T) {
	for name, test := range map[string]struct {
		scheme Scheme
		keys   []string
		id     string
		sound  bool
	}{
		"none":                  {Bearer, nil, "", true},
		"in quotes":             {Bearer, []string{`"key-1"`}, "key-1", true},
		"believed":              {NoAuth, []string{"key_1"}, "key_1", true},
		"empty":                 {Bearer, []string{""}, "", false},
		"with a space":          {Bearer, []string{"a b"}, "a b", false},
		"two":                   {Bearer, []string{"a", "a"}, "a", false},
		"not what is signed":    {HMAC, []string{"a b"}, "", true},
		"GitHub does not do so": {GitHub, []string{"a"}, "", true},
	} {
		id, sound := test.scheme.idempotencyKey(http.Header{"Idempotency-Key": test.keys})
		if id != test.id || sound != test.sound {
			t.Errorf("%s: %q, %v", name, id, sound)
		}
	}
	r := newReceiver(t, newCase(t), nil)
	if got := post(r, "/webhook", purchase, with("Idempotency-Key", "a:b")); !strings.HasPrefix(got, "400") ||
		!strings.Contains(got, "Idempotency-Key") {
		t.Error(got)
	}
}

func FuzzVerify(f *testing.F) {
	f.Add("msg_1", "1700000000", "v1,AAAA", "{}")
	f.Add("", "-", ", ,, v1", "")
	f.Fuzz(func(t *testing.T, id, at, signature, body string) {
		v := verifierFor(t, Standard, time.Unix(1_700_000_000, 0), standardSecret(secret))
		if _, ok := v.verify(http.Header{"Webhook-Id": {id}, "Webhook-Timestamp": {at}, "Webhook-Signature": {signature}},
			[]byte(body)); ok {
			t.Error("forged")
		}
	})
}

// TestSignaturesOfKnownSenders verifies those that Slack and others have published, and none that was changed.
func TestSignaturesOfKnownSenders(t *testing.T) {
	const slackBody = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&" +
		"channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&" +
		"command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2F" +
		"T1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&" +
		"trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
	at := time.Unix(1531420618, 0)
	stripeSum := hex.EncodeToString(sum("whsec_test_secret", `1531420618.{"id":"evt_1"}`))
	for _, test := range []struct {
		scheme Scheme
		secret string
		header http.Header
		body   string
		at     time.Time
		want   bool
	}{
		{Slack, "8f742231b10e8888abcd99yyyzzz85a5", http.Header{
			"X-Slack-Request-Timestamp": {"1531420618"},
			"X-Slack-Signature":         {"v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"},
		}, slackBody, at, true},
		{Slack, "8f742231b10e8888abcd99yyyzzz85a5", http.Header{
			"X-Slack-Request-Timestamp": {"1531420618"},
			"X-Slack-Signature":         {"v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"},
		}, slackBody, at.Add(6 * time.Minute), false},
		{Slack, "8f742231b10e8888abcd99yyyzzz85a5", http.Header{
			"X-Slack-Request-Timestamp": {"1531420619"},
			"X-Slack-Signature":         {"v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"},
		}, slackBody, at, false},
		{Slack, "8f742231b10e8888abcd99yyyzzz85a5",
			http.Header{"X-Slack-Signature": {"v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"}}, slackBody,
			at, false},
		{Shopify, "test-webhook-secret",
			http.Header{"X-Shopify-Hmac-Sha256": {"QNyObTlKbMx2qDlPF/ZOZcBqg5OgPg+2oky3zldc0Gw="}},
			`{"id":1234567890,"email":"customer@example.com","total_price":"123.45"}`, at, true},
		{Shopify, "test-webhook-secret",
			http.Header{"X-Shopify-Hmac-Sha256": {"QNyObTlKbMx2qDlPF/ZOZcBqg5OgPg+2oky3zldc0Gw="}},
			`{"id":1234567891,"email":"customer@example.com","total_price":"123.45"}`, at, false},
		{Shopify, "test-webhook-secret", http.Header{}, "", at, false},
		{Stripe, "whsec_test_secret", http.Header{"Stripe-Signature": {"t=1531420618,v1=00,v1=" + stripeSum +
			",v0=6ffbb59b"}}, `{"id":"evt_1"}`, at, true},
		{Stripe, "whsec_test_secret", http.Header{"Stripe-Signature": {"t=1531420618,v0=" + stripeSum}}, `{"id":"evt_1"}`, at,
			false},
		{Stripe, "whsec_test_secret", http.Header{"Stripe-Signature": {"t=1531420618,t=1531420618,v1=" + stripeSum}},
			`{"id":"evt_1"}`, at, false},
		{Stripe, "whsec_test_secret", http.Header{"Stripe-Signature": {"t=1531420618,v1=" + stripeSum}}, `{"id":"evt_2"}`, at,
			false},
		{Stripe, "whsec_test_secret", http.Header{"Stripe-Signature": {"t=1531420618,v1=" + stripeSum}}, `{"id":"evt_1"}`,
			at.Add(-6 * time.Minute), false},
		{Stripe, "whsec_test_secret", http.Header{"Stripe-Signature": {"v1=" + stripeSum}}, `{"id":"evt_1"}`, at, false},
		{Stripe, "whsec_test_secret", http.Header{"Stripe-Signature": {"t=1531420618" + strings.Repeat(",v1=00",
			manySignatures) + ",v1=" + stripeSum}}, `{"id":"evt_1"}`, at, false},
		// a sum that many have published
		{Segment, "key", http.Header{"X-Signature": {"de7c9b85b8b78aa6bc8a7a36f70a90701c9db4d9"}},
			"The quick brown fox jumps over the lazy dog", at, true},
		{Segment, "key", http.Header{"X-Signature": {"de7c9b85b8b78aa6bc8a7a36f70a90701c9db4d8"}},
			"The quick brown fox jumps over the lazy dog", at, false},
	} {
		v := verifier{scheme: test.scheme, secrets: [][]byte{[]byte(secret), []byte(test.secret)}, now: func() time.Time {
			return test.at
		}}
		if _, ok := v.verify(test.header, []byte(test.body)); ok != test.want {
			t.Errorf("%s, %v: %v", test.scheme, test.header, ok)
		}
	}
}
