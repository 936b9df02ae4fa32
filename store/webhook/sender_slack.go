package webhook

import (
	"iter"
	"net/http"
)

// slack are events of Slack's Events API. A second attempt has the same event_id.
var slack = sender{
	fits: func(h *head, _ http.Header) bool {
		return h.Type.text == "event_callback" && h.EventID.text != "" && h.Event.kind == '{'
	},
	read: func(message []byte, _ http.Header) iter.Seq[part] {
		var e struct {
			EventTime value `json:"event_time"`
			EventID   value `json:"event_id"`
			Event     struct {
				Type, Subtype, TS value
				User, Channel     reference
				EventTS           value `json:"event_ts"`
				ChannelType       value `json:"channel_type"`
				FileID            value `json:"file_id"`
				Item              struct{ Channel reference }
			}
		}
		decode(message, &e)
		event := &e.Event
		name := event.Type.text
		if event.Subtype.text != "" {
			name += "." + event.Subtype.text
		}
		return one(part{text: message, id: named("slack", e.EventID.text), canonical: canonical{
			User: event.User.id, Event: name, Item: first(event.Channel.id, event.Item.Channel.id, event.FileID.text),
			Menu: event.Type.text, Time: first(e.EventTime.text, event.EventTS.text, event.TS.text),
		}})
	},
}

// challenge is what Slack asks a server to repeat before it sends it anything.
func challenge(body []byte) (text string, ok bool) {
	var asked struct{ Type, Challenge value }
	ok = decode(body, &asked) && asked.Type.text == "url_verification" && asked.Challenge.text != ""
	return asked.Challenge.text, ok
}
