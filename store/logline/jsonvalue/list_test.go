package jsonvalue

import "testing"

func TestAppendBytes(t *testing.T) {
	for array, want := range map[string]string{
		"[70,97,105]":   "Fai",
		"[ 27 , 0,255]": "\x1b\x00\xff",
		"[7]":           "\a",
	} {
		if got, ok := AppendBytes(nil, []byte(array)); !ok || string(got) != want {
			t.Errorf("%s: %q, %v, want %q", array, got, ok, want)
		}
	}
	for _, array := range []string{"[]", "[256]", "[-1]", `["a"]`, "[1,[2]]", "[1.5]", "[null]"} {
		if got, ok := AppendBytes(nil, []byte(array)); ok {
			t.Errorf("%s: %q", array, got)
		}
	}
}

func TestIsString(t *testing.T) {
	for _, text := range []string{"", "a", `\"`, `\u00e9`, `\x22`, `a\/b`} {
		if !IsString([]byte(text)) {
			t.Error(text)
		}
	}
	for _, text := range []string{`\`, `\q`, `\u00e`, `\x2`, `\xg0`, `a\`} {
		if IsString([]byte(text)) {
			t.Error(text)
		}
	}
}
