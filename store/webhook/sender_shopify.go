package webhook

import (
	"iter"
	"net/http"
	"strings"
)

// shopify are what Shopify tells of a shop: an order, a cart, a product as it is now. What has happened to it is in
// the head of the request, where its id and its time are, too; nothing there is signed.
var shopify = sender{
	fits: func(_ *head, header http.Header) bool { return header.Get("X-Shopify-Topic") != "" },
	read: func(message []byte, header http.Header) iter.Seq[part] {
		var e struct {
			ID, Email, Token value
			Customer         struct{ ID, Email value }
			LineItems        firstOf[struct {
				ProductID value `json:"product_id"`
				ID, SKU   value
			}] `json:"line_items"`
			UserID        value `json:"user_id"`
			BrowserIP     value `json:"browser_ip"`
			ReferringSite value `json:"referring_site"`
			UpdatedAt     value `json:"updated_at"`
			CreatedAt     value `json:"created_at"`
			ClientDetails struct {
				UserAgent value `json:"user_agent"`
				BrowserIP value `json:"browser_ip"`
			} `json:"client_details"`
		}
		decode(message, &e)
		topic := header.Get("X-Shopify-Topic")
		menu, _, _ := strings.Cut(topic, "/")
		line := &e.LineItems.Element
		p := part{text: message, dated: true, id: named("shopify", topic,
			first(header.Get("X-Shopify-Event-Id"), header.Get("X-Shopify-Webhook-Id")), first(e.ID.text, e.Token.text, "-"))}
		p.canonical = canonical{
			User: first(e.Customer.ID.text, e.Customer.Email.text, e.Email.text, e.UserID.text), Event: topic, Menu: menu,
			Item:    first(line.ProductID.text, line.SKU.text, line.ID.text, e.ID.text, e.Token.text),
			Time:    first(e.UpdatedAt.text, e.CreatedAt.text, header.Get("X-Shopify-Triggered-At")),
			Address: first(e.BrowserIP.text, e.ClientDetails.BrowserIP.text),
			Agent:   e.ClientDetails.UserAgent.text, Referrer: e.ReferringSite.text,
		}
		if menu == "customers" {
			p.canonical.User = first(e.ID.text, p.canonical.User)
		}
		return one(p)
	},
}
