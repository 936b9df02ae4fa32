package logline

import "testing"

// TestTranslatedHeaderIsAsked: a table is taken for one with a header in another language only if its lines say so.
func TestTranslatedHeaderIsAsked(t *testing.T) {
	header := "Ora,A,B,C,D,E,F,G,H"
	record := `"3 mar 2026, 13:35",Ann,-,c,d,e,f,web,203.0.113.4`
	if f, err := Detect(sampleLines(header+"\n"+record), Options{Now: sampleDay}); err != nil || f.family != "moodle" {
		t.Errorf("%q, %v", f.Name, err)
	}
	for name, text := range map[string]string{
		"another origin":  header + "\n" + `"3 mar 2026, 13:35",Ann,-,c,d,e,f,site,203.0.113.4`,
		"a column less":   "Ora,A,B,C,D,E,F,G\n" + `"3 mar 2026, 13:35",Ann,-,c,d,e,web,203.0.113.4`,
		"the header only": header,
	} {
		if f, err := Detect(sampleLines(text), Options{Now: sampleDay}); err == nil {
			t.Errorf("%s: %q", name, f.Name)
		}
	}
}
