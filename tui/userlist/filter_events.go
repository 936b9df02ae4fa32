package userlist

import (
	"net/netip"
	"slices"
	"strings"

	"spoor/analysis/web"
	"spoor/store/model"
	"spoor/tui/find"
)

// eventTerms are the terms that only the events tell: who came from an address, with an agent, or looked at an item.
// They answer with all users of whom that is so.
var eventTerms = map[string]func(value string) (func(*model.Pivots) model.UserSet, error){
	"ip": addressTerm, "agent": agentTerm, "item": itemTerm, "family": familyTerm,
}

// addressTerm takes the beginning of an address, or a network: ip:10.0. or ip:10.0.0.0/9.
func addressTerm(value string) (func(*model.Pivots) model.UserSet, error) {
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
	return func(p *model.Pivots) (who model.UserSet) {
		for i := range p.Addresses {
			if a := &p.Addresses[i]; begins(a.Name) {
				who.AddVisitors(a.Visits)
			}
		}
		return who
	}, nil
}

// agentTerm takes a piece of the agent's name, in any case.
func agentTerm(value string) (func(*model.Pivots) model.UserSet, error) {
	folded := find.Fold(value)
	return func(p *model.Pivots) (who model.UserSet) {
		for i := range p.Agents {
			if a := &p.Agents[i]; find.ContainsFold(a.Name, folded) {
				who.AddVisitors(a.Visits)
			}
		}
		return who
	}, nil
}

// familyTerm takes a family of agents, such as Chrome.
func familyTerm(value string) (func(*model.Pivots) model.UserSet, error) {
	return func(p *model.Pivots) (who model.UserSet) {
		for i := range p.Agents {
			if a := &p.Agents[i]; strings.EqualFold(web.AgentFamily(a.Name), value) {
				who.AddVisitors(a.Visits)
			}
		}
		return who
	}, nil
}

// itemTerm takes an item, or a piece of a title in any case. Where there is an item of just that name, no other is
// meant.
func itemTerm(value string) (func(*model.Pivots) model.UserSet, error) {
	folded := find.Fold(value)
	return func(p *model.Pivots) (who model.UserSet) {
		if i := itemNamed(p, value); i >= 0 {
			who.AddVisitors(p.Items[i].Visits)
			return who
		}
		for i := range p.Items {
			if item := &p.Items[i]; find.ContainsFold(item.Name, folded) || find.ContainsFold(item.Title, folded) {
				who.AddVisitors(item.Visits)
			}
		}
		return who
	}, nil
}

// among takes the users of a set.
func among(users model.UserSet) func(j Judged, row int32) bool {
	return func(j Judged, row int32) bool { return users.HasRow(j.Matrix, row) }
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
			found[i].match = among(t.who(j.Pivots))
		}
		if t.when != "" {
			found[i].match = among((*j.Matched)[t.when])
		}
	}
	return found
}
