package webhook

import (
	"encoding/json"
	"iter"
	"net/http"
)

// ga4 are events of Google Analytics 4 as its Measurement Protocol takes them: some of one client, together.
var ga4 = sender{
	fits: func(h *head, _ http.Header) bool {
		return h.Events.kind == '[' && (h.ClientID.text != "" || h.AppInstanceID.text != "" || h.UserIDSnake.text != "")
	},
	read: func(message []byte, _ http.Header) iter.Seq[part] {
		var of struct {
			ClientID        value `json:"client_id"`
			AppInstanceID   value `json:"app_instance_id"`
			UserID          value `json:"user_id"`
			TimestampMicros value `json:"timestamp_micros"`
			IPOverride      value `json:"ip_override"`
			Events          json.RawMessage
		}
		decode(message, &of)
		client := canonical{
			User: first(of.UserID.text, of.ClientID.text, of.AppInstanceID.text), Time: of.TimestampMicros.text,
			Address: of.IPOverride.text,
		}
		return func(yield func(part) bool) {
			eachElement(of.Events, func(event []byte) bool { return yield(ga4Event(event, client)) })
		}
	},
}

// ga4Event reads an event of a client.
func ga4Event(event []byte, client canonical) part {
	var e struct {
		Name            value
		TimestampMicros value `json:"timestamp_micros"`
		Params          struct {
			product
			Items        firstOf[product]
			ContentID    value `json:"content_id"`
			PageLocation value `json:"page_location"`
			PageReferrer value `json:"page_referrer"`
			ScreenName   value `json:"screen_name"`
		}
	}
	if !decode(event, &e) {
		return part{text: event}
	}
	p := part{text: event, canonical: client, dated: e.Name.text != ""}
	params := &e.Params
	p.canonical.Event, p.canonical.Time = e.Name.text, first(e.TimestampMicros.text, client.Time)
	p.canonical.Item = first(params.id(), params.Items.Element.id(), params.ContentID.text, params.ScreenName.text)
	p.canonical.URL, p.canonical.Referrer = params.PageLocation.text, params.PageReferrer.text
	return p
}

// ga4Export are events of Google Analytics 4 as it exports them to BigQuery, one an object.
var ga4Export = sender{
	fits: func(h *head, _ http.Header) bool { return h.EventName.kind == '"' && h.EventTimestamp.text != "" },
	read: func(message []byte, _ http.Header) iter.Seq[part] {
		var e struct {
			EventName      value   `json:"event_name"`
			EventTimestamp value   `json:"event_timestamp"`
			UserID         value   `json:"user_id"`
			UserPseudoID   value   `json:"user_pseudo_id"`
			Params         ga4Keys `json:"event_params"`
			Items          firstOf[product]
		}
		decode(message, &e)
		return one(part{text: message, canonical: canonical{
			User: first(e.UserID.text, e.UserPseudoID.text), Event: e.EventName.text, Time: e.EventTimestamp.text,
			Item: first(e.Items.Element.id(), e.Params["item_id"], e.Params["content_id"], e.Params["firebase_screen"]),
			URL:  e.Params["page_location"], Referrer: e.Params["page_referrer"],
		}})
	},
}

// ga4Keys are those of the parameters of an exported event that mean something to us, from a list of keys and values.
type ga4Keys map[string]string

// UnmarshalJSON reads the list.
func (k *ga4Keys) UnmarshalJSON(text []byte) error {
	*k = ga4Keys{}
	if text[0] != '[' {
		return nil
	}
	eachElement(text, func(element []byte) bool {
		var param struct {
			Key   value
			Value struct {
				String value `json:"string_value"`
				Int    value `json:"int_value"`
			}
		}
		decode(element, &param)
		switch param.Key.text {
		case "item_id", "content_id", "firebase_screen", "page_location", "page_referrer":
			(*k)[param.Key.text] = first(param.Value.String.text, param.Value.Int.text)
		}
		return true
	})
	return nil
}
