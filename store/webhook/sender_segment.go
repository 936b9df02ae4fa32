package webhook

import (
	"iter"
	"net/http"
	"slices"
)

// segment are the calls of Segment, as its webhooks and its HTTP API send them: one at a time or in a batch. A call
// that names no time is of when it was sent.
var segment = sender{
	fits: func(h *head, _ http.Header) bool {
		return slices.Contains([]string{"track", "page", "screen", "identify", "group", "alias"}, h.Type.text) &&
			(h.UserID.text != "" || h.AnonymousID.text != "" || h.MessageID.text != "")
	},
	read: func(message []byte, _ http.Header) iter.Seq[part] { return one(segmentCall(message)) },
}

// product is how analytics name one of what is for sale.
type product struct {
	ProductID value `json:"product_id"`
	ItemID    value `json:"item_id"`
	SKU       value `json:"sku"`
}

func (p *product) id() string { return first(p.ProductID.text, p.ItemID.text, p.SKU.text) }

// segmentCall reads one call. Only track names an event; the others are called by their type.
func segmentCall(message []byte) part {
	var call struct {
		Type, Event, Name, UserID, AnonymousID, MessageID value
		Timestamp, OriginalTimestamp, SentAt              value
		Properties                                        struct {
			product
			Products                  firstOf[product]
			Category, Path, URL, Name value
		}
		Context struct {
			IP, UserAgent value
			Page          struct{ Path, URL, Referrer value }
		}
	}
	decode(message, &call)
	properties, page := &call.Properties, &call.Context.Page
	p := part{text: message, dated: true, id: named("segment", call.MessageID.text)}
	p.canonical = canonical{
		User: first(call.UserID.text, call.AnonymousID.text), Event: first(call.Event.text, call.Type.text),
		Item: first(properties.id(), properties.Products.Element.id()), Menu: properties.Category.text,
		URL:     first(properties.Path.text, properties.URL.text, page.Path.text, page.URL.text),
		Time:    first(call.Timestamp.text, call.OriginalTimestamp.text, call.SentAt.text),
		Address: call.Context.IP.text, Agent: call.Context.UserAgent.text, Referrer: page.Referrer.text,
	}
	if call.Type.text != "track" {
		p.canonical.Event = call.Type.text
	}
	if call.Type.text == "screen" {
		p.canonical.Item = first(call.Name.text, properties.Name.text)
	}
	return p
}
