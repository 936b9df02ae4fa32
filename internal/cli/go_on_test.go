package cli

import (
	"path/filepath"
	"testing"

	"github.com/spf13/cobra"
)

// TestLoadCommandHasTheOptionsOfTheLoad has options of a load beside others, in another order, with what a shell would
// take apart.
func TestLoadCommandHasTheOptionsOfTheLoad(t *testing.T) {
	folder := t.TempDir()
	t.Chdir(folder)
	o := &options{db: "my case.db"}
	for _, c := range []struct {
		args, logs []string
		want       string
	}{
		{nil, []string{"a.log", "/srv/b c.log"},
			"spoor load --db '" + folder + "/my case.db' " + folder + "/a.log '/srv/b c.log'"},
		{[]string{"--tz", "Asia/Seoul", "--theme=dark", "--nobody", "guest",
			"--format", "syslog+combined", "--nobody=it's", "--preset=paper"},
			[]string{"a.log"},
			"spoor load --db '" + folder + "/my case.db' --format syslog+combined " +
				"--nobody guest --nobody 'it'\\''s' --tz Asia/Seoul " + folder + "/a.log"},
		{[]string{"--field", "user=account.id,time=at", "--user-by", "cookie:sid,ip", "--format-from", "nginx.conf"},
			[]string{"-"},
			"COMMAND | spoor load --db '" + folder + "/my case.db' --field user=account.id,time=at --format-from " +
				folder + "/nginx.conf --user-by cookie:sid,ip -"},
	} {
		var e exploreOptions
		cmd := &cobra.Command{}
		e.flags(cmd)
		if err := cmd.ParseFlags(c.args); err != nil {
			t.Fatal(err)
		}
		if got := o.loadCommand(cmd, c.logs); got != filepath.ToSlash(c.want) {
			t.Errorf("%q: %s\nwant %s", c.args, got, c.want)
		}
	}
}
