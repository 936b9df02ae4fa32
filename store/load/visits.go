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

// mostRepeated bounds, in bytes, what a visit may say again with all its actions.
const mostRepeated = 64 << 20

// visits reads visits, one a line, as their actions, one a line, each with what the visit says: who it was, and from
// where.
type visits struct {
	visits  *bufio.Reader
	visit   map[string]json.RawMessage   // without its actions
	actions []map[string]json.RawMessage // that are not yet handed out
	line    []byte                       // what is not yet handed out of the action before them
	err     error                        // why nothing more comes
}

// Read hands out lines as long as there are any.
func (v *visits) Read(p []byte) (int, error) {
	for len(v.line) == 0 {
		if len(v.actions) > 0 {
			v.nextAction()
			continue
		}
		if v.err != nil {
			return 0, v.err
		}
		var line []byte
		if line, v.err = v.visits.ReadBytes('\n'); len(line) > 0 && !v.take(line) {
			v.line = line
		}
	}
	n := copy(p, v.line)
	v.line = v.line[n:]
	return n, nil
}

// take is false for a line that stays as it is: one that is no visit, or one without actions.
func (v *visits) take(line []byte) bool {
	var visit map[string]json.RawMessage
	var actions []map[string]json.RawMessage
	if json.Unmarshal(line, &visit) != nil || json.Unmarshal(visit[visitActions], &actions) != nil || len(actions) == 0 {
		return false
	}
	if (len(line)-len(visit[visitActions]))*len(actions) > mostRepeated {
		return false
	}
	delete(visit, visitActions)
	v.visit, v.actions = visit, actions
	return true
}

// nextAction makes a line of an action.
func (v *visits) nextAction() {
	whole := maps.Clone(v.visit)
	maps.Copy(whole, v.actions[0])
	v.actions = v.actions[1:]
	if text, err := json.Marshal(whole); err == nil { // there is no other: it was JSON
		v.line = append(text, '\n')
	}
}
