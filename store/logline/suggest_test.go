package logline

import "testing"

func TestSuggest(t *testing.T) {
	for _, test := range []struct {
		lines []string
		want  string
	}{
		{[]string{"", "2024-05-22 17:09:21,ann,view,a", "2024-05-22 17:09:22,bob,view,b"},
			"line 1 has 4 values that no header names; say what they are, in their order: --format csv:time,column2,column3,column4"},
		{[]string{"ann\t10.0.0.1\t1716397761"}, "line 1 has 3 values that no header names; say what they are, in their order: --format tsv:column1,ip,time"},
		{[]string{"ann,/jobs/7,2024-05-22 17:09:21,/"}, "line 1 has 4 values that no header names; say what they are, in their order: --format csv:column1,path,time,column4"},
		{[]string{"Benutzer;Zeitpunkt;Seite", "ann;2024-05-22 17:09:21;/jobs/7"},
			"its header has other names for what is needed; say which columns they are: --field 'time=Zeitpunkt,target=Seite,user=NAME'"},
		{[]string{"ann,view,a"}, ""},
		{[]string{"2024-05-22 17:09:21,ann,view", "x,y"}, ""},
		{[]string{`Hora,"Nombre completo",Curso,"Dirección IP"`, `"4/03/2026, 10:11:12",Ann,Uno,203.0.113.7`, `"4/03/2026, 10:11:13",Bob,Uno,203.0.113.8`},
			"its header has other names for what is needed; say which columns they are: --field 'time=Hora,client=Dirección IP,user=NAME'"},
		{[]string{"시간;이름;$(x);주소", "2026-03-04 10:11:12;김;a;203.0.113.7"},
			"its header has other names for what is needed; say which columns they are: --field 'time=시간,client=주소,user=NAME'"},
		{[]string{"a'b;c;d", "2026-03-04 10:11:12;x;y"}, "its header has other names for what is needed; say which columns they are: --field 'user=NAME'"},
		{nil, ""},
	} {
		if got := Suggest(sample(test.lines...), Options{}); got != test.want {
			t.Errorf("%q: %q, want %q", test.lines, got, test.want)
		}
	}
}
