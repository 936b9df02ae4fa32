package logline

import (
	"bytes"
	"strings"
)

// Rival is another format that fits a log as well as the one that was taken, and what speaks for each.
type Rival struct {
	Name string // what --format calls it
	Why  string // what speaks for it
	Own  string // what speaks for the one that was taken
}

// Rival is the format that fits as well, if Detect has found one.
func (f Format) Rival() (rival Rival, ok bool) {
	if f.rival == nil {
		return Rival{}, false
	}
	return *f.rival, true
}

// rivalLines is how many lines are looked at for other formats that fit.
const rivalLines = 20

// besideRivals is the format with another one that reads as much of a sample. Of two that files define the one that
// asks for more is taken.
func (f Format) besideRivals(sample [][]byte, o Options) Format {
	sample = sample[:min(len(sample), rivalLines)]
	if f.defined == nil {
		if f.Title() == "combined" && mostlyAbsolute(f, sample, o) {
			f.rival = &Rival{Name: "varnish", Why: "what is requested has scheme and host, which it leaves out",
				Own: "proxies of clients write so, too, and there the host matters"}
		}
		return f
	}
	own := attempt(f, sample, o)
	for _, other := range known() {
		if other.defined == nil || other.Name == f.family || other.defined.file.Shape != f.defined.file.Shape {
			continue
		}
		other.prefix = f.prefix
		a := attempt(other, sample, o)
		if a.Events == 0 || a.Events+a.known != own.Events+own.known || a.lines != own.lines {
			continue
		}
		if !isOwn(f.family) && len(other.defined.required) > len(f.defined.required) {
			f, other = a.Format.renamed(), f
		}
		f.rival = &Rival{Name: other.Name, Why: other.defined.asks(), Own: f.defined.asks()}
		return f
	}
	return f
}

// isOwn reports whether a format is somebody's own.
func isOwn(name string) bool {
	own.Lock()
	defer own.Unlock()
	for _, f := range own.formats {
		if f.Name == name {
			return true
		}
	}
	return false
}

// asks says what lines must have to be in the format.
func (d *definition) asks() string {
	if len(d.file.Require) == 0 {
		return "it has a kind of line for them"
	}
	return "they have " + strings.Join(d.file.Require, ", ")
}

// mostlyAbsolute reports whether most requests are written with scheme and host.
func mostlyAbsolute(f Format, sample [][]byte, o Options) bool {
	p := newParser(f, o)
	var e Event
	requests, absolute := 0, 0
	for _, line := range sample {
		if p.Parse(line, &e) != OK {
			continue
		}
		requests++
		if bytes.HasPrefix(e.Target, []byte("http://")) || bytes.HasPrefix(e.Target, []byte("https://")) {
			absolute++
		}
	}
	return absolute*2 > requests
}
