package logline

import "testing"

// TestFormatOfNobodys: a format that knows all lines is taken where some are of nobody, though others would find a user
// in the number of each line.
func TestFormatOfNobodys(t *testing.T) {
	lines := sample(
		`{"event":"user.login","code":"T1000I","uid":"a1","time":"2026-03-01T10:00:00Z","cluster_name":"c","user":"ann"}`,
		`{"event":"session.upload","code":"T2005I","uid":"a2","time":"2026-03-01T10:00:01Z","cluster_name":"c","sid":"s"}`,
		`{"event":"session.end","code":"T2004I","uid":"a3","time":"2026-03-01T10:00:02Z","cluster_name":"c","user":"ann"}`,
	)
	if f, err := Detect(lines, Options{}); err != nil || f.Title() != "teleport" {
		t.Errorf("%s, %v", f.Title(), err)
	}
	if f, err := Detect(lines[1:2], Options{}); err != nil || f.Title() != "json" {
		t.Errorf("of nobodys alone: %s, %v", f.Title(), err)
	}
}

// TestFormatOfNobodysBehindAPrefix has a firewall send its log by syslog: what it forwards is of nobody there, too.
func TestFormatOfNobodysBehindAPrefix(t *testing.T) {
	const login = `date=2026-03-01 time=10:01:00 devname="FG" devid="FG1" logid="0100032001" type="event" ` +
		`subtype="system" vd="root" user="ann" srcip=203.0.113.4 action="login" status="success"`
	const traffic = `date=2026-03-01 time=10:00:00 devname="FG" devid="FG1" logid="0000000013" type="traffic" ` +
		`subtype="forward" vd="root" srcip=192.0.2.7 dstip=198.51.100.1 action="close"`
	for _, before := range []string{"", "<189>", "Mar  1 10:00:00 fw1 ", "<189>Mar  1 10:00:00 fw1 "} {
		f, err := Detect(sample(before+traffic, before+traffic, before+login, before+traffic), Options{})
		if err != nil || f.family != "fortigate" {
			t.Errorf("behind %q: %s, %v", before, f.Title(), err)
		}
	}
}
