package tui

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
var eventTerms = map[string]func(value string) (func(*model.Pivots) userSet, error){
	"ip": addressTerm, "agent": agentTerm, "item": itemTerm, "family": familyTerm,
}

// addressTerm takes the beginning of an address, or a network: ip:10.0. or ip:10.0.0.0/9.
func addressTerm(value string) (func(*model.Pivots) userSet, error) {
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
	return func(p *model.Pivots) userSet {
		var who userSet
		for i := range p.Addresses {
			if a := &p.Addresses[i]; begins(a.Name) {
				who = who.and(a.Visits)
			}
		}
		return who
	}, nil
}

// agentTerm takes a piece of the agent's name, in any case.
func agentTerm(value string) (func(*model.Pivots) userSet, error) {
	lower := strings.ToLower(value)
	return func(p *model.Pivots) userSet {
		var who userSet
		for i := range p.Agents {
			if a := &p.Agents[i]; containsFold(a.Name, lower) {
				who = who.and(a.Visits)
			}
		}
		return who
	}, nil
}

// familyTerm takes a family of agents, such as Chrome.
func familyTerm(value string) (func(*model.Pivots) userSet, error) {
	return func(p *model.Pivots) userSet {
		var who userSet
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
func itemTerm(value string) (func(*model.Pivots) userSet, error) {
	lower := strings.ToLower(value)
	return func(p *model.Pivots) userSet {
		if i := itemPivot.find(p, value); i >= 0 {
			return userSet(nil).and(p.Items[i].Visits)
		}
		var who userSet
		for i := range p.Items {
			if item := &p.Items[i]; containsFold(item.Name, lower) || containsFold(item.Title, lower) {
				who = who.and(item.Visits)
			}
		}
		return who
	}, nil
}

// userSet are some users, by number.
type userSet engine.UserSet

func (p userSet) has(user int32) bool { return engine.UserSet(p).Has(user) }

func (p userSet) match(j judged, row int32) bool { return p.has(j.users.ID[row]) }

// and are these people and the visitors.
func (p userSet) and(visits []model.Visit) userSet {
	if len(visits) == 0 {
		return p
	}
	if last := int(visits[len(visits)-1].User); last >= len(p) { // they come by number
		p = append(p, make(userSet, last+1-len(p))...)
	}
	for _, v := range visits {
		p[v.User] = true
	}
	return p
}

// wantsPivots reports whether a filter asks for items, addresses or agents.
func (f filter) wantsPivots() bool {
	return slices.ContainsFunc(f.terms, condition.wantsPivots)
}

func (t condition) wantsPivots() bool {
	return t.who != nil || slices.ContainsFunc(t.any, condition.wantsPivots)
}

// found is the filter with everything looked up that only the events tell.
func (f filter) found(j judged) filter {
	if !f.wantsPivots() && len(f.conditions()) == 0 {
		return f
	}
	return filter{f.text, foundTerms(f.terms, j), f.words}
}

func foundTerms(terms []condition, j judged) []condition {
	if terms == nil {
		return nil
	}
	found := make([]condition, len(terms))
	for i, t := range terms {
		found[i] = t
		found[i].any = foundTerms(t.any, j)
		if t.who != nil {
			found[i].match = t.who(j.pivots).match
		}
		if t.when != "" {
			found[i].match = (*j.matched)[t.when].match
		}
	}
	return found
}

// Of the names of addresses, agents and items so many are looked at, those with the most events, and so many offered.
const searchedEndings, mostEndings = 10_000, 20

// eventEndings are the terms that a stem with ip:, agent: or item: may become. They are known only once the events have
// been read.
func eventEndings(p *model.Pivots, stem string) (all []string) {
	name, value, _ := strings.Cut(stem, ":")
	if p == nil || eventTerms[name] == nil {
		return nil
	}
	names := map[string]func(i int) string{
		"ip":     func(i int) string { return p.Addresses[i].Name },
		"family": func(i int) string { return web.AgentFamily(p.Agents[i].Name) },
		"agent":  func(i int) string { first, _, _ := strings.Cut(p.Agents[i].Name, "/"); return first },
		"item":   func(i int) string { return p.Items[i].Name },
	}[name]
	length := map[string]int{"ip": len(p.Addresses), "agent": len(p.Agents), "item": len(p.Items),
		"family": len(p.Agents)}[name]
	for i := 0; i < min(length, searchedEndings) && len(all) < mostEndings; i++ {
		word := names(i)
		if strings.HasPrefix(word, value) && word != value && !strings.ContainsFunc(word, unlikeWord) &&
			!slices.Contains(all, name+":"+word) {
			all = append(all, name+":"+word)
		}
	}
	return all
}

// unlikeWord reports whether a character can't be part of a word that is offered.
func unlikeWord(r rune) bool { return r <= ' ' || r >= 0x7F }
