package cli

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// otherTools is a directory with what the page about other tools writes for addresses of both families, and programs
// that stand for those that the page calls.
type otherTools struct {
	dir    string
	blocks map[string]string // what the page calls, by what it needs
}

func newOtherTools(t *testing.T) *otherTools {
	t.Helper()
	if testing.Short() {
		t.Skip("runs other programs")
	}
	text, err := os.ReadFile("../../docs/blocking.md")
	if err != nil {
		t.Fatal(err)
	}
	o := &otherTools{dir: t.TempDir(), blocks: map[string]string{}}
	o.write(t, "addresses.txt", "192.0.2.1\n2001:db8::1\n", 0o600)
	o.write(t, "addresses4.txt", "192.0.2.1\n", 0o600)
	for _, block := range shellBlock.FindAllStringSubmatch(string(text), -1) {
		switch {
		case block[1] != "":
			o.blocks[strings.TrimSuffix(block[1], ",root")] = block[2]
		case !strings.Contains(block[2], "spoor demo") && !strings.Contains(block[2], "spoor scan"):
			o.run(t, block[2])
		}
	}
	return o
}

func (o *otherTools) write(t *testing.T, name, text string, mode os.FileMode) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(o.dir, name), []byte(text), mode); err != nil {
		t.Fatal(err)
	}
}

// stand has the page's commands call a program with more options than the page says.
func (o *otherTools) stand(t *testing.T, program, command string) {
	t.Helper()
	o.write(t, program, "#!/bin/sh\nexec "+command+" \"$@\"\n", 0o700)
}

// run runs a script in the directory, and gives what it prints.
func (o *otherTools) run(t *testing.T, script string) string {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	command := exec.CommandContext(ctx, "bash", "-euo", "pipefail", "-c", script)
	command.Dir = o.dir
	command.Env = append(os.Environ(), "PATH="+o.dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	out, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s%s", err, script, out)
	}
	return string(out)
}

// start starts a server, which ends with the test, and waits until a script succeeds.
func (o *otherTools) start(t *testing.T, ready string, server ...string) {
	t.Helper()
	command := exec.CommandContext(t.Context(), server[0], server[1:]...) // #nosec G204 -- of this test
	command.Dir = o.dir
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = command.Process.Kill(); _ = command.Wait() })
	o.run(t, "for i in $(seq 100); do "+ready+" > /dev/null 2>&1 && exit 0; sleep 0.2; done; exit 1")
}

// need leaves a test out where a program is missing, or may not be run here.
func need(t *testing.T, programs ...string) (paths []string) {
	t.Helper()
	for _, program := range programs {
		path, err := exec.LookPath(program)
		if err != nil {
			t.Skip("there is no " + program)
		}
		paths = append(paths, path)
	}
	return paths
}

func needRoot(t *testing.T) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("needs root")
	}
}

// TestNginxTakesAddresses has nginx check the file of addresses to deny.
func TestNginxTakesAddresses(t *testing.T) {
	need(t, "bash", "nginx")
	o := newOtherTools(t)
	o.write(t, "nginx.conf", fmt.Sprintf("pid %s/nginx.pid;\nerror_log stderr;\nevents {}\n"+
		"http { access_log off; include %[1]s/deny.conf; }\n", o.dir), 0o600)
	if out := o.run(t, "nginx -t -c "+o.dir+"/nginx.conf"); !strings.Contains(out, "test is successful") {
		t.Error(out)
	}
}

// TestNftablesTakesAddresses has nft check the set, without making it.
func TestNftablesTakesAddresses(t *testing.T) {
	need(t, "bash", "nft")
	needRoot(t)
	o := newOtherTools(t)
	o.run(t, o.blocks["nft"])
}

// TestIpsetTakesAddresses makes the set in a network of its own, which ends with the command.
func TestIpsetTakesAddresses(t *testing.T) {
	need(t, "bash", "unshare")
	path := need(t, "ipset")[0]
	needRoot(t)
	if exec.CommandContext(t.Context(), "unshare", "--net", path, "list").Run() != nil {
		t.Skip("no network of one's own can be made here")
	}
	o := newOtherTools(t)
	o.write(t, "script", o.blocks["ipset"]+"ipset list spoor\n", 0o600)
	if out := o.run(t, "unshare --net bash -euo pipefail script"); !strings.Contains(out, "192.0.2.1 timeout") {
		t.Error(out)
	}
}

// TestFail2banTakesAddresses bans them in a jail of a server that does nothing about it.
func TestFail2banTakesAddresses(t *testing.T) {
	need(t, "bash", "fail2ban-server")
	path := need(t, "fail2ban-client")[0]
	const system = "/etc/fail2ban"
	if _, err := os.Stat(system); err != nil {
		t.Skip(err)
	}
	o := newOtherTools(t)
	o.run(t, "cp -r "+system+" conf && rm -rf conf/jail.d && touch error.log")
	o.write(t, "conf/fail2ban.local", "[Definition]\nlogtarget = STDOUT\ndbfile = None\n", 0o600)
	o.write(t, "conf/jail.local",
		"[nginx-http-auth]\nenabled = true\nbackend = polling\naction =\nlogpath = "+o.dir+"/error.log\n", 0o600)
	options := fmt.Sprintf("-c %s/conf -s %s/s -p %s/p", o.dir, o.dir, o.dir)
	o.stand(t, "fail2ban-client", path+" "+options)
	o.start(t, "fail2ban-client ping",
		append([]string{"fail2ban-server", "-xf"}, append(strings.Fields(options), "start")...)...)
	o.run(t, o.blocks["fail2ban-client"])
	if out := o.run(t, "fail2ban-client status nginx-http-auth"); !strings.Contains(out, "192.0.2.1 2001:db8::1") {
		t.Error(out)
	}
}

// TestCrowdSecTakesDecisions imports them into a server of this test, and asks it as a bouncer does.
func TestCrowdSecTakesDecisions(t *testing.T) {
	need(t, "bash", "crowdsec", "curl")
	path := need(t, "cscli")[0]
	const profiles = "/etc/crowdsec/profiles.yaml"
	if _, err := os.Stat(profiles); err != nil {
		t.Skip(err)
	}
	o := newOtherTools(t)
	const address = "127.0.0.1:18089"
	o.write(t, "config.yaml", strings.NewReplacer("DIR", o.dir, "PROFILES", profiles, "ADDRESS", address).Replace(`
common: {daemonize: false, log_media: stdout, log_level: error}
config_paths:
  {config_dir: DIR, data_dir: DIR, hub_dir: DIR, index_path: DIR/.index.json, notification_dir: DIR, plugin_dir: DIR}
crowdsec_service: {acquisition_path: DIR/acquis.yaml}
db_config: {type: sqlite, db_path: DIR/decisions.db}
api:
  client: {credentials_path: DIR/credentials.yaml}
  server: {listen_uri: "ADDRESS", profiles_path: PROFILES}
`), 0o600)
	o.write(t, ".index.json", "{}", 0o600)
	o.write(t, "acquis.yaml", "", 0o600)
	o.write(t, "credentials.yaml", "", 0o600)
	o.stand(t, "cscli", path+" -c "+o.dir+"/config.yaml")
	o.run(t, "cscli machines add -a --force -f credentials.yaml && cscli bouncers add test -k 0123456789abcdef")
	o.start(t, "curl -s "+address+"/health", "crowdsec", "-c", o.dir+"/config.yaml", "-no-cs")
	o.run(t, o.blocks["cscli"])
	out := o.run(t, "curl -s -H 'X-Api-Key: 0123456789abcdef' '"+address+"/v1/decisions/stream?startup=true&scopes=ip'")
	for _, want := range []string{`"value":"192.0.2.1"`, `"value":"2001:db8::1"`, `"type":"ban"`, `"scenario":"spoor"`} {
		if !strings.Contains(out, want) {
			t.Errorf("%s is not in %s", want, out)
		}
	}
}
