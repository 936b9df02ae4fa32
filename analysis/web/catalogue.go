package web

import (
	"slices"
	"strings"
	"unicode"
)

// FindCircle finds items that are each other's prerequisites, the first one again at the end; nil if there are none.
// Each item of the catalogue is there once.
func FindCircle(catalogue []Entry) []string {
	s := circleSearch{entries: make(map[string]*Entry, len(catalogue)), seen: make(map[string]progress, len(catalogue))}
	for i := range catalogue {
		s.entries[catalogue[i].Item] = &catalogue[i]
	}
	for i := range catalogue {
		if circle := s.follow(catalogue[i].Item); circle != nil {
			return circle
		}
	}
	return nil
}

type circleSearch struct {
	entries map[string]*Entry
	seen    map[string]progress
	path    []string // the items that are being followed, each a prerequisite of the one before
}

type progress uint8

const (
	unseen progress = iota
	following
	done // leads to no circle
)

func (s *circleSearch) follow(item string) []string {
	switch entry := s.entries[item]; {
	case s.seen[item] == following:
		return append(s.path[slices.Index(s.path, item):], item)
	case entry == nil || s.seen[item] == done:
		return nil
	default:
		s.seen[item] = following
		s.path = append(s.path, item)
		for _, required := range entry.Requires {
			if circle := s.follow(required); circle != nil {
				return circle
			}
		}
		s.path = s.path[:len(s.path)-1]
		s.seen[item] = done
		return nil
	}
}

// Entry is what the catalogue says of an item.
type Entry struct {
	Item     string
	Fields   map[string]string // by name; an empty value says nothing
	Requires []string          // items that should be looked at before this one
}

// SplitRequires splits a field of the catalogue that names items, between commas, semicolons and spaces.
func SplitRequires(field string) []string {
	return strings.FieldsFunc(field, func(r rune) bool { return r == ',' || r == ';' || unicode.IsSpace(r) })
}

// LastEntries are the entries of a catalogue, of those of one item the last in the place of the first.
func LastEntries(catalogue []Entry) []Entry {
	place := map[string]int{}
	var last []Entry
	for _, entry := range catalogue {
		if i, twice := place[entry.Item]; twice {
			last[i] = entry
			continue
		}
		place[entry.Item] = len(last)
		last = append(last, entry)
	}
	return last
}
