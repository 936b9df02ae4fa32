package logline

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestPlainAnswer: what is read the short way is what is read the long way.
func TestPlainAnswer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := []byte(" " + rapid.StringMatching(`[0-9-]{0,4} ?[0-9x-]{0,12}[ "]?[a"]{0,3}`).Draw(t, "answer"))
		var plain, other Event
		rest, ok := plainAnswer(s, &plain)
		if !ok {
			return
		}
		otherRest, reason := otherAnswer(s, &other)
		if reason != OK || string(rest) != string(otherRest) || plain.Status != other.Status || plain.Bytes != other.Bytes {
			t.Errorf("%q: %d %d %q, %d %d %q (%v)",
				s, plain.Status, plain.Bytes, rest, other.Status, other.Bytes, otherRest, reason)
		}
	})
}

// TestSplitRequestIsBetweenBlanks compares with the words of a request: the first is the method, and the last the
// protocol if it looks so.
func TestSplitRequestIsBetweenBlanks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		request := rapid.StringMatching(`(GET|P)? ?(/a| |HTTP/1|b){0,4} ?(HTTP/[0-9 ][. ][0-9 ])?`).Draw(t, "request")
		action, target := splitRequest([]byte(request))
		wantAction, want, spaced := strings.Cut(strings.Trim(request, " "), " ")
		if request == "" || request[0] != ' ' {
			wantAction, want, spaced = strings.Cut(request, " ")
		}
		if !spaced {
			wantAction, want = "", wantAction
		} else if i := strings.LastIndex(want, " "); strings.HasPrefix(want[i+1:], "HTTP/") {
			want = want[:max(i, 0)]
		}
		if spaced {
			want = strings.Trim(want, " ")
		}
		if string(action) != wantAction || string(target) != want {
			t.Errorf("%q: %q %q, want %q %q", request, action, target, wantAction, want)
		}
	})
}

// TestListIsNoUser has a list of three addresses where client, identity and user should be.
func TestListIsNoUser(t *testing.T) {
	expectReason(t, accessParser(), NoMatch,
		`203.0.113.4, 10.0.0.7, 10.0.0.8 [03/May/2024:10:00:00 +0000] "GET /x HTTP/1.1" 200 7`)
}
