package load

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"spoor/store/model"
)

// TestDirectoriesInTimeOrder has logs whose names are in another order than their events, hidden files, a link, files
// below, one that is no log, and the case itself.
func TestDirectoriesInTimeOrder(t *testing.T) {
	directory := t.TempDir()
	in := func(name string) string { return filepath.Join(directory, filepath.FromSlash(name)) }
	line := func(day int) []byte {
		at := time.Date(2026, 1, day, 0, 0, 0, 0, time.UTC).Format("02/Jan/2006:15:04:05 -0700")
		return fmt.Appendf(nil, "1.2.3.4 - - [%s] \"GET / HTTP/1.1\" 200 5\n", at)
	}
	check(t, os.MkdirAll(in("old/.hidden"), 0o700))
	for name, content := range map[string][]byte{
		"access.log":        line(9),
		"access.log.1":      line(8),
		"access.log.2.gz":   zipped(t, line(7)),
		"old/access.log.10": line(3),
		"old/b.log":         line(4),
		".hidden.log":       line(1),
		"old/.hidden/a.log": line(2),
		"empty":             nil,
	} {
		check(t, os.WriteFile(in(name), content, 0o600))
	}
	check(t, os.Symlink(in("access.log.1"), in("link")))
	c := openCase(t, in("spoor.db"))
	want := []string{"empty", "old/access.log.10", "old/b.log", "access.log.2.gz", "access.log.1", "link", "access.log"}
	for i := range want {
		want[i] = in(want[i])
	}
	got, err := expand(t.Context(), []string{directory}, Options{Now: now}, c.OwnFiles().Has)
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%q, %v, want %q", got, err, want)
	}
	got, err = expand(t.Context(), []string{in("access.log*"), in("*/b.*")}, Options{Now: now}, c.OwnFiles().Has)
	if err != nil ||
		!slices.Equal(got, []string{in("access.log.2.gz"), in("access.log.1"), in("access.log"), in("old/b.log")}) {
		t.Errorf("%q, %v", got, err)
	}
	check(t, os.Symlink(in("nowhere"), in("access.log.3")))
	other := openCase(t, filepath.Join(t.TempDir(), "b.db"))
	_, err = Files(t.Context(), other, []string{in("access.log*")}, Options{Now: now})
	if err == nil || err.Error() != in("access.log.3")+" is a link to a file that is not there" {
		t.Errorf("a link that leads nowhere: %v", err)
	}
	check(t, os.Remove(in("access.log.3")))
	summary := mustLoad(t, c, directory)
	if summary.Events != 5 || !slices.Equal(summary.Known, []string{in("link")}) {
		t.Errorf("%+v", summary)
	}
}

// TestEncodings loads Korean, Japanese and French in the encodings they are written in; the log keeps its bytes and its
// identity.
func TestEncodings(t *testing.T) {
	line := func(path string) string {
		return `1.2.3.4 - kim [01/Feb/2026:00:00:00 +0000] "GET ` + path + ` HTTP/1.1" 200 5`
	}
	wide := func(text string, order int) []byte {
		var b bytes.Buffer
		for _, r := range "\uFEFF" + text {
			pair := []byte{byte(r), byte(r >> 8)}
			if order == 1 {
				slices.Reverse(pair)
			}
			b.Write(pair)
		}
		return b.Bytes()
	}
	for name, test := range map[string]struct {
		encoding string
		content  []byte
		want     string
	}{
		"euc-kr":        {"EUC-KR", []byte(line("/\xc7\xd1\xb1\xdb") + "\n"), "/한글"},
		"cp949":         {"cp949", []byte(line("/\x8c\x63") + "\n"), "/똠"},
		"shift_jis":     {"shift_jis", []byte(line("/\x95\x5c") + "\n"), "/表"},
		"latin1":        {"latin1", []byte(line("/caf\xe9") + "\r\n"), "/café"},
		"UTF-8 BOM":     {"", []byte("\uFEFF" + line("/한글") + "\r\n"), "/한글"},
		"UTF-16 LE BOM": {"", wide(line("/한글")+"\r\n", 0), "/한글"},
		"UTF-16 BE BOM": {"", wide(line("/한글")+"\n", 1), "/한글"},
		"UTF-16 named":  {"utf-16", wide(line("/한글")+"\n", 0)[2:], "/한글"},
	} {
		encoding, err := EncodingNamed(test.encoding)
		check(t, err)
		c := newCase(t)
		path := write(t, "a.log", test.content)
		for round := range 2 {
			summary, err := Files(t.Context(), c, []string{path}, Options{Now: now, Encoding: encoding})
			check(t, err)
			if round == 0 && summary.Events != 1 || round == 1 && summary.Lines != 0 {
				t.Errorf("%s: %+v", name, summary)
			}
		}
		got := query(t, c.Path(), "SELECT user || target FROM v_event")
		if !slices.Equal(got, []string{"[kim" + test.want + "]"}) {
			t.Errorf("%s: %q", name, got)
		}
		eachEventOf(t, c, func(event model.Event) {
			if found, err := Original(t.Context(), c, event); err != nil || string(found.Raw) != line(test.want) {
				t.Errorf("%s: %q, %v", name, found.Raw, err)
			}
		})
	}
	for _, name := range []string{"klingon", "replacement"} {
		if _, err := EncodingNamed(name); err == nil || !strings.Contains(err.Error(), "use one such as euc-kr") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestEncodedLogGrows goes on in the encoding that the log was first loaded in.
func TestEncodedLogGrows(t *testing.T) {
	line := "1.2.3.4 - kim [01/Feb/2026:00:00:00 +0000] \"GET /\xc7\xd1\xb1\xdb HTTP/1.1\" 200 5\n"
	path := write(t, "a.log", []byte(line))
	korean, err := EncodingNamed("euc-kr")
	check(t, err)
	c := newCase(t)
	_, err = Files(t.Context(), c, []string{path}, Options{Now: now, Encoding: korean})
	check(t, err)
	check(t, os.WriteFile(path, []byte(line+line), 0o600))
	if summary := mustLoad(t, c, path); summary.Events != 1 {
		t.Errorf("%+v", summary)
	}
	if got := query(t, c.Path(), "SELECT DISTINCT target FROM v_event"); !slices.Equal(got, []string{"[/한글]"}) {
		t.Errorf("%q", got)
	}
}

// TestTwoLogsAreOrdered takes the rotated log of two before the one that goes on, against the order of their names.
func TestTwoLogsAreOrdered(t *testing.T) {
	directory := t.TempDir()
	line := func(day int) []byte {
		return fmt.Appendf(nil, "10.0.0.1 - kim [%02d/Feb/2026:00:00:00 +0000] \"GET / HTTP/1.1\" 200 5\n", day)
	}
	newer, older := filepath.Join(directory, "access.log"), filepath.Join(directory, "access.log.1")
	check(t, os.WriteFile(newer, line(2), 0o600))
	check(t, os.WriteFile(older, line(1), 0o600))
	for _, pattern := range []string{directory, filepath.Join(directory, "access*")} {
		paths, err := Expand(t.Context(), []string{pattern}, Options{Now: now})
		if err != nil || !slices.Equal(paths, []string{older, newer}) {
			t.Errorf("%s: %q, %v", pattern, paths, err)
		}
	}
}

func TestExpand(t *testing.T) {
	directory := t.TempDir()
	for _, name := range []string{"a.log", "b.log", "odd[1].log"} {
		check(t, os.WriteFile(filepath.Join(directory, name), nil, 0o600))
	}
	in := func(name string) string { return filepath.Join(directory, name) }
	check(t, os.Mkdir(in("old"), 0o700))
	check(t, os.WriteFile(in("old/.hidden"), nil, 0o600))
	check(t, os.WriteFile(in("old/1"), nil, 0o600))
	for _, test := range []struct{ patterns, want []string }{
		{[]string{"-", in("b.log"), in("a.log")}, []string{"-", in("b.log"), in("a.log")}},
		{[]string{in("?.log")}, []string{in("a.log"), in("b.log")}},
		{[]string{in("[bo]*d")}, []string{in("old/1")}},
		{[]string{in("odd[1].log"), in("missing.log")}, []string{in("odd[1].log"), in("missing.log")}},
	} {
		if got, err := Expand(t.Context(), test.patterns, Options{}); err != nil || !slices.Equal(got, test.want) {
			t.Errorf("%q: %q, %v, want %q", test.patterns, got, err, test.want)
		}
	}
	for pattern, want := range map[string]string{"*.gz": "*.gz: no file has such a name",
		"[": "[: syntax error in pattern"} {
		if _, err := Expand(t.Context(), []string{in(pattern)}, Options{}); err == nil ||
			!strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", pattern, err)
		}
	}
}
