package logline

import (
	"embed"
	"errors"
	"fmt"
	"slices"
	"sync"

	"spoor/internal/toml"
)

//go:embed formats/*.toml
var formatFiles embed.FS

// own are the formats that people have added, before all others.
var own struct {
	sync.Mutex
	formats []Format
	begin   []Format // with those of this package; nil: nobody has asked for them since
	all     []Format // with all of spoor; likewise
}

// catalogue are the formats that come with spoor as files. They are read when the first is asked for, since most
// commands and the logs of most servers need none, and all at once, since a load waits for them.
var catalogue = sync.OnceValue(func() []Format {
	entries, err := formatFiles.ReadDir("formats")
	if err != nil {
		panic(err)
	}
	all := make([]Format, len(entries))
	var group sync.WaitGroup
	for i, entry := range entries {
		group.Go(func() { all[i] = inCatalogue(entry.Name()) })
	}
	group.Wait()
	return all
})

func inCatalogue(file string) Format {
	text, err := formatFiles.ReadFile("formats/" + file)
	if err != nil {
		panic(err)
	}
	f, err := ReadFormat(file, text)
	if err != nil {
		panic(err)
	}
	return f
}

// knownAtOnce are the formats that all of them begin with: those of people, and those of this package.
func knownAtOnce() []Format {
	own.Lock()
	defer own.Unlock()
	if own.begin == nil {
		own.begin = slices.Concat(own.formats, formats)
	}
	return own.begin
}

// known are all formats: those of people, those of this package, those that come as files.
func known() []Format {
	own.Lock()
	defer own.Unlock()
	if own.all == nil {
		own.all = slices.Concat(own.formats, formats, catalogue())
	}
	return own.all
}

// each tells all formats with their places, and reads those that come as files only when it is their turn.
func each(yield func(i int, f Format) bool) {
	begin := knownAtOnce()
	for i, f := range begin {
		if !yield(i, f) {
			return
		}
	}
	for i, f := range known()[len(begin):] {
		if !yield(len(begin)+i, f) {
			return
		}
	}
}

// SetOwn replaces the formats of somebody's own, which go before those of the same name that come with spoor. Two of
// one name are an error, and change nothing.
func SetOwn(formats []Format) error {
	for i, f := range formats {
		if slices.ContainsFunc(formats[:i], func(other Format) bool { return other.Name == f.Name }) {
			return fmt.Errorf("two format files are named %q; rename one of them", f.Name)
		}
	}
	own.Lock()
	defer own.Unlock()
	own.formats, own.begin, own.all = formats, nil, nil
	return nil
}

// Source is the text of the file of a format that comes with spoor; ok is false for one that is none.
func Source(name string) (text []byte, ok bool) {
	text, err := formatFiles.ReadFile("formats/" + name + ".toml")
	return text, err == nil
}

// ReadFormat reads a format file. The name is said in errors, which say what is wrong and where.
func ReadFormat(name string, text []byte) (Format, error) {
	var f formatFile
	read, err := toml.Read(name, text, &f)
	if err != nil {
		return Format{}, err
	}
	d, err := f.define()
	var wrong *keyError
	if errors.As(err, &wrong) {
		return Format{}, read.Wrong(wrong.key, "%w", err)
	}
	if err != nil {
		return Format{}, fmt.Errorf("%s: %w", name, err)
	}
	d.origin = name
	return d.format(), nil
}

// Origin says where a format comes from: "" is this package, else the file that defines it.
func (f Format) Origin() string {
	if f.defined == nil {
		return ""
	}
	return f.defined.origin
}
