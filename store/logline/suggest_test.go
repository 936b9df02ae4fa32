package logline

import "testing"

func TestSuggest(t *testing.T) {
	const (
		unnamed = " values that no header names; say what they are, in their order: --format "
		named   = "its header has other names for what is needed; say which columns they are: --field "
	)
	for _, test := range []struct {
		lines []string
		want  string
	}{
		{[]string{"", "2024-05-22 17:09:21,ann,view,a", "2024-05-22 17:09:22,bob,view,b"},
			"line 1 has 4" + unnamed + "csv:time,column2,column3,column4"},
		{[]string{"ann\t10.0.0.1\t1716397761"}, "line 1 has 3" + unnamed + "tsv:column1,ip,time"},
		{[]string{"ann,/jobs/7,2024-05-22 17:09:21,/"}, "line 1 has 4" + unnamed + "csv:column1,path,time,column4"},
		{[]string{"Wer;Wann;Wohin", "ann;2024-05-22 17:09:21;/jobs/7"},
			named + "'time=Wann,target=Wohin,user=NAME'"},
		{[]string{"User Name,Join Time,Guest", "ann,2024-05-22 17:09:21,No"},
			named + "'time=Join Time'"},
		{[]string{"Badge,Date,Time,Door", "7,03/13/2026,08:01:12 AM,x"},
			named + "'user=NAME'"},
		{[]string{"from,to,at", "18005551234,7140,2024-05-22 17:09:21"}, named + "'time=at,user=NAME'"},
		{[]string{"von,note,am", "ann,\"a", "b\",2024-05-22 17:09:21"}, named + "'time=am,user=NAME'"},
		{[]string{"User,Moment (x),Note", "ann,2024-05-22 17:09:21,a"}, ""},
		{[]string{"ann,view,a"}, ""},
		{[]string{"2024-05-22 17:09:21,ann,view", "x,y"}, ""},
		{[]string{`Instante,"Nombre completo",Curso,"Dirección IP"`, `"4/03/2026, 10:11:12",Ann,Uno,203.0.113.7`,
			`"4/03/2026, 10:11:13",Bob,Uno,203.0.113.8`},
			named + "'time=Instante,client=Dirección IP,user=NAME'"},
		{[]string{"시간;이름;$(x);주소", "2026-03-04 10:11:12;김;a;203.0.113.7"},
			named + "'client=주소,user=NAME'"},
		{[]string{"a'b;c;d", "2026-03-04 10:11:12;x;y"}, named + "'user=NAME'"},
		{[]string{`[01/Mar/2026 10:00:00] "GET /a HTTP/1.1" 200 1234`},
			"the lines are requests, but nothing in them says who made them; have the server write the address or the user"},
		{[]string{`INFO:     203.0.113.4:51234 - "GET /a HTTP/1.1" 200 OK`},
			"the lines are requests, but none of their values is plainly their time; " +
				"have the server write it, or describe the lines in a format file (spoor load --help)"},
		{[]string{`2026-03-01T10:00:00Z 203.0.113.4 10.0.0.1 "GET /a HTTP/1.1" 200 7`},
			"the lines are requests, but it is not plain which of their values are the client and the user; " +
				"put $remote_addr and $remote_user in place of their $field_… here: " +
				"--format 'container+$field_1 $field_2 \"$request\" $status $bytes_sent'"},
		{[]string{`2026-03-01 10:01:01 | 203.0.113.1 | kim | GET | /b | 404`,
			`2026-03-01 10:01:02 | 203.0.113.2 | - | GET | /b | 200`},
			"the lines are requests, but it is not plain which of their values are the client and the user; " +
				"put $remote_addr and $remote_user in place of their $field_… here: " +
				"--format '$timestamp | $remote_addr | $field_3 | $request_method | $request_uri | $status'"},
		{[]string{`<134>2026-03-01T10:01:00Z cache my[12]: 203.0.113.1 "-" "-" Sun, 01 Mar 2026 10:01:00 GMT GET /a?x=1 200`,
			`<134>2026-03-01T10:02:00Z cache my[12]: 203.0.113.2 "-" "-" Sun, 01 Mar 2026 10:02:00 GMT GET /a?x=2 200`},
			"the lines are requests, but it is not plain which of their values are the client and the user; " +
				"put $remote_addr and $remote_user in place of their $field_… here: " +
				`--format 'syslog+$remote_addr "$field_2" "$field_3" $field_4 $field_6 $field_7 $field_8 $field_9 $field_10 ` +
				"$request_method $request_uri $status'"},
		{[]string{`{"zeit":"2026-03-01T10:00:00Z","wer":"ann","von":"203.0.113.4","seite":"/a","n":3}`},
			"its fields have other names than what is needed; say which they are: " +
				"--field 'target=seite,client=von,time=zeit,user=NAME'"},
		{[]string{`{"wer":"ann","n":3}`}, ""},
		{nil, ""},
	} {
		if got := Suggest(sample(test.lines...), Options{}); got != test.want {
			t.Errorf("%q: %q, want %q", test.lines, got, test.want)
		}
	}
}
