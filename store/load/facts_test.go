package load

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/unicode"

	"spoor/store/model"
)

func factsOf(t *testing.T, content string, encoding Encoding, mapping Mapping) ([]model.Facts, error) {
	t.Helper()
	return ReadFacts(t.Context(), write(t, "facts", []byte(content)), ProfileKeys, mapping, encoding)
}

// TestReadFacts reads the same two profiles however they are written.
func TestReadFacts(t *testing.T) {
	cp949, err := EncodingNamed("cp949")
	check(t, err)
	korean, err := korean.EUCKR.NewEncoder().String("user,education\nkim,석사\nlee,학사\n")
	check(t, err)
	utf16 := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	wide, err := utf16.NewEncoder().String("user\teducation\r\nkim\t석사\r\nlee\t학사\r\n")
	check(t, err)
	for name, content := range map[string]string{
		"CSV":             "user,education,note\nkim,석사,\nlee, 학사 ,\n",
		"byte order mark": "\uFEFFn;user;education\n1;kim;석사\n2;lee;학사\n",
		"semicolons":      "user;education\r\nkim;\"석사\"\r\nlee;학사\r\n",
		"tabs":            "user\teducation\nkim\t석사\nlee\t학사\n",
		"JSON lines":      `{"user":"kim","education":"석사","n":null}` + "\n" + `{"user":"lee","education":["학사"]}`,
		"an array":        "[\n {\"user\":\"kim\",\n\"education\":\"석사\"},\n {\"user\":\"lee\",\"education\":\"학사\"}\n]\n",
		"Korean":          korean,
		"UTF-16":          wide,
		"a cut character": "user,education," + strings.Repeat("x", factsHead-17) + "é\nkim,석사,\nlee,학사,\n",
		"packed":          string(zipped(t, []byte("user,education\nkim,석사\n"), []byte("lee,학사\n"))),
	} {
		facts, err := factsOf(t, content, cp949, nil)
		check(t, err)
		var got []string
		for _, f := range facts {
			got = append(got, fmt.Sprint(f.Key, f.Fields["education"]))
		}
		if want := []string{"kim석사", "lee학사"}; !slices.Equal(got, want) {
			t.Errorf("%s: %q", name, got)
		}
	}
	_, err = factsOf(t, korean, Encoding{}, nil)
	if err == nil || !strings.Contains(err.Error(), "it is not UTF-8; name what it is written in with --encoding") {
		t.Errorf("%v", err)
	}
}

func TestFactsByOtherNames(t *testing.T) {
	facts, err := factsOf(t, "nick,edu\nkim,master\n", Encoding{}, Mapping{"user": "nick", "education": "edu"})
	if err != nil || len(facts) != 1 || facts[0].Key != "kim" || facts[0].Fields["education"] != "master" {
		t.Errorf("%+v, %v", facts, err)
	}
	swapped := Mapping{"education": "major", "major": "education"}
	facts, err = factsOf(t, "user,education,major\nkim,law,master\n", Encoding{}, swapped)
	if want := map[string]string{"education": "master", "major": "law"}; err != nil || !maps.Equal(facts[0].Fields, want) {
		t.Errorf("%+v, %v", facts, err)
	}
	for content, words := range map[string]string{
		"":                      "it is empty; the first line should name the columns",
		"name,edu\nkim,1\n":     "no column is the key; it is looked for under user, user_id,",
		"user,edu\n,1\n":        "no column is the key",
		"user,edu\nkim,1\n,2\n": "record 2 has no user; each needs one",
		"user,id\n,7\nkim,8\n":  "record 1 has no user; each needs one, or say which column is the key with --map user=",
		"user,edu\n":            "there is nothing below its header",
		"user,edu\nkim\n":       "wrong number of fields",
		`{"user":`:              "object 1",
	} {
		if _, err := factsOf(t, content, Encoding{}, nil); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%q: %v", content, err)
		}
	}
}
