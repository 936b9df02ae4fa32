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
		{[]string{"ann,view,a"}, ""},
		{[]string{"2024-05-22 17:09:21,ann,view", "x,y"}, ""},
		{nil, ""},
	} {
		if got := Suggest(sample(test.lines...), Options{}); got != test.want {
			t.Errorf("%q: %q, want %q", test.lines, got, test.want)
		}
	}
}
