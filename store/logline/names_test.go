package logline

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"spoor/store/logline/spelling"
)

func TestNamesAreFoundAndMeanOneField(t *testing.T) {
	seen := map[string]field{}
	for f, names := range fieldNames {
		for _, name := range names {
			if spelling.Plain(name) != name || name == "" {
				t.Errorf("%q is never found", name)
			}
			if other, again := seen[name]; again {
				t.Errorf("%q is the field %s and %s", name, fieldWords[f], fieldWords[other])
			}
			seen[name] = field(f)
		}
		if fieldWords[f] == "" {
			t.Errorf("field %d has no word for mappings", f)
		}
	}
}

func TestPlain(t *testing.T) {
	for name, want := range map[string]string{
		"user_id": "userid", "User ID": "userid", "cs(User-Agent)": "csuseragent", "": "", "Größe": "größe",
		"Дата и время": "датаивремя", "ID_ÉVÉNEMENT": "idévénement", "A\xff-B": "a\xffb", "사용자 ID": "사용자id",
		strings.Repeat("Ж", spelling.MaxName/2):      strings.Repeat("ж", spelling.MaxName/2),
		strings.Repeat("Ж", spelling.MaxName):        "",
		strings.Repeat("x", spelling.MaxName):        strings.Repeat("x", spelling.MaxName),
		strings.Repeat("x", spelling.MaxName+1):      "",
		"_" + strings.Repeat("-x", spelling.MaxName): strings.Repeat("x", spelling.MaxName),
	} {
		if got := spelling.Plain(name); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
}

// TestNamesThatWereLookedUp finds names again, also those that share a place in what is remembered.
func TestNamesThatWereLookedUp(t *testing.T) {
	tree := plant([]string{"userid", "ts", "page"})
	for range 3 {
		for name, want := range map[string]int{
			"user_id": 0, "userId": 0, "USER-ID": 0,
			"ts": 1, "tt": nowhere, "st": nowhere,
			"page": 2, "pbbe": nowhere, "": nowhere,
		} {
			got := nowhere
			if found := tree.find([]byte(name)); found != nil {
				got = found.place
			}
			if got != want {
				t.Errorf("%q: %d, want %d", name, got, want)
			}
		}
	}
}

// TestEachNameIsKnown reads JSON that says who by one name of each field after the other: none is too far behind to
// count.
func TestEachNameIsKnown(t *testing.T) {
	for _, names := range [][]string{fieldNames[userField], fieldNames[clientField]} {
		for _, name := range names {
			if strings.ContainsAny(name, ".[") {
				continue
			}
			format, err := Named("json")
			if err != nil {
				t.Fatal(err)
			}
			line, e := `{"event":"view","product_id":"7","timestamp":"2021-01-01 12:34:56","`+name+`":"192.0.2.7"}`, Event{}
			reason := NewParser(format, Options{}).Parse([]byte(line), &e)
			if reason != OK || string(e.User) != "192.0.2.7" && string(e.Client) != "192.0.2.7" {
				t.Errorf("%s: %s, user %q, client %q", name, reason, e.User, e.Client)
			}
		}
	}
}

// TestLinesTakeNoMemory is the budget of the formats: none allocates for a line once it has read some.
func TestLinesTakeNoMemory(t *testing.T) {
	for _, f := range Formats() {
		if f.defined == nil || len(f.defined.file.Samples) == 0 || hasRegexp(f.defined.file) {
			continue
		}
		lines := sampleLines(f.defined.file.Samples[0].Text)
		detected, err := Detect(lines, Options{Now: sampleDay})
		if err != nil {
			t.Errorf("%s: %v", f.Name, err)
			continue
		}
		p, last := NewParser(detected, Options{Now: sampleDay}), lines[len(lines)-1]
		var e Event
		for _, line := range lines {
			p.Parse(line, &e)
		}
		if allocations := testing.AllocsPerRun(50, func() { p.Parse(last, &e) }); allocations > 0 {
			t.Errorf("%s: %.0f allocations a line", f.Name, allocations)
		}
	}
}

// hasRegexp tells formats with regular expressions, which cost an allocation a line.
func hasRegexp(f *formatFile) bool {
	for _, line := range f.Lines {
		if line.Regexp != "" {
			return true
		}
	}
	return false
}

// BenchmarkFormats parses the lines of each format's first sample.
func BenchmarkFormats(b *testing.B) {
	for _, f := range Formats() {
		if f.defined == nil || len(f.defined.file.Samples) == 0 {
			continue
		}
		lines := sampleLines(f.defined.file.Samples[0].Text)
		detected, err := Detect(lines, Options{Now: sampleDay})
		if err != nil {
			b.Fatal(err)
		}
		b.Run(f.Name, func(b *testing.B) {
			p := NewParser(detected, Options{Now: sampleDay})
			var e Event
			for i := 0; b.Loop(); i++ {
				p.Parse(lines[i%len(lines)], &e)
			}
		})
	}
}

// TestTablesInOtherLanguages reads tables whose headers are as spreadsheets and shops of other countries have them.
func TestTablesInOtherLanguages(t *testing.T) {
	for _, table := range []string{
		"사용자,일시,행동,상품,IP주소\n김민수,2026-03-13 10:01:00,보기,7,203.0.113.4\n",
		"아이디,날짜,시간,이벤트,페이지\n김민수,2026-03-13,10:01:00,보기,7\n",
		"ユーザーID,日時,操作,商品ID,IPアドレス\n김민수,2026/03/13 10:01:00,보기,7,203.0.113.4\n",
		"用户名,时间,事件,商品,IP地址\n김민수,2026-03-13 10:01:00,보기,7,203.0.113.4\n",
		"Datum;Benutzer;Aktion;Seite;IP-Adresse\n13.03.2026 10:01:00;김민수;보기;7;203.0.113.4\n",
		"Horodatage;Utilisateur;Événement;Produit;Adresse IP\n13/03/2026 10:01:00;김민수;보기;7;203.0.113.4\n",
		"Fecha y hora;Nombre de usuario;Acción;Artículo;Dirección IP\n13/03/2026 10:01:00;김민수;보기;7;203.0.113.4\n",
		"Дата и время;Пользователь;Действие;Товар\n13.03.2026 10:01:00;김민수;보기;7\n",
	} {
		lines := bytes.Split([]byte(strings.TrimSuffix(table, "\n")), []byte("\n"))
		format, err := Detect(lines, Options{Now: sampleDay})
		if err != nil {
			t.Errorf("%s: %v", table, err)
			continue
		}
		parser, e := NewParser(format, Options{Now: sampleDay}), Event{}
		parser.Parse(lines[0], &e)
		reason := parser.Parse(lines[1], &e)
		at := time.UnixMilli(e.Time).UTC().Format(time.DateTime)
		if reason != OK || string(e.Key) != "김민수" || string(e.Action) != "보기" || string(e.Target) != "7" ||
			at != "2026-03-13 10:01:00" {
			t.Errorf("%s: %s, user %q does %q to %q at %s", table, reason, e.Key, e.Action, e.Target, at)
		}
	}
}
