package logline

// envelope is a JSON object around a line: what holds the line, and when it came.
type envelope struct{ object }

// The names of line and time, plain, in the files of docker (json-file) and in what "journalctl -o json" prints.
var (
	dockerNames  = [2]string{"log", "time"}
	journalNames = [2]string{"message", "realtimetimestamp"}
)

// open takes time and line out of an envelope whose parts have these names, always the same. They live until the next one is opened.
func (o *envelope) open(names [2]string, line []byte) (at, rest []byte, ok bool) {
	if o.record == nil {
		o.record = &record{json: true, tree: plant(names[:]), values: make([][]byte, len(names))}
	}
	if line[0] != '{' || o.scan(line) != OK || len(o.values[0]) < 2 || o.values[0][0] != '"' {
		return nil, nil, false
	}
	o.scratch = o.scratch[:0]
	return o.content(o.values[1]), o.content(o.values[0]), true
}
