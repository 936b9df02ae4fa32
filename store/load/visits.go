package load

import (
	"bufio"
	"bytes"
	"encoding/json"
	"maps"
)

// visitActions is where Matomo keeps what happened in a visit.
const visitActions = "actionDetails"

// holdsVisits reports whether the beginning of a file is that of visits as Matomo's Live API gives them.
func holdsVisits(text []byte) bool {
	return bytes.Contains(text, []byte(`"`+visitActions+`"`)) && bytes.Contains(text, []byte(`"idVisit"`))
}

// visits reads visits, one a line, as their actions, one a line, each with what the visit says: who it was, and from
// where.
type visits struct {
	visits *bufio.Reader
	lines  []byte // not yet handed out
	err    error  // why nothing more comes
}

// Read hands out lines as long as there are any.
func (v *visits) Read(p []byte) (int, error) {
	for len(v.lines) == 0 {
		if v.err != nil {
			return 0, v.err
		}
		var visit []byte
		if visit, v.err = v.visits.ReadBytes('\n'); len(visit) > 0 {
			v.lines = actionsOf(visit)
		}
	}
	n := copy(p, v.lines)
	v.lines = v.lines[n:]
	return n, nil
}

// actionsOf are the actions of a visit. A line that is no visit, or one without actions, stays as it is.
func actionsOf(line []byte) (lines []byte) {
	var visit map[string]json.RawMessage
	var actions []map[string]json.RawMessage
	if json.Unmarshal(line, &visit) != nil || json.Unmarshal(visit[visitActions], &actions) != nil || len(actions) == 0 {
		return line
	}
	delete(visit, visitActions)
	for _, action := range actions {
		whole := maps.Clone(visit)
		maps.Copy(whole, action)
		text, err := json.Marshal(whole)
		if err != nil {
			return line
		}
		lines = append(append(lines, text...), '\n')
	}
	return lines
}
