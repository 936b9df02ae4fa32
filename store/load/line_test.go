package load

import (
	"bytes"
	"strings"
	"testing"

	"spoor/store"
)

// FuzzLines reads logs of any bytes in one format or another: every line is one event, or one reject that holds it, or
// blank.
func FuzzLines(f *testing.F) {
	good := string(goodLog(1, 3))
	f.Add(uint8(0), good+"\r\n \n"+good)
	f.Add(uint8(0), "\uFEFFcut off [\x00\n"+good+"no line feed")
	f.Add(uint8(1), `{"user":"kim","ts":1767225600}`+"\n[]\n{")
	f.Add(uint8(2), "2026-01-01 00:00:00,kim,7\n\"a\nb\",c")
	f.Add(uint8(3), "#Fields: date time c-ip cs-uri-stem\n2026-01-01 00:00:00 ::1 /\n#Fields: time\n00:00:00")
	f.Add(uint8(4), `{"log":"{\"user\":\"kim\"}\n{\"user\":\"lee\"}\n","time":"2026-01-01T00:00:00Z"}`)
	f.Add(uint8(5), "2026-01-01T00:00:00Z stdout F user=kim\n2026-01-01T00:00:00Z stdout P user")
	f.Add(uint8(6), "<34>Oct 11 22:14:15 m su: user=kim\r")
	formats := []string{"combined", "json", "csv:time,user,item", "w3c", "docker+json", "container+logfmt",
		"syslog+logfmt"}
	f.Fuzz(func(t *testing.T, format uint8, log string) {
		head := []byte(log[:min(len(log), leastHead)])
		_, scattered := jsonShapeOf(head)
		if scattered || endsWithReturns(head) || containerOf(head) != nil || (Encoding{}).wideOf(head) != nil {
			t.Skip("the lines are not those that are written here")
		}
		o := Options{Format: formats[int(format)%len(formats)], Now: now, Input: strings.NewReader(log)}
		preview, err := Look(t.Context(), standardInput, o, previewLines)
		if err != nil && preview.Lines == 0 {
			return // it was refused before it was read
		}
		checkLines(t, preview, log)
	})
}

func checkLines(t *testing.T, p Preview, log string) {
	t.Helper()
	if p.Lines != countLines([]byte(log)) || p.Events+p.Rejects+p.Blank != p.Lines {
		t.Fatalf("%d events + %d rejects + %d blank of %d lines, want %d", p.Events, p.Rejects, p.Blank, p.Lines,
			countLines([]byte(log)))
	}
	seen := map[int64]bool{}
	once := func(line int64) {
		if seen[line] || line < 1 || line > p.Lines {
			t.Fatalf("line %d of %d is counted again", line, p.Lines)
		}
		seen[line] = true
	}
	for _, e := range p.FirstEvents {
		once(e.Line)
	}
	for _, r := range p.FirstRejects {
		once(r.Line)
		line, _, _ := strings.Cut(log[r.Offset:], "\n")
		if lines := bytes.Count(r.Text, []byte{'\n'}); lines > 0 { // a record of CSV goes on where a quote is open
			line = log[r.Offset:min(len(log), int(r.Offset)+len(r.Text))]
		}
		before := int64(strings.Count(log[:r.Offset], "\n"))
		if before+1 != r.Line || !bytes.Equal(r.Text, []byte(line[:min(len(line), store.KeptOfReject)])) {
			t.Fatalf("reject %d at %d holds %q", r.Line, r.Offset, r.Text)
		}
	}
	if int64(len(seen)) != p.Events+p.Rejects {
		t.Fatalf("%d lines are events or rejects, want %d", len(seen), p.Events+p.Rejects)
	}
}
