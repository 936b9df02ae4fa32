package webhook

import (
	"encoding/json"
	"iter"
	"net/http"
)

// postHog are events of PostHog: as its libraries and its API send them, and as its webhooks do, where the event is
// beside the person.
var postHog = sender{
	fits: func(h *head, _ http.Header) bool {
		named := h.DistinctID.text != "" || h.Properties.DistinctID.text != ""
		return h.Event.kind == '"' && named || h.Event.DistinctID != ""
	},
	read: func(message []byte, _ http.Header) iter.Seq[part] {
		var outer struct{ Event json.RawMessage }
		if decode(message, &outer); outer.Event[0] == '{' {
			return one(postHogEvent(message, outer.Event))
		}
		return one(postHogEvent(message, message))
	},
}

// postHogEvent reads one event; the message is what it came in.
func postHogEvent(message, event []byte) part {
	var e struct {
		Event, UUID, Timestamp value
		DistinctID             value `json:"distinct_id"`
		SentAt                 value `json:"sent_at"`
		Properties             struct {
			product
			Products     firstOf[product]
			DistinctID   value `json:"distinct_id"`
			Pathname     value `json:"$pathname"`
			CurrentURL   value `json:"$current_url"`
			IP           value `json:"$ip"`
			UserAgent    value `json:"$user_agent"`
			RawUserAgent value `json:"$raw_user_agent"`
			Referrer     value `json:"$referrer"`
			Screen       value `json:"$screen_name"`
			InsertID     value `json:"$insert_id"`
		}
	}
	decode(event, &e)
	properties := &e.Properties
	p := part{text: message, object: event, dated: true}
	p.id = named("posthog", first(e.UUID.text, properties.InsertID.text))
	p.canonical = canonical{
		User: first(e.DistinctID.text, properties.DistinctID.text), Event: e.Event.text,
		Item: first(properties.id(), properties.Products.Element.id(), properties.Screen.text),
		URL:  first(properties.CurrentURL.text, properties.Pathname.text), Time: first(e.Timestamp.text, e.SentAt.text),
		Address: properties.IP.text, Agent: first(properties.RawUserAgent.text, properties.UserAgent.text),
		Referrer: properties.Referrer.text,
	}
	if p.canonical.Referrer == "$direct" { // there was none
		p.canonical.Referrer = ""
	}
	return p
}
