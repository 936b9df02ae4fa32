package userlist

import (
	"net/netip"
	"slices"
	"strings"

	"spoor/analysis/web"
	"spoor/internal/engine"
	"spoor/store/model"
	"spoor/tui/find"
)

// eventTerms are the terms that only the events tell: who came from an address, with an agent, or looked at an item.
// They answer with all users of whom that is so.
var eventTerms = map[string]func(value string) (func(*model.Pivots) UserSet, error){
	"ip": addressTerm, "agent": agentTerm, "item": itemTerm, "family": familyTerm,
}

// addressTerm takes the beginning of an address, or a network: ip:10.0. or ip:10.0.0.0/9.
func addressTerm(value string) (func(*model.Pivots) UserSet, error) {
	begins := func(address string) bool { return strings.HasPrefix(address, value) }
	if strings.Contains(value, "/") {
		network, err := netip.ParsePrefix(value)
		if err != nil {
			return nil, find.Wrong(value, "%q is not a network; write 10.0. or 10.0.0.0/16", value)
		}
		begins = func(address string) bool {
			ip, err := netip.ParseAddr(address)
			return err == nil && network.Contains(ip)
		}
	}
	return func(p *model.Pivots) UserSet {
		var who UserSet
		for i := range p.Addresses {
			if a := &p.Addresses[i]; begins(a.Name) {
				who = who.and(a.Visits)
			}
		}
		return who
	}, nil
}

// agentTerm takes a piece of the agent's name, in any case.
func agentTerm(value string) (func(*model.Pivots) UserSet, error) {
	lower := strings.ToLower(value)
	return func(p *model.Pivots) UserSet {
		var who UserSet
		for i := range p.Agents {
			if a := &p.Agents[i]; ContainsFold(a.Name, lower) {
				who = who.and(a.Visits)
			}
		}
		return who
	}, nil
}

// familyTerm takes a family of agents, such as Chrome.
func familyTerm(value string) (func(*model.Pivots) UserSet, error) {
	return func(p *model.Pivots) UserSet {
		var who UserSet
		for i := range p.Agents {
			if a := &p.Agents[i]; strings.EqualFold(web.AgentFamily(a.Name), value) {
				who = who.and(a.Visits)
			}
		}
		return who
	}, nil
}

// itemTerm takes an item, or a piece of a title in any case. Where there is an item of just that name, no other is
// meant.
func itemTerm(value string) (func(*model.Pivots) UserSet, error) {
	lower := strings.ToLower(value)
	return func(p *model.Pivots) UserSet {
		if i := itemNamed(p, value); i >= 0 {
			return UserSet(nil).and(p.Items[i].Visits)
		}
		var who UserSet
		for i := range p.Items {
			if item := &p.Items[i]; ContainsFold(item.Name, lower) || ContainsFold(item.Title, lower) {
				who = who.and(item.Visits)
			}
		}
		return who
	}, nil
}

// UserSet are some users, by number.
type UserSet engine.UserSet

func (p UserSet) has(user int32) bool { return engine.UserSet(p).Has(user) }

func (p UserSet) match(j Judged, row int32) bool { return p.has(j.Matrix.ID[row]) }

// and are these people and the visitors.
func (p UserSet) and(visits []model.Visit) UserSet {
	if len(visits) == 0 {
		return p
	}
	if last := int(visits[len(visits)-1].User); last >= len(p) { // they come by number
		p = append(p, make(UserSet, last+1-len(p))...)
	}
	for _, v := range visits {
		p[v.User] = true
	}
	return p
}

// WantsPivots reports whether a filter asks for items, addresses or agents.
func (f Filter) WantsPivots() bool {
	return slices.ContainsFunc(f.terms, condition.wantsPivots)
}

func (t condition) wantsPivots() bool {
	return t.who != nil || slices.ContainsFunc(t.any, condition.wantsPivots)
}

// found is the filter with everything looked up that only the events tell.
func (f Filter) found(j Judged) Filter {
	if !f.WantsPivots() && len(f.Conditions()) == 0 {
		return f
	}
	return Filter{f.Text, foundTerms(f.terms, j), f.words}
}

func foundTerms(terms []condition, j Judged) []condition {
	if terms == nil {
		return nil
	}
	found := make([]condition, len(terms))
	for i, t := range terms {
		found[i] = t
		found[i].any = foundTerms(t.any, j)
		if t.who != nil {
			found[i].match = t.who(j.Pivots).match
		}
		if t.when != "" {
			found[i].match = (*j.Matched)[t.when].match
		}
	}
	return found
}
