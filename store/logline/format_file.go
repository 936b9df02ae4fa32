package logline

import (
	"fmt"
	"slices"
	"strings"

	"spoor/internal/nearest"
	"spoor/store/logline/endings"
	"spoor/store/logline/spelling"
)

// formatFile is a format as a file says it, see docs/formats.md.
type formatFile struct {
	Name       string                       `toml:"name"`
	Words      string                       `toml:"words"`
	Shape      string                       `toml:"shape"`
	Requests   bool                         `toml:"requests"` // each event is a request
	Absolute   bool                         `toml:"absolute"` // what is requested is written with scheme and host
	Encoded    bool                         `toml:"encoded"`  // agents as in URLs, paths without their first slash
	Require    []string                     `toml:"require"`
	Columns    []string                     `toml:"columns"`
	Translated translatedFile               `toml:"translated"`
	Others     string                       `toml:"others"`
	Fields     map[string][]string          `toml:"fields"`
	Constants  map[string]string            `toml:"constants"`
	Values     map[string]map[string]string `toml:"values"`
	Kinds      map[string][]string          `toml:"kinds"`
	Percent    []string                     `toml:"percent"`     // of text: values that are encoded as in URLs
	Digits     []string                     `toml:"hexadecimal"` // of text: values that are the digits of their bytes
	Lines      []lineFile                   `toml:"line"`
	Samples    []sampleFile                 `toml:"sample"`
}

// translatedFile says how a header in another language is known: by its last columns, which are these, in their order.
type translatedFile struct {
	Columns []string `toml:"columns"`
	Require []string `toml:"require"`
}

// lineFile is a kind of line of a format whose shape is text.
type lineFile struct {
	Pattern   string            `toml:"pattern"`
	Regexp    string            `toml:"regexp"`
	Constants map[string]string `toml:"constants"`
	Ignore    bool              `toml:"ignore"`
}

// sampleFile is a piece of a log and the events that must come of it.
type sampleFile struct {
	Text    string              `toml:"text"`
	Events  []map[string]string `toml:"events"`
	Rejects int                 `toml:"rejects"`
}

// definition is what parsers need of a format file.
type definition struct {
	file      *formatFile
	origin    string               // the name of the file
	fields    [fieldCount][]string // plain paths
	columns   []string             // of text: the names of the values of all kinds of lines
	digits    []int                // of text: the places of values in hexadecimal digits
	percent   []int                // of text: those of values that are encoded as in URLs
	lines     []lineKind
	required  []required
	asked     []required // of lines under a header in another language
	constants constants
	values    [fieldCount]map[string][]byte
	kinds     map[string]Kind // by action
}

// lineKind is a kind of line.
type lineKind struct {
	pattern   matcher
	constants constants
	ignore    bool
}

// matcher reads a line of one kind.
type matcher interface {
	match(line []byte, r *record) bool
}

// required is what each line must have: a value under one of these names, and perhaps one of these.
type required struct {
	names  []string // plain paths
	values []string // nil: any
}

// constants are values that lines do not say.
type constants struct {
	fields  [fieldCount][]byte
	outcome Outcome
	kind    Kind
}

// The words of format files beside those of the fields.
const (
	kindWord   = "kind"
	ignoreWord = "ignore"
	textShape  = "text"
)

// shapes are the ways to write values that a format file can build upon: text, and formats of this package.
var shapes = []string{textShape, jsonFamily, "csv", "tsv", "ssv", "psv", "ltsv", "logfmt", w3cFamily, "cef", "leef"}

// define checks what a file says and prepares it for reading. The error names the key that is wrong.
func (f *formatFile) define() (*definition, error) {
	d := &definition{file: f, kinds: map[string]Kind{}}
	for _, step := range []func(*formatFile) error{
		checkHead, d.takeFields, d.takeRequired, d.takeConstants, d.takeValues, d.takeKinds, d.takeLines, d.takeDigits,
	} {
		if err := step(f); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// keyError is what is wrong with a key of a format file.
type keyError struct {
	key   string
	words string
}

func (e *keyError) Error() string { return e.key + ": " + e.words }

func wrongKey(key, words string, arguments ...any) error {
	return &keyError{key, fmt.Sprintf(words, arguments...)}
}

func checkHead(f *formatFile) error {
	switch {
	case f.Name == "" || strings.ContainsFunc(f.Name, func(r rune) bool { return !isNameRune(r) }):
		return wrongKey("name", "%q is not a name; write one of small letters, digits and -", f.Name)
	case f.Words == "":
		return wrongKey("words", "missing; say what the format is")
	case !slices.Contains(shapes, f.Shape):
		return wrongKey("shape", "%q is not a shape; there are %s", f.Shape, wordList(shapes))
	case f.Others != "" && f.Others != ignoreWord:
		return wrongKey("others", "%q is not known; write %q if lines of other kinds say nothing of users",
			f.Others, ignoreWord)
	case (f.Shape == textShape) != (len(f.Lines) > 0):
		return wrongKey("line", "kinds of lines belong to the shape text, which needs at least one")
	}
	return nil
}

func isNameRune(r rune) bool { return r == '-' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' }

// fieldNamed finds a field by its word.
func fieldNamed(word string) (field, bool) {
	i := slices.Index(fieldWords[:], word)
	return field(i), i >= 0
}

// unknownWord says that a word is no field, and which there are.
func unknownWord(key, word string, more ...string) error {
	known := append(slices.Clone(fieldWords[:]), more...)
	return wrongKey(key+"."+word, "not a part of an event%s", nearest.Suggest(word, slices.Values(known)))
}

func (d *definition) takeFields(f *formatFile) error {
	for word, paths := range f.Fields {
		of, ok := fieldNamed(word)
		if !ok {
			return unknownWord("fields", word)
		}
		for _, path := range paths {
			steps, err := spelling.ParsePath(path)
			switch {
			case err != nil:
				return wrongKey("fields."+word, "%v", err)
			case len(steps) > spelling.MaxSteps:
				return wrongKey("fields."+word, "%q has %d steps; at most %d can be followed", path, len(steps), spelling.MaxSteps)
			}
			d.fields[of] = append(d.fields[of], spelling.PlainPath(path))
		}
	}
	return nil
}

func (d *definition) takeRequired(f *formatFile) (err error) {
	if d.required, err = readRequired("require", f.Require); err != nil {
		return err
	}
	d.asked, err = readRequired("translated.require", f.Translated.Require)
	switch {
	case err != nil:
		return err
	case f.Translated.Columns != nil && len(d.asked) == 0:
		return wrongKey("translated", "require is missing; "+
			"say by which value of a column lines are told from those of other tables")
	case f.Translated.Columns != nil && len(d.required) == 0:
		return wrongKey("require", "missing; say which columns a header has that needs no translation")
	}
	return nil
}

func readRequired(key string, texts []string) (all []required, err error) {
	for _, text := range texts {
		paths, said := text, ""
		if !strings.HasSuffix(text, "]") {
			paths, said, _ = strings.Cut(text, "=")
		}
		var r required
		if said != "" {
			r.values = strings.Split(said, "|")
		}
		for path := range strings.SplitSeq(paths, "|") {
			if _, err := spelling.ParsePath(path); err != nil {
				return nil, wrongKey(key, "%v", err)
			}
			r.names = append(r.names, spelling.PlainPath(path))
		}
		all = append(all, r)
	}
	return all, nil
}

func (d *definition) takeConstants(f *formatFile) (err error) {
	d.constants, err = readConstants("constants", f.Constants)
	return err
}

func readConstants(key string, texts map[string]string) (c constants, err error) {
	for word, value := range texts {
		switch of, ok := fieldNamed(word); {
		case ok && of != outcomeField:
			c.fields[of] = []byte(value)
		case ok:
			i := slices.Index(endings.OutcomeWords[:], value)
			if i < 0 {
				return c, wrongKey(key+"."+word, "%q is not an outcome; there are %s", value, wordList(endings.OutcomeWords[:]))
			}
			c.outcome = Outcome(i)
		case word == kindWord:
			i := slices.Index(endings.KindWords[:], value)
			if i < 0 {
				return c, wrongKey(key+"."+word, "%q is not a kind of action; there are %s", value,
					wordList(endings.KindWords[:]))
			}
			c.kind = Kind(i)
		default:
			return c, unknownWord(key, word, kindWord)
		}
	}
	return c, nil
}

func (d *definition) takeValues(f *formatFile) error {
	for word, table := range f.Values {
		of, ok := fieldNamed(word)
		if !ok {
			return unknownWord("values", word)
		}
		if of == timeField || of == dateField || of == zoneField {
			return wrongKey("values."+word, "has no effect; times are read as they are written, "+
				"and --time-layout says how")
		}
		d.values[of] = map[string][]byte{}
		for from, to := range table {
			if of == outcomeField && !slices.Contains(endings.OutcomeWords[:], to) {
				return wrongKey("values."+word+"."+from, "%q is not an outcome; there are %s", to,
					wordList(endings.OutcomeWords[:]))
			}
			d.values[of][from] = []byte(to)
		}
	}
	return nil
}

func (d *definition) takeKinds(f *formatFile) error {
	for word, actions := range f.Kinds {
		i := slices.Index(endings.KindWords[:], word)
		if i <= 0 {
			return wrongKey("kinds."+word, "not a kind of action%s", nearest.Suggest(word, slices.Values(endings.KindWords[1:])))
		}
		for _, action := range actions {
			d.kinds[action] = Kind(i)
		}
	}
	return nil
}

func (d *definition) takeLines(f *formatFile) error {
	size := 0 // of all regular expressions
	for i, line := range f.Lines {
		key := fmt.Sprintf("line.%d", i)
		kind := lineKind{ignore: line.Ignore}
		var err error
		if kind.constants, err = readConstants(key+".constants", line.Constants); err != nil {
			return err
		}
		switch {
		case (line.Pattern == "") == (line.Regexp == ""):
			return wrongKey(key, "needs either pattern or regexp")
		case line.Pattern != "":
			var p pattern
			p, err = compilePattern(line.Pattern, d.placeOf)
			kind.pattern, key = &p, key+".pattern"
		default:
			var line *regexpLine
			if line, err = compileRegexp(f.Lines[i].Regexp, d.placeOf); err == nil {
				if size += line.regexp.Size(); size > maxRegexpsSize {
					err = fmt.Errorf("the regular expressions are too large together; write patterns in place of some")
				}
			}
			kind.pattern = line
			key += ".regexp"
		}
		if err != nil {
			return wrongKey(key, "%v", err)
		}
		d.lines = append(d.lines, kind)
	}
	return nil
}

func (d *definition) takeDigits(f *formatFile) error {
	for key, names := range map[string][]string{"hexadecimal": f.Digits, "percent": f.Percent} {
		for _, name := range names {
			place := slices.Index(d.columns, spelling.Plain(name))
			switch {
			case place < 0:
				return wrongKey(key, "%q is no value of a line of text", name)
			case key == "percent":
				d.percent = append(d.percent, place)
			default:
				d.digits = append(d.digits, place)
			}
		}
	}
	return nil
}

// placeOf is the place of a value of a line. Its name is that of a field, or one that fields name.
func (d *definition) placeOf(name string) int {
	name = spelling.Plain(name)
	if of, ok := fieldNamed(name); ok && len(d.fields[of]) == 0 {
		d.fields[of] = []string{name}
	}
	if i := slices.Index(d.columns, name); i >= 0 {
		return i
	}
	d.columns = append(d.columns, name)
	return len(d.columns) - 1
}

func wordList(words []string) string { return strings.Join(words, ", ") }
