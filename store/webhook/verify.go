package webhook

import (
	"crypto/hmac"
	"crypto/sha1" // #nosec G505 -- Segment has nothing else
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"hash"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Scheme is a way for a sender to prove who it is.
type Scheme string

// The schemes. A secret of Standard starts with whsec_ and is base64; those of the others are taken as they are.
const (
	Standard Scheme = "standard" // Standard Webhooks: id, time and body are signed
	GitHub   Scheme = "github"   // X-Hub-Signature-256
	Stripe   Scheme = "stripe"   // Stripe-Signature: time and body are signed
	Shopify  Scheme = "shopify"  // X-Shopify-Hmac-Sha256
	Slack    Scheme = "slack"    // X-Slack-Signature: time and body are signed
	Segment  Scheme = "segment"  // X-Signature, by HMAC-SHA1
	HMAC     Scheme = "hmac"     // X-Signature-256, made like GitHub's
	Bearer   Scheme = "bearer"   // Authorization: Bearer
	NoAuth   Scheme = "none"     // everybody is believed
)

// proofs verify a request by scheme. The id names the delivery where it is signed with it.
var proofs = map[Scheme]func(v *verifier, header http.Header, body []byte) (id string, ok bool){
	Standard: (*verifier).standard,
	GitHub: func(v *verifier, h http.Header, body []byte) (string, bool) {
		return "", v.signed(h, "X-Hub-Signature-256", "sha256=", body)
	},
	Stripe: func(v *verifier, h http.Header, body []byte) (string, bool) { return "", v.stripe(h, body) },
	Shopify: func(v *verifier, h http.Header, body []byte) (string, bool) {
		value, ok := single(h, "X-Shopify-Hmac-Sha256")
		sum, err := base64.StdEncoding.Strict().DecodeString(value)
		return "", ok && err == nil && v.matches(sum, body)
	},
	Slack: func(v *verifier, h http.Header, body []byte) (string, bool) { return "", v.slack(h, body) },
	Segment: func(v *verifier, h http.Header, body []byte) (string, bool) {
		sha1Sums := *v
		sha1Sums.hash = sha1.New
		return "", sha1Sums.signed(h, "X-Signature", "", body)
	},
	HMAC: func(v *verifier, h http.Header, body []byte) (string, bool) {
		return "", v.signed(h, "X-Signature-256", "sha256=", body)
	},
	Bearer: (*verifier).bearer,
	NoAuth: func(*verifier, http.Header, []byte) (string, bool) { return "", true },
}

// SchemeNames are the names of the schemes that need a secret.
func SchemeNames() string {
	return "standard, github, stripe, shopify, slack, segment, hmac and bearer"
}

// tolerance is how far the time of a signature may be off.
const tolerance = 5 * time.Minute

// manySignatures is more than any sender has secrets.
const manySignatures = 16

// verifier tells the requests of those who know a secret. It takes the same time for every wrong proof of one length.
type verifier struct {
	scheme  Scheme
	secrets [][]byte
	now     func() time.Time
	hash    func() hash.Hash // of the HMACs; nil: SHA-256
}

func (v *verifier) verify(header http.Header, body []byte) (id string, ok bool) {
	return proofs[v.scheme](v, header, body)
}

// deliveryID is what may name a delivery. A point would let the border between id and time be moved without changing
// what is signed.
var deliveryID = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z0-9_-]{1,255}$`) })

// standard verifies Standard Webhooks, under the names of its headers or the older ones of Svix.
func (v *verifier) standard(header http.Header, body []byte) (string, bool) {
	prefix := "Webhook-"
	if len(header.Values("Webhook-Id")) == 0 {
		prefix = "Svix-"
	}
	id, hasID := single(header, prefix+"Id")
	at, hasTime := single(header, prefix+"Timestamp")
	signatures, hasSignature := single(header, prefix+"Signature")
	if !hasID || !hasTime || !hasSignature || !deliveryID().MatchString(id) || !v.recent(at) {
		return "", false
	}
	list := strings.Split(signatures, " ")
	if len(list) > manySignatures {
		return "", false
	}
	ok := false
	for _, signature := range list {
		version, encoded, _ := strings.Cut(signature, ",")
		sum, err := base64.StdEncoding.Strict().DecodeString(encoded)
		if version == "v1" && err == nil && v.matches(sum, []byte(id+"."+at+"."), body) {
			ok = true
		}
	}
	return id, ok
}

// recent reports whether a time in seconds is about now.
func (v *verifier) recent(text string) bool {
	if len(text) == 0 || len(text) > 11 || strings.Trim(text, "0123456789") != "" {
		return false
	}
	seconds, err := strconv.ParseInt(text, 10, 64)
	return err == nil && v.now().Sub(time.Unix(seconds, 0)).Abs() <= tolerance
}

// stripe verifies Stripe's header, which has the time and one or more sums of time and body, as in
// t=1614265330,v1=…,v1=….
func (v *verifier) stripe(header http.Header, body []byte) bool {
	value, ok := single(header, "Stripe-Signature")
	fields := strings.Split(value, ",")
	if !ok || len(fields) > manySignatures {
		return false
	}
	at := ""
	for _, field := range fields {
		if time, ok := strings.CutPrefix(field, "t="); ok {
			if at != "" {
				return false // which of them was signed?
			}
			at = time
		}
	}
	if !v.recent(at) {
		return false
	}
	ok = false
	for _, field := range fields {
		digits, current := strings.CutPrefix(field, "v1=")
		sum, err := hex.DecodeString(digits)
		if current && err == nil && v.matches(sum, []byte(at+"."), body) {
			ok = true
		}
	}
	return ok
}

// slack verifies Slack's headers.
func (v *verifier) slack(header http.Header, body []byte) bool {
	at, hasTime := single(header, "X-Slack-Request-Timestamp")
	value, ok := single(header, "X-Slack-Signature")
	digits, current := strings.CutPrefix(value, "v0=")
	sum, err := hex.DecodeString(digits)
	return hasTime && ok && current && err == nil && v.recent(at) && v.matches(sum, []byte("v0:"+at+":"), body)
}

// signed verifies a header that has the sum of the body in hexadecimal digits behind a prefix.
func (v *verifier) signed(header http.Header, name, prefix string, body []byte) bool {
	value, ok := single(header, name)
	digits, prefixed := strings.CutPrefix(value, prefix)
	sum, err := hex.DecodeString(digits)
	return ok && prefixed && err == nil && v.matches(sum, body)
}

// matches reports whether the sum is that of the parts under any of the secrets.
func (v *verifier) matches(sum []byte, parts ...[]byte) bool {
	hash, ok := v.hash, false
	if hash == nil {
		hash = sha256.New
	}
	for _, secret := range v.secrets {
		mac := hmac.New(hash, secret)
		for _, part := range parts {
			mac.Write(part)
		}
		if hmac.Equal(sum, mac.Sum(nil)) {
			ok = true
		}
	}
	return ok
}

func (v *verifier) bearer(header http.Header, _ []byte) (string, bool) {
	value, ok := single(header, "Authorization")
	scheme, token, _ := strings.Cut(value, " ")
	if !ok || !strings.EqualFold(scheme, "bearer") {
		return "", false
	}
	got, same := sha256.Sum256([]byte(token)), 0
	for _, secret := range v.secrets {
		want := sha256.Sum256(secret)
		same |= subtle.ConstantTimeCompare(got[:], want[:])
	}
	return "", same == 1
}

// idempotencyKey is how senders that sign nothing may name a delivery. It is not sound where it can't be one.
func (s Scheme) idempotencyKey(header http.Header) (id string, sound bool) {
	values := header.Values("Idempotency-Key")
	if len(values) == 0 || s != Bearer && s != NoAuth {
		return "", true
	}
	id = strings.Trim(values[0], `"`)
	return id, len(values) == 1 && deliveryID().MatchString(id)
}

// single is the value of a header that comes exactly once.
func single(header http.Header, name string) (string, bool) {
	values := header.Values(name)
	if len(values) != 1 {
		return "", false
	}
	return values[0], true
}
