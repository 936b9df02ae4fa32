package model

import (
	"slices"
	"strings"

	"spoor/analysis/web"
)

// Embedded is what the pages of the site ask for by themselves, as the case keeps it. It follows from the requests of
// URLs and from nothing else that comes in.
type Embedded struct {
	Version int    `json:"version"` // of the derivation
	From    string `json:"from"`    // the settings it was found with
	Last    int64  `json:"last"`    // the events it was found in, as in a Watermark
	Live    int64  `json:"live"`

	Found []web.Embedded `json:"found"` // those with most requests first
}

// mayEmbed places a request of a URL among those that may be embedded.
func (p *Pages) mayEmbed(target string, place *web.Page) {
	known := place.Static || place.Described || place.Login || place.Logout
	switch {
	case p.Finder != nil:
		p.Finder.Request(target, known)
	case len(p.Templates) > 0 && !known:
		p.key = web.AppendPathTemplate(p.key[:0], target)
		place.Static = p.Templates[string(p.key)]
	}
}

// SortedByTemplate is a copy in the order of the templates.
func SortedByTemplate(found []web.Embedded) []web.Embedded {
	return slices.SortedFunc(slices.Values(found), func(a, b web.Embedded) int {
		return strings.Compare(a.Template, b.Template)
	})
}

// Embed has a request count as one that pages make by themselves: it is static, and no view.
func (p *Pages) Embed(request int) {
	page := &p.OfRequest[request]
	page.Traits |= web.Static
	page.Shown = never
}
