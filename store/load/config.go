package load

import (
	"os"
	"path/filepath"

	"spoor/store/logline/serverconf"
)

// Definitions finds the format strings in a configuration of nginx or Apache and in all that it includes, in the order
// of the files. A file that is included and can't be read defines nothing.
func Definitions(path string) ([]serverconf.Definition, error) {
	config, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	c := configuration{root: filepath.Dir(path), read: map[string]bool{path: true}}
	c.take(string(config))
	return c.found, nil
}

// configuration is a configuration that is being read.
type configuration struct {
	root  string          // relative names of files begin here, or, as Apache may have it, one directory above
	read  map[string]bool // the files, each of which is read once
	found []serverconf.Definition
}

func (c *configuration) take(text string) {
	c.found = append(c.found, serverconf.Definitions(text)...)
	for _, pattern := range serverconf.Includes(text) {
		for _, path := range c.files(pattern) {
			if c.read[path] {
				continue
			}
			c.read[path] = true
			if config, err := os.ReadFile(path); err == nil {
				c.take(string(config))
			}
		}
	}
}

// files are those of a pattern, or in a directory.
func (c *configuration) files(pattern string) []string {
	for _, root := range []string{c.root, filepath.Dir(c.root)} {
		full := pattern
		if !filepath.IsAbs(pattern) {
			full = filepath.Join(root, pattern)
		}
		if info, err := os.Stat(full); err == nil && info.IsDir() {
			full = filepath.Join(full, "*")
		}
		if paths, err := filepath.Glob(full); err == nil && len(paths) > 0 {
			return paths
		}
	}
	return nil
}
