package logline

import "testing"

// TestEndings has logs of no known format that say how their events ended.
func TestEndings(t *testing.T) {
	const ts = `{"ts":1772359200,"user":"a",`
	for name, test := range map[string]struct {
		format  string
		lines   []string
		kind    Kind
		outcome Outcome
	}{
		"a word of JSON":  {"json", []string{ts + `"event":"login","success":false}`}, Login, Failed},
		"a true of JSON":  {"json", []string{ts + `"event":"edit","success":true}`}, 0, Passed},
		"an outcome":      {"json", []string{ts + `"event":"read","outcome":"denied"}`}, 0, Refused},
		"the action":      {"json", []string{ts + `"event":"login_failed"}`}, Login, Failed},
		"both":            {"json", []string{ts + `"event":"login_failed","result":"blocked"}`}, Login, Refused},
		"a column":        {"csv", []string{"ts,user,event,result", "1772359200,a,Login,Failure"}, Login, Failed},
		"a status":        {"csv", []string{"ts,user,event,status", "1772359200,a,Login,Failed"}, Login, Failed},
		"that of a thing": {"csv", []string{"ts,user,event,status", "1772359200,a,apply,Rejected"}, 0, 0},
		"pairs":           {"logfmt", []string{"ts=1772359200 user=a event=logout outcome=success"}, Logout, Passed},
		"what it is not":  {"json", []string{ts + `"event":"quiz","result":"7"}`}, 0, 0},
		"a request":       {"json", []string{ts + `"method":"GET","path":"/","result":"error"}`}, 0, 0},
	} {
		p := NewParser(mustName(t, test.format), Options{})
		var e Event
		for _, line := range test.lines {
			if reason := p.Parse([]byte(line), &e); reason > Blank {
				t.Fatalf("%s: %s", name, reason)
			}
		}
		if e.Kind != test.kind || e.Outcome != test.outcome {
			t.Errorf("%s: %v, %v", name, e.Kind, e.Outcome)
		}
	}
}
