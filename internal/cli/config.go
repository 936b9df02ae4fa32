package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"spoor/internal/toml"
	"spoor/tui"
)

// config is what a person wants of every command: options, by the names they have on the command line, which goes
// before it.
type config struct {
	DB       string `toml:"db"`
	TZ       string `toml:"tz"`
	UserBy   string `toml:"user-by"`
	Encoding string `toml:"encoding"`
	Preset   string `toml:"preset"`
	Rules    string `toml:"rules"`
	Baseline string `toml:"baseline"`
	Theme    string `toml:"theme"`
	ASCII    bool   `toml:"ascii"`
	NoMouse  bool   `toml:"no-mouse"`
	NoSync   bool   `toml:"no-sync"`
	Overview bool   `toml:"overview"`

	Commands []tui.OwnCommand `toml:"command"` // that keys of the screens run
}

// configPath is $XDG_CONFIG_HOME/spoor/config.toml, on every system.
func configPath() string {
	folder := os.Getenv("XDG_CONFIG_HOME")
	if folder == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return ""
		}
		folder = filepath.Join(home, ".config")
	}
	return filepath.Join(folder, "spoor", "config.toml")
}

// configure gives the options of a command that were not said the values that the configuration has for them, and
// returns the commands of the screens that it defines.
func configure(cmd *cobra.Command) ([]tui.OwnCommand, error) {
	path := configPath()
	text, err := os.ReadFile(path)
	if path == "" || errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	values, commands, err := readConfig(path, text)
	if err != nil {
		return nil, err
	}
	if cmd.Flags().Changed("preset") || cmd.Flags().Changed("rules") { // which take each other's place
		delete(values, "preset")
		delete(values, "rules")
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		flag := cmd.Flags().Lookup(name)
		if flag == nil || flag.Changed {
			continue
		}
		if err := flag.Value.Set(fmt.Sprint(values[name])); err != nil {
			return nil, fmt.Errorf("%s: %s: %w", path, name, err)
		}
	}
	return commands, nil
}

// readConfig reads a configuration strictly: what is wrong is said with its place.
func readConfig(path string, text []byte) (values map[string]any, commands []tui.OwnCommand, err error) {
	var known config
	if _, err := toml.Read(path, text, &known); err != nil {
		return nil, nil, err
	}
	if known.Preset != "" && known.Rules != "" {
		return nil, nil, fmt.Errorf("%s: preset and rules are alternatives; give only one", path)
	}
	if err := (tui.Options{Commands: known.Commands}).Check(); err != nil {
		return nil, nil, fmt.Errorf("%s: %w", path, err)
	}
	_, err = toml.Read(path, text, &values)
	return values, known.Commands, err
}
