package cli

import (
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

// TestEveryKeyOfTheConfigurationIsAnOption finds each of them on some command, with a value of the same kind.
func TestEveryKeyOfTheConfigurationIsAnOption(t *testing.T) {
	root := newRoot(&streams{strings.NewReader(""), io.Discard, io.Discard})
	options := map[string]*pflag.Flag{}
	add := func(flag *pflag.Flag) { options[flag.Name] = flag }
	root.PersistentFlags().VisitAll(add)
	root.Flags().VisitAll(add)
	for _, command := range root.Commands() {
		command.Flags().VisitAll(add)
	}
	for field := range reflect.TypeFor[config]().Fields() {
		key := field.Tag.Get("toml")
		if key == "command" { // a table, for the screens
			continue
		}
		if options[key] == nil {
			t.Errorf("%s: no command has such an option", key)
		}
	}
}

func TestConfigurationIsReadStrictly(t *testing.T) {
	for text, want := range map[string]string{
		"theme = 'dark'\nteme = 'mono'":                 "c.toml:2:1: teme: no such key; did you mean theme?",
		"ascii = 'yes'":                                 "c.toml:1:9: ",
		"theme = ":                                      "c.toml:1:8: ",
		"[theme]\ncolour = 'red'":                       "c.toml:1:2: ",
		"preset = 'paper'\nrules = 'a'":                 "c.toml: preset and rules are alternatives",
		"[[command]]\nkey = 'X'\nrun = 'a'":             "c.toml: command 1 has no name",
		"[[command]]\nkey = 'j'\nname = 'n'\nrun = 'a'": "c.toml: command n: the key j is taken: ",
		"[[command]]\nkeys = 'X'":                       "c.toml:2:1: command.keys: no such key",
	} {
		_, _, err := readConfig("c.toml", []byte(text))
		if err == nil || !strings.HasPrefix(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func TestTheCommandLineGoesBeforeTheConfiguration(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", folder)
	if err := os.Mkdir(filepath.Join(folder, "spoor"), 0o700); err != nil {
		t.Fatal(err)
	}
	write := func(text string) {
		if err := os.WriteFile(configPath(), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	value := func(arguments, option string) string {
		cmd, rest, err := newRoot(&streams{strings.NewReader(""), io.Discard, io.Discard}).Find(strings.Fields(arguments))
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.ParseFlags(rest); err != nil {
			t.Fatal(err)
		}
		if _, err := configure(cmd); err != nil {
			t.Fatal(err)
		}
		return cmd.Flag(option).Value.String()
	}
	write("db = 'mine.db'\npreset = 'paper'\nascii = true\n")
	for _, c := range []struct{ arguments, option, want string }{
		{"scan", "db", "mine.db"},
		{"scan --db other.db", "db", "other.db"},
		{"scan", "preset", "paper"},
		{"scan --preset strict", "preset", "strict"},
		{"scan --rules a.toml", "preset", "strict"}, // its default, which --rules goes before
		{"demo", "ascii", "true"},
		{"demo --ascii=false", "ascii", "false"},
		{"info", "json", "false"}, // an option that the configuration does not have
	} {
		if got := value(c.arguments, c.option); got != c.want {
			t.Errorf("spoor %s: --%s is %s, want %s", c.arguments, c.option, got, c.want)
		}
	}
	write("rules = 'mine.toml'\n")
	if got := value("scan --preset paper", "rules"); got != "" {
		t.Errorf("--preset paper beside the rules %s of the configuration", got)
	}
}
