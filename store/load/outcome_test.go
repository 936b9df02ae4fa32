package load

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"spoor/analysis"
	"spoor/analysis/web"
)

// loginLogs write a login as different programs do: at a time, of a user, from an address.
var loginLogs = map[string]func(at time.Time, user, address string, passed bool) string{
	"sshd": func(at time.Time, user, address string, passed bool) string {
		words := "Failed password for"
		if passed {
			words = "Accepted password for"
		}
		return fmt.Sprintf("%s web1 sshd[81]: %s %s from %s port 51234 ssh2", at.Format(time.Stamp), words, user, address)
	},
	"okta": func(at time.Time, user, address string, passed bool) string {
		return fmt.Sprintf(`{"actor":{"id":"00u1","alternateId":%q},`+
			`"client":{"userAgent":{"rawUserAgent":"UA"},"ipAddress":%q},`+
			`"eventType":"user.session.start","outcome":{"result":%q},"published":%q,"target":null}`,
			user, address, map[bool]string{true: "SUCCESS", false: "FAILURE"}[passed], at.Format(time.RFC3339))
	},
	"cloudtrail": func(at time.Time, user, address string, passed bool) string {
		return fmt.Sprintf(`{"eventVersion":"1.08","userIdentity":{"type":"IAMUser","userName":%q},"eventTime":%q,`+
			`"eventSource":"signin.amazonaws.com","eventName":"ConsoleLogin","sourceIPAddress":%q,"userAgent":"UA",`+
			`"responseElements":{"ConsoleLogin":%q}}`,
			user, at.Format(time.RFC3339), address, map[bool]string{true: "Success", false: "Failure"}[passed])
	},
	"windows": func(at time.Time, user, address string, passed bool) string {
		return fmt.Sprintf(`{"@timestamp":%q,"event":{"code":"%d"},"host":{"name":"dc1"},"winlog":{"channel":"Security",`+
			`"computer_name":"dc1","event_id":"%[2]d","event_data":{"TargetUserName":%q,"LogonType":"10","IpAddress":%q}}}`,
			at.Format(time.RFC3339), map[bool]int{true: 4624, false: 4625}[passed], user, address)
	},
	"keycloak": func(at time.Time, user, address string, passed bool) string {
		return fmt.Sprintf(`{"time":%d,"type":%q,"realmId":"shop","clientId":"web","userId":%q,"ipAddress":%q}`,
			at.UnixMilli(), map[bool]string{true: "LOGIN", false: "LOGIN_ERROR"}[passed], user, address)
	},
}

// TestLoginsOfFormats finds who guessed a password and who tried many accounts, in logs that say how a login ended. By
// hand: kim failed eight times within eight minutes and then got in: eight failures before a success, and one account
// that fails from the address. lee failed once, a day before, and got in five times: none before a success, and one
// account. 25 accounts failed five times each from one address within an hour, and none got in.
func TestLoginsOfFormats(t *testing.T) {
	start := time.Date(2026, 2, 3, 10, 0, 0, 0, time.UTC)
	for name, line := range loginLogs {
		t.Run(name, func(t *testing.T) {
			lines := []string{line(start.AddDate(0, 0, -1), "lee", "192.0.2.7", false)}
			for i := range 8 {
				lines = append(lines, line(start.Add(time.Duration(i)*time.Minute), "kim", "192.0.2.4", false))
			}
			lines = append(lines, line(start.Add(8*time.Minute), "kim", "192.0.2.4", true))
			for i := range 125 {
				at := start.Add(10*time.Minute + time.Duration(20*i)*time.Second)
				lines = append(lines, line(at, fmt.Sprintf("account%02d", i%25), "203.0.113.9", false))
			}
			for i := range 5 {
				lines = append(lines, line(start.Add(time.Duration(60+i)*time.Minute), "lee", "192.0.2.7", true))
			}
			c := newCase(t)
			summary := mustLoad(t, c, write(t, "login.log", []byte(strings.Join(lines, "\n")+"\n")))
			if summary.Events != int64(len(lines)) {
				t.Fatalf("%+v", summary)
			}
			m, err := c.Matrix(t.Context())
			check(t, err)
			for user, want := range map[string][2]float64{"kim": {8, 1}, "lee": {0, 1}, "account07": {0, 25}} {
				row, found := m.Row(user)
				if got := [2]float64{m.X[analysis.LoginGuessing][row], m.X[analysis.LoginAbuse][row]}; !found || got != want {
					t.Errorf("%s: %v, want %v", user, got, want)
				}
			}
			if !m.Background.Logins {
				t.Error("the logins are not known")
			}
			ended := query(t, c.Path(), "SELECT kind, outcome, count(*) FROM v_event GROUP BY 1, 2 ORDER BY 2")
			if got := strings.Join(ended, " "); got != "[login failed 134] [login passed 6]" {
				t.Error(got)
			}
			track, err := c.Track(t.Context(), "kim")
			check(t, err)
			last := track.Events[len(track.Events)-1]
			if !last.Traits.Has(web.LoginPassed) || last.Traits.Has(web.View) {
				t.Errorf("%s: %b", track.Key, last.Traits)
			}
		})
	}
}
