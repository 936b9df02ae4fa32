package load

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"

	"spoor/store/logline"
)

// recordSeparator stands before each object of a sequence of JSON texts (RFC 7464).
const recordSeparator = 0x1e

// What stands in a path for the elements of an array, and for all members of an object, whatever their names are.
const (
	inArray  = "[]"
	inObject = "{}"
)

// maxShapeDepth is how deep records may lie in other objects, with arrays counted, and deepestLook how deep values are
// looked at at all, since a file may be nothing but brackets.
const (
	maxShapeDepth = 8
	deepestLook   = 4 * maxShapeDepth
)

// jsonShape is how the objects of a file lie in it.
type jsonShape struct {
	scattered bool     // they are not one a line
	visits    bool     // they are visits, and their actions the records
	path      []string // to the records within the objects, of names and inArray; nil: the objects are the records
}

// assigned is what stands before JSON that a script of a page takes: window.data.part0 = [{, or callback([{.
var assigned = regexp.MustCompile(`^((?:(?:var|let|const)\s+[\w$]+\s*=|[\w.$]+\s+=|[A-Za-z_$][\w.$]*\()\s*)\[\s*\{`)

// beforeJSON is how many bytes stand before the JSON of such a file; 0 if it is none.
func beforeJSON(head []byte) int {
	if found := assigned.FindSubmatch(head); found != nil {
		return len(found[1])
	}
	return 0
}

// jsonShapeOf tells the shape from the beginning of a file. ok is false where each line is what it is: JSON, one object
// a line, or none.
func jsonShapeOf(head []byte) (shape jsonShape, ok bool) {
	text := bytes.TrimLeft(bytes.TrimPrefix(head, byteOrderMark), " \t\r\n")
	if len(text) == 0 {
		return shape, false
	}
	if (text[0] == '[' || text[0] == '{') && holdsVisits(text) {
		return jsonShape{scattered: true, visits: true}, true
	}
	switch text[0] {
	case recordSeparator:
		return jsonShape{scattered: true}, true
	case '[':
		inner := bytes.TrimLeft(text, "[ \t\r\n") // Moodle writes [[{…}]]
		shape.scattered = len(inner) > 0 && inner[0] == '{'
		return shape, shape.scattered
	case '{':
	default:
		return shape, false
	}
	object, rest, whole := firstObject(text)
	shape.path = recordsPath(object)
	shape.scattered = bytes.IndexByte(object, '\n') >= 0 || whole && moreOnLine(rest)
	return shape, shape.scattered || shape.path != nil
}

// moreOnLine reports whether an object, a comma or the like stands behind an object on its line.
func moreOnLine(rest []byte) bool {
	rest = bytes.TrimLeft(rest, " \t\r")
	return len(rest) > 0 && bytes.IndexByte([]byte{'{', ',', recordSeparator}, rest[0]) >= 0
}

// firstObject cuts the object off that text begins with; whole is false if it does not end.
func firstObject(text []byte) (object, rest []byte, whole bool) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	var raw json.RawMessage
	if decoder.Decode(&raw) != nil {
		return text, nil, false
	}
	end := decoder.InputOffset()
	return text[:end], text[end:], true
}

// recordsPath is where the records lie in an object around them: in the first array of objects that say when and who,
// or else in the first that say when, if the object itself does not say who, nor when unless they say who. nil: it is a
// record itself.
func recordsPath(object []byte) []string {
	w := &shapeWalk{decoder: json.NewDecoder(bytes.NewReader(object))}
	w.decoder.UseNumber()
	outer := w.value(nil, "")
	if outer.actor || outer.time && !w.record.actor {
		return nil
	}
	return w.found
}

// shapeWalk reads an object, perhaps cut off.
type shapeWalk struct {
	decoder *json.Decoder
	found   []string // the path to the first array of records; nil: none yet
	record  traits   // of the first of them
	ended   bool
}

// traits are what an object says, itself or in objects within it.
type traits struct{ object, time, actor bool }

// value reads a value under a name.
func (w *shapeWalk) value(path []string, name string) (t traits) {
	token, err := w.decoder.Token()
	if w.ended = w.ended || err != nil; w.ended {
		return t
	}
	if _, opens := token.(json.Delim); opens && len(path) > deepestLook {
		w.skip()
		return t
	}
	switch token {
	case json.Delim('{'):
		t = w.object(path)
		t.actor = t.actor || logline.MayNameActor(name)
		return t
	case json.Delim('['):
		w.array(path)
		return t
	}
	return traits{time: saysWhen(token), actor: logline.MayNameActor(name) && token != nil}
}

// skip passes over what is left of an object or array.
func (w *shapeWalk) skip() {
	for depth := 1; depth > 0 && !w.ended; {
		token, err := w.decoder.Token()
		w.ended = err != nil
		switch token {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
	}
}

func (w *shapeWalk) object(path []string) (t traits) {
	t.object = true
	members, records, before := 0, 0, w.found
	for !w.ended && w.decoder.More() {
		name, err := w.decoder.Token()
		if err != nil {
			w.ended = true
			break
		}
		key, _ := name.(string)
		inner := w.value(append(slices.Clone(path), key), key)
		t.time, t.actor = t.time || inner.time, t.actor || inner.actor
		if members++; inner.object && inner.time && inner.actor {
			records++
		}
	}
	if records > 1 && records == members && before == nil { // records by their keys
		w.found, w.record = append(slices.Clone(path), inObject), t
		return traits{object: true}
	}
	w.close()
	return t
}

// array looks for records among the elements. What they say is not what the object around them says.
func (w *shapeWalk) array(path []string) {
	path = append(slices.Clone(path), inArray)
	for !w.ended && w.decoder.More() {
		within := w.found
		t := w.value(path, "")
		// as the entries of a HAR behind its pages
		better := within == nil || t.actor && !w.record.actor && !isWithin(path, within)
		if better && t.time && t.object && len(path) <= maxShapeDepth {
			w.found, w.record = path, t
		}
	}
	w.close()
}

// isWithin reports whether a path leads into what another one leads to.
func isWithin(path, outer []string) bool {
	return len(path) >= len(outer) && slices.Equal(path[:len(outer)], outer)
}

// close reads the bracket at the end.
func (w *shapeWalk) close() {
	if !w.ended {
		_, err := w.decoder.Token()
		w.ended = err != nil
	}
}

var (
	datePattern  = regexp.MustCompile(`^(\d{4}-\d\d-\d\d[T ]\d|\[?\d{1,2}/[A-Z][a-z]{2}/\d{4}:\d\d)`)
	epochPattern = regexp.MustCompile(`^1\d{9}(\.\d+|\d{3}|\d{6}|\d{9})?$`)
)

// saysWhen reports whether a value looks like a time of our days.
func saysWhen(value json.Token) bool {
	switch value := value.(type) {
	case string:
		return datePattern.MatchString(value) || epochPattern.MatchString(value)
	case json.Number:
		return epochPattern.MatchString(value.String())
	}
	return false
}
