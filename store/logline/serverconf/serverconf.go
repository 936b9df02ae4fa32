// Package serverconf finds what the configurations of nginx and Apache say about their logs.
package serverconf

import "strings"

// Definition is a format string that the configuration of a server gives a name.
type Definition struct{ Name, Text string }

// Definitions finds the log_format of nginx and the LogFormat of Apache in a configuration, in their order. One that
// has no name is called "default".
func Definitions(config string) []Definition {
	var found []Definition
	words := configWords{rest: config}
	for {
		word, quoted, ended := words.next()
		if ended {
			return found
		}
		switch {
		case quoted:
		case word == "log_format":
			if d, ok := words.nginx(); ok {
				found = append(found, d)
			}
		case strings.EqualFold(word, "LogFormat"):
			if d, ok := words.apache(); ok {
				found = append(found, d)
			}
		}
	}
}

// Includes finds the files, or patterns of files, that a configuration of nginx or Apache includes, as they are
// written there.
func Includes(config string) (paths []string) {
	words := configWords{rest: config}
	for {
		word, quoted, ended := words.next()
		if ended {
			return paths
		}
		if quoted || !strings.EqualFold(word, "include") && !strings.EqualFold(word, "IncludeOptional") {
			continue
		}
		if path, _, ended := words.next(); !ended && path != ";" && path != "\n" {
			paths = append(paths, path)
		}
	}
}

// configWords cuts a configuration into words and signs: quoted text without its quotes, ; and the line feed, and all
// else between white space. Comments are no words.
type configWords struct{ rest string }

func (w *configWords) next() (word string, quoted, ended bool) {
	for {
		w.rest = strings.TrimLeft(w.rest, " \t\r")
		w.rest = strings.TrimPrefix(strings.TrimPrefix(w.rest, "\\\n"), "\\\r\n") // a line that goes on
		if w.rest == "" {
			return "", false, true
		}
		switch c := w.rest[0]; c {
		case ' ', '\t', '\r':
			continue
		case '#':
			end := strings.IndexByte(w.rest, '\n')
			if end < 0 {
				end = len(w.rest)
			}
			w.rest = w.rest[end:]
			continue
		case '\n', ';':
			w.rest = w.rest[1:]
			return string(c), false, false
		case '"', '\'':
			return w.text(c), true, false
		}
		end := strings.IndexAny(w.rest, " \t\r\n;")
		if end < 0 {
			end = len(w.rest)
		}
		word, w.rest = w.rest[:end], w.rest[end:]
		return word, false, false
	}
}

// text cuts quoted text off, with its escapes: what compiles it knows them.
func (w *configWords) text(quote byte) string {
	for end := 1; end < len(w.rest); end++ {
		switch w.rest[end] {
		case '\\':
			end++
		case quote:
			text := w.rest[1:end]
			w.rest = w.rest[end+1:]
			return text
		}
	}
	text := w.rest[1:]
	w.rest = ""
	return text
}

// nginx reads what follows log_format: a name, perhaps how values are escaped, and strings that belong together, to
// the ;.
func (w *configWords) nginx() (d Definition, ok bool) {
	for {
		word, quoted, ended := w.next()
		switch {
		case ended:
			return d, false
		case !quoted && word == ";":
			return d, d.Name != "" && d.Text != ""
		case !quoted && word == "\n":
		case d.Name == "":
			d.Name = word
		case !quoted && d.Text == "" && strings.HasPrefix(word, "escape="):
		default:
			d.Text += word
		}
	}
}

// apache reads what follows LogFormat on its line: the string, and perhaps a name.
func (w *configWords) apache() (d Definition, ok bool) {
	d.Name = "default"
	for count := 0; ; count++ {
		word, quoted, ended := w.next()
		switch {
		case ended || !quoted && word == "\n":
			return d, count > 0
		case count == 0:
			d.Text = word
		case count == 1:
			d.Name = word
		}
	}
}
