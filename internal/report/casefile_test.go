package report

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"regexp"
	"strings"
	"testing"
	"time"

	"spoor/analysis"
	"spoor/analysis/units"
	"spoor/analysis/web"
	"spoor/internal/engine"
	"spoor/store"
	"spoor/store/model"
)

// hostile is a text that would be markup, a formula, or something that a terminal obeys.
const hostile = "=cmd|' /C calc'!A0<script>alert(1)</script>\x1b]52;c;x\a"

// hostileCase is the file of a user all of whose texts are hostile.
func hostileCase(t *testing.T) *CaseFile {
	t.Helper()
	users := analysis.NewMatrix(2)
	for id, key := range []string{hostile, "kim"} {
		users.Append(analysis.UserNumber(id), key, analysis.Measures{Stats: analysis.Stats{Events: 12}})
	}
	j := engine.Judge(users, engine.NewBaselineSource(nil), analysis.Strict(), nil)
	home, office := &model.Client{Address: hostile, Agent: hostile}, &model.Client{Address: "10.0.0.2", Agent: "B"}
	track := &model.Track{Key: hostile, Sessions: []model.Session{{First: 0, End: 3, Views: 1}}}
	for i, client := range []*model.Client{home, office, home} {
		track.Events = append(track.Events, model.Event{Event: web.Event{Time: int64(i) * 1000}, Client: client,
			Source: 1, Line: int64(i) + 1,
			Request: &model.Request{Action: "GET", Target: hostile, Item: hostile, Menu: hostile}, Reading: -1, Bytes: -1})
	}
	line := func(e model.Event) (string, string, error) {
		if e.Line == 2 {
			return "", "", errors.New("the log is gone " + hostile)
		}
		return "line " + hostile, "access.log", nil
	}
	about := store.About{Profile: map[string]string{hostile: hostile},
		Verdicts: []store.Verdict{{Label: "benign", Note: hostile, Author: "lee", At: 1000}}}
	return NewCaseFile(&CaseFileInput{Judgement: j, Row: 0, Track: track, About: about, Zone: time.UTC, Case: "a.db",
		Window:    "all of the case",
		RulesName: "strict", Command: "spoor user --html -- " + Quoted(hostile), Line: line})
}

func written(t *testing.T, write func(io.Writer) error) string {
	t.Helper()
	var out bytes.Buffer
	if err := write(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestACaseFileIsHarmless writes hostile texts in every form: no markup, no control character, no formula comes
// through.
func TestACaseFileIsHarmless(t *testing.T) {
	f := hostileCase(t)
	for name, text := range map[string]string{"page": written(t, f.HTML), "Markdown": written(t, f.Markdown)} {
		code := regexp.MustCompile(`(?m)^    .*$`) // in which Markdown knows no markup
		if strings.Contains(strings.ReplaceAll(code.ReplaceAllString(text, ""), `\<`, ""), "<script") ||
			strings.ContainsAny(text, "\x1b\a") {
			t.Errorf("the %s holds what a log wrote as it is", name)
		}
		for _, want := range []string{"access.log", "lee", "benign", "the log is gone", "10.0.0.2", "families = 2"} {
			if !strings.Contains(text, want) {
				t.Errorf("the %s does not hold %q", name, want)
			}
		}
	}
	packed := written(t, f.Zip)
	archive, err := zip.NewReader(strings.NewReader(packed), int64(len(packed)))
	if err != nil {
		t.Fatal(err)
	}
	lists := 0
	for _, part := range archive.File {
		if strings.ContainsAny(part.Name, "/\\<\x1b\a'|") || strings.HasPrefix(part.Name, ".") {
			t.Errorf("a part is called %q", part.Name)
		}
		from, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(from)
		if err != nil || !strings.HasSuffix(part.Name, ".csv") {
			continue
		}
		lists++
		body, marked := strings.CutPrefix(string(text), "\ufeff")
		rows, err := csv.NewReader(strings.NewReader(body)).ReadAll()
		if err != nil || !marked || len(rows) == 0 {
			t.Errorf("%s: marked %v, %v", part.Name, marked, err)
		}
		for _, row := range rows {
			for _, cell := range row {
				if strings.HasPrefix(cell, "=") || strings.ContainsAny(cell, "\x1b\a") {
					t.Errorf("%s has the cell %q", part.Name, cell)
				}
			}
		}
	}
	if lists != 5 {
		t.Errorf("%d lists", lists)
	}
	if again := written(t, f.Zip); again != packed {
		t.Error("the archive is not the same twice")
	}
}

// TestPicturesAreDrawn checks that a picture is well formed and says where hits begin, by hand: of knots from 0 to 10
// the user at 5 of a linear axis to 20 stands at a quarter of the width.
func TestPicturesAreDrawn(t *testing.T) {
	p := Picture{Low: analysis.Onset{Value: math.Inf(-1)}, High: analysis.Onset{Value: 20}, Mark: 5,
		Write: units.Sessions.Format}
	for i := range 11 {
		p.Knots = append(p.Knots, float64(i))
	}
	text := p.SVG()
	for decoder := xml.NewDecoder(strings.NewReader(text)); ; {
		if _, err := decoder.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
	}
	for _, want := range []string{"hits from 20 sessions", "this user: 5 sessions", `x1="160.5"`} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in %s", want, text)
		}
	}
	if strings.Contains(text, "hits up to") {
		t.Error("a side that nobody can hit has a mark")
	}
	p.Low, p.High = analysis.Onset{Value: 1, Beyond: true}, analysis.Onset{Value: 9, Beyond: true}
	text = p.SVG()
	if !strings.Contains(text, "hits below 1 session") || !strings.Contains(text, "hits above 9 sessions") {
		t.Errorf("bounds that do not hit themselves read otherwise: %s", text)
	}
	if p.Mark = math.NaN(); p.SVG() != "" {
		t.Error("a user without a value has a picture")
	}
}

// TestMetricsOfACaseFileSayWhereHitsBegin holds that a bound which does not hit itself is not given as one that does.
func TestMetricsOfACaseFileSayWhereHitsBegin(t *testing.T) {
	users := analysis.NewMatrix(1)
	users.Append(0, "kim", analysis.Measures{Stats: analysis.Stats{Events: 12}})
	rows := map[Cell][]Cell{}
	j := engine.Judge(users, engine.NewBaselineSource(nil), analysis.Strict(), nil)
	for _, row := range metricTable(j, 0).Rows {
		rows[row[0]] = row
	}
	for rule, want := range map[string][2]Cell{
		"burst": {nil, "above 1"}, "login-guessing": {nil, "from 6 failures"}, "probing": {nil, "from 10 paths"},
	} {
		if row := rows[rule]; len(row) < 5 || row[3] != want[0] || row[4] != want[1] {
			t.Errorf("%s hits %v, want %v", rule, row, want)
		}
	}
}

func TestFileNamesSayWhose(t *testing.T) {
	for user, want := range map[string]string{
		"kim": "kim-session-3.csv", "김민수": "김민수-session-3.csv", "../../etc/passwd": "_._.._etc_passwd-session-3.csv",
		"-rf": "rf-session-3.csv", "": "user-session-3.csv", "10.0.0.1": "10.0.0.1-session-3.csv",
		"a b\x1b\n": "a_b__-session-3.csv",
	} {
		if got := FileName(user, "session 3", ".csv"); got != want {
			t.Errorf("of %q the file is %q, want %q", user, got, want)
		}
	}
	if got := FileName(strings.Repeat("가", 1000), "x", ".csv"); len(got) > 100 {
		t.Errorf("the name has %d bytes", len(got))
	}
	for word, want := range map[string]string{"kim": "kim", "a b": "'a b'", "it's": `'it'\''s'`, "": "''"} {
		if got := Quoted(word); got != want {
			t.Errorf("%q is quoted as %s, want %s", word, got, want)
		}
	}
}
