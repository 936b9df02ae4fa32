package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// step is one line of a script.
type step struct {
	line int
	do   func(w *walker) error
}

// verbs make a step of what stands behind its name.
var verbs = map[string]func(rest string) (func(w *walker) error, error){
	"size": parseSize,
	"run": func(command string) (func(w *walker) error, error) {
		return func(w *walker) error { return w.run(command) }, nil
	},
	"until": func(text string) (func(w *walker) error, error) {
		return func(w *walker) error { return w.until(text) }, nil
	},
	"key":   parseKeys,
	"type":  parseTyped,
	"pause": parsePause,
	"shown": parseShown,
	"timed": parseTimed,
	"picture": func(name string) (func(w *walker) error, error) {
		return func(w *walker) error { return w.picture(name) }, nil
	},
}

func parseScript(text string) (steps []step, err error) {
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		verb, rest, _ := strings.Cut(line, " ")
		parse, ok := verbs[verb]
		if !ok {
			return nil, fmt.Errorf("line %d: there is no step called %q", i+1, verb)
		}
		if rest = strings.TrimSpace(rest); rest == "" {
			return nil, fmt.Errorf("line %d: %s what?", i+1, verb)
		}
		do, err := parse(rest)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
		steps = append(steps, step{i + 1, do})
	}
	return steps, nil
}

func parseSize(rest string) (func(w *walker) error, error) {
	var width, height int
	if n, err := fmt.Sscanf(rest, "%d %d", &width, &height); n != 2 || width < 1 || height < 1 {
		return nil, fmt.Errorf("size takes columns and rows, as in size 120 34: %w", err)
	}
	return func(w *walker) error {
		if w.terminal != nil {
			return errors.New("the size comes before what runs")
		}
		w.width, w.height = width, height
		return nil
	}, nil
}

func parsePause(rest string) (func(w *walker) error, error) {
	d, err := time.ParseDuration(rest)
	return func(*walker) error { time.Sleep(d); return nil }, err
}

func parseTyped(text string) (func(w *walker) error, error) {
	var keys []string
	for _, r := range text {
		keys = append(keys, string(r))
	}
	return func(w *walker) error { return w.press(keys) }, nil
}

// named are the bytes of keys that are no letters, as xterm sends them.
var named = map[string]string{
	"Enter": "\r", "Esc": "\x1b", "Tab": "\t", "BackTab": "\x1b[Z", "Space": " ", "Backspace": "\x7f",
	"Up": "\x1b[A", "Down": "\x1b[B", "Right": "\x1b[C", "Left": "\x1b[D", "Home": "\x1b[H", "End": "\x1b[F",
	"PageUp": "\x1b[5~", "PageDown": "\x1b[6~",
}

// parseShown reads the name of a figure and a text.
func parseShown(rest string) (func(w *walker) error, error) {
	name, text, ok := strings.Cut(rest, " ")
	if !ok {
		return nil, errors.New("shown takes a name and a text")
	}
	return func(w *walker) error { return w.shown(name, text) }, nil
}

// parseTimed reads the name of a figure and keys.
func parseTimed(rest string) (func(w *walker) error, error) {
	name, keys, _ := strings.Cut(rest, " ")
	list, err := keysOf(keys)
	if err == nil && len(list) == 0 {
		err = errors.New("timed takes a name and keys")
	}
	return func(w *walker) error { return w.timed(name, list) }, err
}

func parseKeys(rest string) (func(w *walker) error, error) {
	keys, err := keysOf(rest)
	return func(w *walker) error { return w.press(keys) }, err
}

// keysOf is what a terminal sends for keys.
func keysOf(names string) (keys []string, err error) {
	for _, name := range strings.Fields(names) {
		key, err := keyOf(name)
		if err != nil {
			return nil, err
		}
		keys = append(keys, key)
	}
	return keys, nil
}

// keyOf is what a terminal sends for a key.
func keyOf(name string) (string, error) {
	if key, ok := named[name]; ok {
		return key, nil
	}
	if letter, ok := strings.CutPrefix(name, "Ctrl+"); ok && len(letter) == 1 && letter[0] >= 'a' && letter[0] <= 'z' {
		return string(letter[0] - 'a' + 1), nil
	}
	if len([]rune(name)) == 1 {
		return name, nil
	}
	return "", errors.New("there is no key called " + strconv.Quote(name))
}
