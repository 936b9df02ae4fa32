package userlist

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"spoor/analysis"
	"spoor/analysis/ecrm"
	"spoor/analysis/predicate"
	"spoor/analysis/web"
	"spoor/store"
	"spoor/store/model"
	"spoor/tui/find"
)

// Ends is where the word begins that a filter of users ends in, and what it may become: of a condition the fields of
// events. What only the events tell is offered where pivots are known; else they are nil.
func Ends(text []rune, own analysis.OwnRules, pivots *model.Pivots) (from int, words []string) {
	if from, is := fieldBegin(text); is {
		return from, fieldEndings(string(text[from:]))
	}
	return find.Offer(func(stem string) []string {
		return append(endings(stem, own), eventEndings(pivots, stem)...)
	})(text)
}

// endings are the terms that begin with a stem, the values of a name only once the name is there.
func endings(stem string, own analysis.OwnRules) []string {
	var all []string
	name, value, named := strings.Cut(stem, ":")
	switch {
	case named && name == "segment":
		for s := ecrm.Average; s <= ecrm.DeclaredRobot; s++ {
			all = append(all, "segment:"+s.String())
		}
	case named && name == "verdict":
		for _, label := range store.Labels {
			all = append(all, "verdict:"+label)
		}
	case named && name == "hit":
		all = hitEndings(strings.Contains(value, "."), own)
	case !named:
		all = slices.Sorted(maps.Keys(flagWords))
		all = append(all, "hit:", "segment:", "verdict:", "ip:", "agent:", "family:", "item:", "event:{", "seen>")
		for _, name := range orderingNames(own) {
			all = append(all, name+">")
		}
	}
	return slices.DeleteFunc(all, func(word string) bool { return word == stem || !strings.HasPrefix(word, stem) })
}

// hitEndings are the rules, or the sides of the rules.
func hitEndings(sides bool, own analysis.OwnRules) (all []string) {
	for _, rule := range own.All() {
		switch {
		case !sides:
			all = append(all, "hit:"+rule.Name)
		case !rule.HighOnly:
			all = append(all, "hit:"+rule.Name+".low", "hit:"+rule.Name+".high")
		default:
			all = append(all, "hit:"+rule.Name+".high")
		}
	}
	return all
}

// fieldBegin is where the name of a field begins whose end is typed at the end of the text, if that is in a condition.
func fieldBegin(text []rune) (from int, is bool) {
	words := find.Words(string(text))
	if len(words) == 0 {
		return 0, false
	}
	last := words[len(words)-1]
	begin, is := conditionBegin(text[last.From:])
	if begin += last.From; !is || find.BraceEnd(text, begin) < len(text) || text[len(text)-1] == '}' {
		return 0, false
	}
	from = len(text)
	for from > begin && (unicode.IsLetter(text[from-1]) || text[from-1] == '.') {
		from--
	}
	return from, strings.Count(string(text[begin:from]), `"`)%2 == 0
}

// fieldEndings are the fields of events whose names begin so.
func fieldEndings(stem string) (all []string) {
	for _, name := range predicate.Fields() {
		name = strings.TrimSuffix(name, "NAME")
		if stem != "" && name != stem && strings.HasPrefix(name, stem) {
			all = append(all, name)
		}
	}
	return all
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
