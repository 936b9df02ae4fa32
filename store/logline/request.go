package logline

import (
	"bytes"

	"spoor/store/logline/spelling"
)

var slash, methodGet = []byte{'/'}, []byte("GET")

// request is what was requested, if the line is one of an access log. A log that says no method had GET: what it has
// a path and a status for was requested.
func (r *record) request(status int32) (action, target []byte, ok bool) {
	action, target = r.methodAndTarget()
	if target != nil && (spelling.IsMethod(action) || r.requests) {
		if target = pathOf(target); r.encoded && target[0] != '/' {
			target = r.join(slash, "", target)
		}
		return withMethod(action, target, status), r.withQuery(target), true
	}
	request := r.get(requestField)
	if request != nil || r.requests {
		if action, target, ok := r.requestLine(request, status); ok {
			return action, target, true
		}
	}
	if !isAnswer(status) || r.get(eventField) != nil || r.get(itemField) != nil {
		return nil, nil, false
	}
	if isPath(target) {
		return methodGet, r.withQuery(pathOf(target)), true
	}
	return nil, request, request != nil // one that no server understands
}

// methodAndTarget are those of the line, whose target may be all of the request.
func (r *record) methodAndTarget() (action, target []byte) {
	action, target = spelling.Method(r.get(methodField)), r.get(targetField)
	verb, inner := splitRequest(target)
	switch {
	case !spelling.IsKnownMethod(verb) || !isPath(inner):
		return action, target
	case spelling.IsMethod(action):
		return action, inner
	}
	return verb, inner
}

// requestLine is what was requested by a text such as "GET /jobs HTTP/1.1".
func (r *record) requestLine(request []byte, status int32) (action, target []byte, ok bool) {
	if request == nil && len(r.places[requestField]) > 0 {
		request = r.values[r.places[requestField][0]] // the "-" of a connection without request
	}
	if string(request) == "- - -" { // Envoy's, of a connection
		return nil, nil, true
	}
	action, target = splitRequest(request)
	if !r.requests && !bytes.Contains(request, []byte(" HTTP/")) &&
		!(isPath(target) && (spelling.IsKnownMethod(action) || action == nil && isAnswer(status))) {
		return nil, nil, false
	}
	if action = withMethod(action, target, status); r.absolute {
		target = pathOf(target)
	}
	return action, target, true
}

func isAnswer(status int32) bool { return status >= 100 && status <= 599 }

// withMethod is the method of a request; GET if the log says none.
func withMethod(method, target []byte, status int32) []byte {
	if len(method) == 0 && isAnswer(status) && isPath(target) {
		return methodGet
	}
	return method
}
