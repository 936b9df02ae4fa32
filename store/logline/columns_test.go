package logline

import (
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

var csvPurchase = said{
	at: "2024-06-03T10:00:00Z", key: "kim", user: "kim", action: "purchase", target: "67890", item: "67890", menu: "shoes",
	bytes: -1, click: true, assumed: true,
}

func TestTables(t *testing.T) {
	tests := []struct {
		name, format string
		want         said
		lines        []string
	}{
		{"CSV", "csv", csvPurchase,
			[]string{"time,user_id,event,product,category", "2024-06-03 10:00:00,kim,purchase,67890,shoes"}},
		{"quotes, spaces in names, an unnamed column, byte order mark", "csv", csvPurchase,
			[]string{"\uFEFF\"Event Time\", User ID,event,,item,menu",
				`"2024-06-03 10:00:00",kim,"purchase","a ""b"", c",67890,"shoes"` + "\r"}},
		{"a header that comes again", "csv", csvPurchase,
			[]string{"time,user,event,item,menu", "time,user,event,item,menu\r",
				"2024-06-03 10:00:00,kim,purchase,67890,shoes"}},
		{"comments before the header", "csv", csvPurchase,
			[]string{"# exported, by x", "#", "time,user,event,item,menu", "2024-06-03 10:00:00,kim,purchase,67890,shoes"}},
		{"a header that is a comment", "csv", csvPurchase,
			[]string{"# time,user,event,item,menu", "2024-06-03 10:00:00,kim,purchase,67890,shoes"}},
		{"a table of Markdown", "psv", csvPurchase, []string{"| time | user | event | item | menu |",
			"|---|---|---|---|---|", "| 2024-06-03 10:00:00 | kim | purchase | 67890 | shoes |"}},
		{"columns without header", "csv:user,event,item,menu,time", csvPurchase,
			[]string{"kim,purchase,67890,shoes,2024-06-03 10:00:00"}},
		{"date and time apart", "csv", csvPurchase,
			[]string{"date,time,user,event,item,menu", "2024-06-03,10:00:00,kim,purchase,67890,shoes"}},
		{"date and time apart, in Portuguese", "ssv", csvPurchase,
			[]string{"Data;Hora;Usuário;Evento;Produto;Categoria", "2024-06-03;10:00:00;kim;purchase;67890;shoes"}},
		{"date and time apart, in German", "ssv", csvPurchase,
			[]string{"Datum;Uhrzeit;Benutzer;Aktion;Produkt;Kategorie", "03.06.2024;10:00;kim;purchase;67890;shoes"}},
		{"data that are no date", "csv", csvPurchase,
			[]string{"time,user,event,data,item,menu", "2024-06-03 10:00:00,kim,purchase,2020-01-01,67890,shoes"}},
		{"when a shift began", "csv", csvPurchase,
			[]string{"Employee,Start Date,Start Time,End Date,End Time,event,item,menu",
				"kim,2024-06-03,10:00,2024-06-03,11:00,purchase,67890,shoes"}},
		{"TSV with empty values at the end", "tsv", csvPurchase,
			[]string{"time\tuser\tevent\titem\tmenu\tnote\tmore\r",
				"2024-06-03 10:00:00\tkim\tpurchase\t67890\tshoes\t\t\r"}},
		{"semicolons, as spreadsheets write them in Europe", "ssv", csvPurchase,
			[]string{"\uFEFFTime;User;Event;Item;Menu;Price",
				"2024-06-03 10:00:00;kim;purchase;67890;shoes;\"3,50 €; \"\"new\"\"\"\r"}},
		{"halves of quotes", "csv", said{
			at: "2024-06-03T10:00:00Z", key: `a"b"`, user: `a"b"`, action: `"`, target: `""`,
			item: `""`, menu: `"`, bytes: -1, click: true,
		}, []string{"ts,user,event,item", `2024-06-03T10:00:00Z,"a""b""","""",""""""`}},
		{"requests", "csv", said{
			at: "2024-06-03T10:00:00Z", key: "10.0.0.1", client: "10.0.0.1", action: "GET", target: "/x?y=1",
			status: 200, bytes: 5, agent: "M",
		}, []string{"timestamp,client_ip,method,path,query_string,status,size,user_agent",
			"1717408800000,10.0.0.1:99,GET,/x,?y=1,200,5,M"}},
	}
	for _, test := range tests {
		p := NewParser(mustName(t, test.format), Options{})
		expectEvent(t, p, test.want, test.lines...)
		expectNoAllocation(t, p, test.lines[len(test.lines)-1])
		// what is read on in the middle of the log is the same
		expectEvent(t, NewParser(mustName(t, p.Format().Name), Options{}), test.want, test.lines[len(test.lines)-1])
	}
}

func TestTableReasons(t *testing.T) {
	p := NewParser(mustName(t, "csv"), Options{})
	for _, step := range []struct {
		line string
		want Reason
	}{
		{"2024-06-03 10:00:00,kim,purchase", NoHeader},
		{"time,event,item", NoHeader},
		{"user,event,item", NoHeader},
		{"time,user,\x07", NoHeader},
		{"time,user,\xff", NoHeader},
		{"time,user,\u202eitem", NoHeader},
		{`time,user,"item`, NoHeader},
		{"time,user" + strings.Repeat(",x", maxColumns), NoHeader},
		{"time,user," + strings.Repeat("x", maxHeader), NoHeader},
		{"", Blank},
		{"time,user,item", Blank},
		{"1717408800,kim,7", OK},
		{"1717408800,kim", ColumnCount},
		{"1717408800,kim,7,8", ColumnCount},
		{`1717408800,"kim`, UnterminatedQuote},
		{`1717408800,"kim"x,7`, BadQuote},
		{"1717408800,,7", MissingUser},
		{",kim,7", MissingTime},
		{"yesterday,kim,7", BadTimestamp},
		{"1717408800,kim,7", OK},
	} {
		expectReason(t, p, step.want, step.line)
	}
}

// TestTableEqualsEncodingCSV writes records with encoding/csv and reads them, and reads broken ones like it or not at
// all.
func TestTableEqualsEncodingCSV(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 8))
	pieces := []string{"", "a", `"`, ",", " ", `""`, "é", "\xff", "'", "\t", "x y", `\`}
	p := NewParser(mustName(t, "csv:time,user,item,note"), Options{})
	for range 50_000 {
		record := []string{"1717408800", "u", "", ""}
		for i := 1; i < len(record); i++ {
			for range random.IntN(4) {
				record[i] += pieces[random.IntN(len(pieces))]
			}
		}
		var text strings.Builder
		w := csv.NewWriter(&text)
		if err := w.Write(record); err != nil {
			t.Fatal(err)
		}
		w.Flush()
		line := []byte(strings.TrimSuffix(text.String(), "\n"))
		if random.IntN(3) == 0 {
			line[random.IntN(len(line))] = pieces[2+random.IntN(3)][0]
		}
		p.record.scratch = p.record.scratch[:0]
		reason := p.record.split(line, ',', 10)
		reader := csv.NewReader(strings.NewReader(string(line)))
		reader.FieldsPerRecord = -1
		want, err := reader.Read()
		if err != nil {
			continue
		}
		for i := range want {
			want[i] = strings.Trim(want[i], " \t")
		}
		got := make([]string, len(p.record.values))
		for i, value := range p.record.values {
			got[i] = strings.Trim(string(value), " \t") // of quoted values, whose blanks are a part of them
		}
		if reason != OK || !slices.Equal(got, want) {
			t.Fatalf("%q: %v %q, want %q", line, reason, got, want)
		}
	}
}

func TestColumnsRoundTrip(t *testing.T) {
	for _, columns := range [][]string{
		{"time", "user"}, {"", "ts", "a,b", `"x"`, "c d", "map(", "ip"}, {"ts", "user", "100%", "$x"},
	} {
		f := mustName(t, "csv")
		f.columns = columns
		name := f.renamed().Name
		if got := mustName(t, name); !slices.Equal(got.columns, columns) || got.Name != name {
			t.Errorf("%q is %q", columns, got.columns)
		}
	}
	if _, err := Named(`csv:a,"b`); err == nil || !strings.Contains(err.Error(), "as in time,user,page") {
		t.Errorf("%v", err)
	}
}

func FuzzTable(f *testing.F) {
	f.Add("time,user,item", `1717408800,"ki""m",7`, false)
	f.Add("time\tip\tpath\tmethod", "2024-06-03 10:00:00\t[::1]:80\thttp://a/b\t\"GET\"", true)
	f.Add("\uFEFF\"ts\",uid,\"a\"\"b\"", `1,"x`, false)
	f.Fuzz(func(t *testing.T, header, line string, tabs bool) {
		name := "csv"
		if tabs {
			name = "tsv"
		}
		o := Options{UserBy: mustUserBy(t, "cookie:a,ip+agent,ip/64,user")}
		p := NewParser(mustName(t, name), o)
		p.Parse([]byte(header), new(Event))
		checkAny(t, p, o, []byte(line))
		if again := mustName(t, p.Format().Name); !slices.Equal(again.columns, p.Format().columns) {
			t.Fatalf("%q is %q", p.Format().columns, again.columns)
		}
	})
}

func BenchmarkCSV(b *testing.B) {
	lines := make([][]byte, 10_000)
	for i := range lines {
		lines[i] = fmt.Appendf(nil, `2021-01-01 12:%02d:%02d,%d,"purchase",%d,shoes,"a, b",%d.50,KRW`,
			i/60%60, i%60, i%997, i*7919%9973, i)
	}
	benchmark(b, "csv:time,user_id,event,product_id,category,note,amount,currency", lines)
}
