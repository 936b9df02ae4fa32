package webhook

import (
	"encoding/json"
	"iter"
	"mime"
	"net/http"
	"net/url"
)

// GitHub sends events as forms unless it is told to send JSON, and Slack what people do with its buttons and commands.
// Both sign the form as it is. From others none is taken: a web page can send one without being asked.

const formType = "application/x-www-form-urlencoded"

// sendsForms reports whether those who sign so send forms.
func (s Scheme) sendsForms() bool { return s == GitHub || s == Slack }

// isForm reports whether the head says that the body is a form.
func isForm(header http.Header) bool {
	kind, _, err := mime.ParseMediaType(header.Get("Content-Type"))
	return err == nil && kind == formType
}

// formMessage is the JSON in a form: its payload, or else its fields as an object. ok is false if it is no form.
func formMessage(body []byte) (message []byte, ok bool) {
	fields, err := url.ParseQuery(string(body))
	if err != nil || len(fields) == 0 {
		return nil, false
	}
	if payload := fields.Get("payload"); payload != "" {
		return []byte(payload), true
	}
	object := make(map[string]string, len(fields))
	for name := range fields {
		object[name] = fields.Get(name)
	}
	message, err = json.Marshal(object)
	return message, err == nil
}

// slackAction is what somebody does with a button, a shortcut or a command of Slack. Commands tell no time.
var slackAction = sender{
	fits: func(h *head, header http.Header) bool {
		if header.Get("X-Slack-Signature") == "" {
			return false
		}
		return h.Command.text != "" && h.UserIDSnake.text != "" || h.TriggerID.text != "" && h.Type.text != ""
	},
	read: func(message []byte, _ http.Header) iter.Seq[part] {
		var a struct {
			Type, Command value
			User          reference
			UserID        value `json:"user_id"`
			CallbackID    value `json:"callback_id"`
			ActionTS      value `json:"action_ts"`
			TriggerID     value `json:"trigger_id"`
			Actions       firstOf[struct {
				ActionID value `json:"action_id"`
				ActionTS value `json:"action_ts"`
			}]
			View struct {
				CallbackID value `json:"callback_id"`
			}
		}
		decode(message, &a)
		action := a.Actions.Element
		kind := a.Type.text
		if a.Command.text != "" {
			kind = "command"
		}
		return one(part{text: message, id: named("slack", a.TriggerID.text), dated: true, canonical: canonical{
			User: first(a.User.id, a.UserID.text), Event: first(a.Command.text, a.Type.text), Menu: kind,
			Item: first(action.ActionID.text, a.CallbackID.text, a.View.CallbackID.text, a.Command.text),
			Time: first(action.ActionTS.text, a.ActionTS.text),
		}})
	},
}
