package webhook

import (
	"iter"
	"net/http"
)

// stripe are events of Stripe: what happened to one of its objects, which belongs to a customer.
var stripe = sender{
	fits: func(h *head, _ http.Header) bool {
		return h.Object.text == "event" && h.ID.text != "" && h.Type.text != "" && h.Data.kind == '{'
	},
	read: func(message []byte, _ http.Header) iter.Seq[part] {
		var e struct {
			ID, Type, Created, Account value
			Data                       struct {
				Object struct {
					ID, Object, Email value
					Customer          reference
					ReceiptEmail      value `json:"receipt_email"`
				}
			}
		}
		decode(message, &e)
		object := &e.Data.Object
		p := part{text: message, id: named("stripe", e.ID.text), canonical: canonical{
			User: first(object.Customer.id, object.ReceiptEmail.text, object.Email.text, e.Account.text), Event: e.Type.text,
			Item: object.ID.text, Menu: object.Object.text, Time: e.Created.text,
		}}
		if object.Object.text == "customer" {
			p.canonical.User = object.ID.text
		}
		return one(p)
	},
}

// reference is an object that is named by its id, or is there itself.
type reference struct{ id string }

// UnmarshalJSON reads either.
func (r *reference) UnmarshalJSON(text []byte) error {
	var name value
	if err := name.UnmarshalJSON(text); err != nil || name.kind != '{' {
		r.id = name.text
		return err
	}
	var object struct{ ID value }
	decode(text, &object)
	r.id = object.ID.text
	return nil
}
