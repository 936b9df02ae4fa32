package load

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// TestDefinitionsOfIncludedFiles has files that include each other, by patterns, from elsewhere, and in vain.
func TestDefinitionsOfIncludedFiles(t *testing.T) {
	root, elsewhere := t.TempDir(), t.TempDir()
	for path, text := range map[string]string{
		root + "/nginx/nginx.conf": "http { include mime.types; include conf.d/*.conf; log_format a '$a';\n include " +
			elsewhere + "/far.conf; # include no.conf\n}",
		root + "/nginx/conf.d/1.conf":    "log_format b '$b'; include nginx.conf;",
		root + "/nginx/conf.d/2.conf":    "include conf.d/1.conf; log_format c '$c'; include;",
		root + "/nginx/no.conf":          "log_format no '$no';",
		elsewhere + "/far.conf":          "log_format d '$d'; include missing/*;",
		root + "/apache/conf/httpd.conf": "LogFormat \"%h\" e\nIncludeOptional conf.d\nInclude \"conf/extra.conf\"\n",
		root + "/apache/conf.d/log.conf": "LogFormat \"%u\" f\n",
		root + "/apache/conf/extra.conf": "LogFormat \"%t\" g\n",
	} {
		check(t, os.MkdirAll(filepath.Dir(path), 0o700))
		check(t, os.WriteFile(path, []byte(text), 0o600))
	}
	for path, want := range map[string][]string{
		"/nginx/nginx.conf":       {"a", "b", "c", "d"},
		"/apache/conf/httpd.conf": {"e", "f", "g"},
	} {
		found, err := Definitions(root + path)
		check(t, err)
		var names []string
		for _, definition := range found {
			names = append(names, definition.Name)
		}
		if !slices.Equal(names, want) {
			t.Errorf("%s: %q, want %q", path, names, want)
		}
	}
	if _, err := Definitions(root + "/none.conf"); err == nil {
		t.Error("no such file")
	}
}
