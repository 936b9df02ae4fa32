package store

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"spoor/store/logline"
	"spoor/store/model"
)

func TestTextsAreMadeStorable(t *testing.T) {
	for text, want := range map[string]string{
		"":                         "",
		"plain":                    "plain",
		"a\x00b":                   "a␀b",
		"\x00":                     "␀",
		"\xff":                     "\uFFFD",
		"a\xff\xfeb":               "a\uFFFD\uFFFDb",
		"caf\xe9 latin":            "caf\uFFFD latin",
		"\xc3":                     "\uFFFD",
		"\xe2\x82":                 "\uFFFD",             // the beginning of €: one
		"\xe2\x82\x41":             "\uFFFDA",            // likewise
		"\xf0\x9f\x98":             "\uFFFD",             // the beginning of 😀: one
		"\xf0\x9f\xf0\x9f\x98\x80": "\uFFFD😀",            // a beginning, then all of it
		"\xc0\xaf":                 "\uFFFD\uFFFD",       // overlong: each byte
		"\xe0\x80\xaf":             "\uFFFD\uFFFD\uFFFD", // overlong: each byte
		"\xed\xa0\x80":             "\uFFFD\uFFFD\uFFFD", // a surrogate: each byte
		"\xf4\x90\x80\x80":         "\uFFFD\uFFFD\uFFFD\uFFFD",
		"\uFEFFmark":               "\uFEFFmark",
		"한글\x00\x80":               "한글␀\uFFFD",
	} {
		if got := model.Text([]byte(text)); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

// TestTextsAreReplacedAsPythonDoes compares with an independent decoder.
func TestTextsAreReplacedAsPythonDoes(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var texts [][]byte
	var input bytes.Buffer
	for range 3000 {
		text := make([]byte, 1+r.IntN(8))
		for i := range text {
			text[i] = pick(r, []byte("a\x7f\x80\x8f\x90\x9f\xa0\xbf\xc0\xc2\xdf\xe0\xe1\xec\xed\xee\xf0\xf1\xf4\xf5\xff"))
		}
		texts = append(texts, text)
		fmt.Fprintln(&input, hex.EncodeToString(text))
	}
	python := exec.Command("python3", "-c", `import sys
for line in sys.stdin: print(bytes.fromhex(line.strip()).decode("utf-8", "replace").encode().hex())`)
	python.Stdin = &input
	output, err := python.Output()
	if err != nil {
		t.Skip("there is no Python to compare with: ", err)
	}
	for i, line := range strings.Fields(string(output)) {
		if got := hex.EncodeToString([]byte(model.Text(texts[i]))); got != line {
			t.Errorf("% x becomes %s, with Python %s", texts[i], got, line)
		}
	}
}

// TestNumbersStayOverLoads loads the same events once in one go and once with a new intake for each, as if each had
// been loaded by a process of its own.
func TestNumbersStayOverLoads(t *testing.T) {
	once, events := generatedCase(t, 7, 150, 1000)
	often := newCase(t)
	for i := range events {
		appendEvents(t, often, events[i].Source, events[i:i+1], 1)
	}
	for _, dictionary := range []string{"user", "agent", "client", "referrer", "request"} {
		query := "SELECT * FROM " + dictionary + " ORDER BY id"
		if got, want := table(t, often, query), table(t, once, query); !slices.Equal(got, want) {
			t.Errorf("%s: %d entries\n%s\nwant %d\n%s", dictionary, len(got), someOf(got), len(want), someOf(want))
		}
	}
	query := `SELECT user, ts, request, client, referrer, status, bytes, source, line
		FROM event ORDER BY source, line, ts, user`
	for _, c := range []*Case{once, often} {
		if n := len(table(t, c, query)); n != len(events) {
			t.Fatalf("%d events, want %d", n, len(events))
		}
	}
}

func TestTextsAreNumberedInOrderOfAppearance(t *testing.T) {
	c := newCase(t)
	intake, err := c.NewIntake(t.Context())
	check(t, err)
	for i, user := range []string{"zoe", "adam", "zoe", "ad\x00m", "adam"} {
		event := logline.Event{Key: []byte(user), Time: int64(i), Bytes: -1}
		(&placed{Event: event, Source: 1, Line: int64(i + 1)}).addTo(intake)
	}
	check(t, c.AppendRun(t.Context(), intake.Cut()))
	got, want := table(t, c, "SELECT id, key FROM user"), []string{`"1" "zoe"`, `"2" "adam"`, `"3" "ad␀m"`}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	// The parts of a request can't run into each other, nor clicks and requests.
	a, b, ab := []byte("a"), []byte("b"), []byte("ab")
	for i, e := range []logline.Event{
		{Action: a, Target: b}, {Action: ab}, {Target: ab},
		{Action: a, Target: b, Click: true}, {Action: a, Target: b, Click: true, Item: b},
		{Action: a, Target: b, Click: true, Menu: []byte("m")}, {Action: a, Target: []byte("bm"), Click: true},
	} {
		e.Key = []byte("zoe")
		(&placed{Event: e, Source: 1, Line: int64(10 + i)}).addTo(intake)
	}
	check(t, c.AppendRun(t.Context(), intake.Cut()))
	if got := table(t, c, "SELECT action, target, click, menu FROM request WHERE id > 1"); len(got) != 7 {
		t.Errorf("requests %q", got)
	}
}

// TestUnnumberedDictionaryIsNoticed deletes and renumbers entries, as somebody with another program might.
func TestUnnumberedDictionaryIsNoticed(t *testing.T) {
	for _, change := range []string{
		"DELETE FROM user WHERE id = 2", "UPDATE request SET id = 1000000 WHERE id = 1", "DELETE FROM agent WHERE id = 1",
		"UPDATE client SET agent = 99 WHERE id = 1", "INSERT INTO referrer VALUES (5000, '')",
	} {
		c, _ := generatedCase(t, 3, 100, 50)
		_, err := c.writer.Exec(change)
		check(t, err)
		_, intakeErr := c.NewIntake(t.Context())
		_, matrixErr := c.Matrix(t.Context())
		if intakeErr == nil && matrixErr == nil {
			t.Errorf("%s: not noticed", change)
		}
	}
}

// TestIndexOfSomebodyElseDoesNoHarm adds indexes that hold all that is asked of a dictionary, in another order.
func TestIndexOfSomebodyElseDoesNoHarm(t *testing.T) {
	c, _ := generatedCase(t, 3, 100, 50)
	_, err := c.writer.Exec(`CREATE INDEX a ON user (key DESC); CREATE INDEX b ON agent (name DESC);
		CREATE INDEX c ON request (action, target, menu, click); CREATE INDEX d ON client (ip, agent)`)
	check(t, err)
	_, err = c.NewIntake(t.Context())
	check(t, err)
	_, err = c.Matrix(t.Context())
	check(t, err)
}
