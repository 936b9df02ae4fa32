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
