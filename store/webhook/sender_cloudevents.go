package webhook

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"iter"
	"net/http"
	"net/url"
	"strings"
)

// cloudEvents are events of CloudEvents 1.0 in JSON, by itself (structured), in an array (batch), or as the data
// alone with the attributes in the head of the request (binary). What the data say by names that are known anywhere
// counts; the attributes say what it is, when it was, and whom it is about. They can be named as ce.NAME.
var cloudEvents = sender{
	fits: func(h *head, _ http.Header) bool {
		return h.SpecVersion.kind == '"' && h.ID.text != "" && h.Type.text != ""
	},
	read: func(message []byte, _ http.Header) iter.Seq[part] { return one(cloudEvent(message, nil)) },
}

// isBinary reports whether the attributes of an event are in the head of the request.
func isBinary(header http.Header) bool { return header.Get("Ce-Specversion") != "" }

// attributes are what a CloudEvent says of itself, extensions included that name who did it.
type attributes struct {
	ID, Source, Type, Subject, Time value
	AuthID, UserID, User            value
	Data                            json.RawMessage
	DataBase64                      value `json:"data_base64"`
}

// cloudEvent reads an event of its attributes and its data. Where the data are not given they are among the attributes.
func cloudEvent(envelope, data []byte) part {
	p := part{text: data}
	var a attributes
	decode(envelope, &a)
	if data == nil {
		p.text, data = envelope, dataOf(&a)
	}
	p.canonical = canonical{Event: a.Type.text, Time: a.Time.text, User: first(a.UserID.text, a.User.text, a.AuthID.text)}
	p.id, p.subject = named("cloudevents", a.Source.text, a.ID.text), a.Subject.text
	p.extra = append([]byte(`"ce":`), envelope...)
	if p.object = objectOr(data); p.object == nil {
		p.object = []byte("{}")
	}
	return p
}

// dataOf are the data in an event. In Base64, or in a text, they may be JSON as well.
func dataOf(a *attributes) []byte {
	if a.DataBase64.text != "" {
		data, _ := base64.StdEncoding.DecodeString(a.DataBase64.text)
		return objectOr(data)
	}
	var text value
	if json.Unmarshal(a.Data, &text) == nil && text.text != "" {
		return objectOr([]byte(text.text))
	}
	return a.Data
}

// objectOr is the text if it is a JSON object, or nothing.
func objectOr(text []byte) []byte {
	if text = bytes.TrimSpace(text); len(text) > 0 && text[0] == '{' && json.Valid(text) {
		return text
	}
	return nil
}

// headerAttributes are the attributes of an event in binary mode, where they are percent-encoded.
func headerAttributes(header http.Header) []byte {
	all := map[string]string{}
	for name, values := range header {
		if attribute, ok := strings.CutPrefix(strings.ToLower(name), "ce-"); ok && len(values) == 1 {
			all[attribute] = values[0]
			if decoded, err := url.PathUnescape(values[0]); err == nil {
				all[attribute] = decoded
			}
		}
	}
	text, err := json.Marshal(all)
	if err != nil {
		return []byte("{}") // texts can be written
	}
	return text
}
