package serverconf_test

import (
	"slices"
	"testing"

	"spoor/store/logline"
	"spoor/store/logline/serverconf"
)

func TestDefinitions(t *testing.T) {
	tests := []struct {
		name, config string
		want         []serverconf.Definition
	}{
		{"nginx", `
http {
    # log_format  old '$remote_addr';
    log_format  main  '$remote_addr - $remote_user [$time_local] "$request" '
                      '$status $body_bytes_sent'; # the usual
    log_format json escape=json '{"a":"$remote_addr"}';
    log_format bare $remote_addr|$msec|$request_uri;
    access_log /var/log/nginx/log_format.log main;
    server { root "log_format x '$y';"; }
}`, []serverconf.Definition{
			{"main", `$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent`},
			{"json", `{"a":"$remote_addr"}`},
			{"bare", `$remote_addr|$msec|$request_uri`},
		}},
		{"Apache", "# LogFormat \"%h\" old\r\n<IfModule log_config_module>\r\n" +
			"LogFormat \"%h %l %u %t \\\"%r\\\" %>s %b\" common\r\n" +
			"  logformat \"%v \\\r\n%h\" \\\r\n  split\r\n" +
			"LogFormat '%h \"%r\"'\nCustomLog logs/access_log common\n", []serverconf.Definition{
			{"common", `%h %l %u %t \"%r\" %>s %b`},
			{"split", "%v \\\r\n%h"},
			{"default", `%h "%r"`},
		}},
		{"nothing", "user www;\nlog_format", nil},
		{"cut off", `log_format main '$remote_addr`, nil},
		{"empty", "LogFormat\nlog_format x;", nil},
	}
	for _, test := range tests {
		if got := serverconf.Definitions(test.config); !slices.Equal(got, test.want) {
			t.Errorf("%s:\n got %q\nwant %q", test.name, got, test.want)
		}
	}
}

func TestDefinitionsCompile(t *testing.T) {
	config := `LogFormat "%v:%p %h %l %u %t \"%r\" %>s %O \"%{Referer}i\" \"%{User-Agent}i\"" vhost_combined` + "\n" +
		`log_format main '$remote_addr - $remote_user [$time_local] "$request" ' ` +
		`'$status $body_bytes_sent "$http_referer" ' '"$http_user_agent" "$http_x_forwarded_for"';`
	for _, d := range serverconf.Definitions(config) {
		if _, err := logline.Named(d.Text); err != nil {
			t.Errorf("%s: %v", d.Name, err)
		}
	}
}

func FuzzDefinitions(f *testing.F) {
	f.Add("log_format a escape=json '{' \"}\" b;LogFormat \"%h\\\" x\" n\\\n")
	f.Fuzz(func(t *testing.T, config string) {
		total := 0
		for _, path := range serverconf.Includes(config) {
			total += len(path)
		}
		for _, d := range serverconf.Definitions(config) {
			total += len(d.Text)
			_, _ = logline.Named(d.Text)
		}
		if total > len(config) {
			t.Fatalf("%q: %d bytes of definitions and names of files", config, total)
		}
	})
}
