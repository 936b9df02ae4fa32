// Package sigma makes rules of one's own of Sigma rules for web servers and proxies, and of correlations that count
// their events (https://sigmahq.io, specification 2.1). What has no equivalent is always reported: the
// rule is refused, or, where it names several ways to match, those that can be expressed are taken and the others
// noted. It does no I/O.
package sigma

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"spoor/analysis"
)

// File is a text with Sigma rules, and what it is called in messages.
type File struct {
	Name string
	Text []byte
}

// Rule is a rule that has been made.
type Rule struct {
	analysis.OwnRule
	Setting analysis.Setting
	From    string   // where it was: "web.yml:1"
	Notes   []string // what differs from the Sigma rule
}

// Refusal is a rule that has none of the kind, and why.
type Refusal struct{ From, Title, Why string }

// Import makes rules of all documents in the files, in their order. Names are not among taken, and none comes twice. A
// rule that only a correlation counts is not made by itself, unless the correlation says generate.
func Import(files []File, taken func(name string) bool) (rules []Rule, refused []Refusal) {
	b := batch{named: map[string]*document{}, taken: taken, names: map[string]bool{}}
	for _, file := range files {
		documents, err := readDocuments(file)
		if err != nil {
			refused = append(refused, Refusal{From: file.Name, Why: err.Error()})
		}
		b.documents = append(b.documents, documents...)
	}
	b.index()
	for _, d := range b.documents {
		rule, err := b.make(d)
		if err != nil {
			refused = append(refused, Refusal{d.place(), d.title(), err.Error()})
			continue
		}
		rules = append(rules, *rule)
	}
	return rules, refused
}

// batch are all documents that are read together.
type batch struct {
	documents []*document
	named     map[string]*document    // by id and by name
	counted   map[*document]*document // not wanted by themselves, and the correlation that counts them
	taken     func(name string) bool
	names     map[string]bool
}

// index finds documents by what others call them, and which of them only correlations count.
func (b *batch) index() {
	for _, d := range b.documents {
		for _, key := range []string{"id", "name"} {
			if name := d.text(key); name != "" && b.named[name] == nil {
				b.named[name] = d
			}
		}
	}
	b.counted = map[*document]*document{}
	alone := map[*document]bool{}
	for _, d := range b.documents {
		c := d.get("correlation")
		if c == nil {
			continue
		}
		generates := d.text("generate") == "true" || valueOf(c, "generate") == "true"
		for _, name := range textsOf(field(c, "rules")) {
			if of := b.named[name]; of != nil && generates {
				alone[of] = true
			} else if of != nil && b.counted[of] == nil {
				b.counted[of] = d
			}
		}
	}
	for of := range alone {
		delete(b.counted, of)
	}
}

// make makes a rule of a document.
func (b *batch) make(d *document) (*Rule, error) {
	if d.wrong != nil {
		return nil, d.wrong
	}
	rule := &Rule{From: d.place()}
	rule.Family = analysis.Semantic
	var err error
	switch {
	case d.get("correlation") != nil:
		err = b.correlate(d, rule)
	case d.get("action") != nil:
		return nil, errors.New("an action on other documents of the file has no equivalent; write each rule out in full")
	case d.get("filter") != nil:
		return nil, errors.New("a filter for other rules has no equivalent")
	case d.get("detection") == nil:
		return nil, errors.New("not a Sigma rule: it has neither detection nor correlation")
	case b.counted[d] != nil:
		return nil, fmt.Errorf("it is there to be counted by %s (%s)", b.counted[d].title(), b.counted[d].place())
	default:
		err = d.detect(rule)
	}
	if err != nil {
		return nil, err
	}
	d.describe(rule)
	rule.Name = b.name(d)
	own := []analysis.OwnRule{rule.OwnRule}
	if _, err := analysis.NewOwnRules(own); err != nil {
		return nil, err
	}
	b.names[rule.Name] = true
	return rule, nil
}

// weights are those of the levels: a rule of level high or critical flags by itself, with the first event that it
// takes. A hit at the bound earns half of the weight, and strict asks for 30 points of a hit that is evidence alone.
var weights = map[string]float64{"informational": 5, "low": 10, "medium": 20, "high": 60, "critical": 80}

// The longest texts that a rule of one's own takes, in bytes.
const longestTitle, longestReferences, longestLevel = 80, 4096, 80

// describe takes over what the rule says of itself.
func (d *document) describe(rule *Rule) {
	rule.Title = cut(d.title(), longestTitle)
	rule.Level = cut(d.text("level"), longestLevel)
	var kept []string
	references, length := append(textsOf(d.get("references")), textsOf(d.get("reference"))...), 0
	for _, reference := range references {
		reference = strings.Join(strings.Fields(reference), " ")
		if length += len(reference) + 1; reference == "" || length > longestReferences {
			continue
		}
		kept = append(kept, reference)
	}
	if length > longestReferences {
		rule.Notes = append(rule.Notes, fmt.Sprintf("%d of %d references are kept", len(kept), len(references)))
	}
	rule.References = strings.Join(kept, "\n")
	weight, known := weights[rule.Level]
	if !known {
		weight = weights["medium"]
	}
	rule.Setting.On, rule.Setting.Weight = true, weight
	rule.Alone = weight >= weights["high"]
}

// longestName is how long the name of a rule of one's own may be.
const longestName = 40

// name makes a name of the title: "web-shell-of-regeorg".
func (b *batch) name(d *document) string {
	var words []string
	length := 0
	other := func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }
	for _, word := range strings.FieldsFunc(strings.ToLower(d.title()), other) {
		if len(words) == 0 && word[0] <= '9' {
			words, length = []string{"sigma"}, len("sigma")
		}
		if length += len(word) + 1; length > longestName-3 && len(words) > 0 { // -99 still follows
			break
		}
		words = append(words, word[:min(len(word), longestName-3)])
	}
	first := strings.Join(words, "-")
	if first == "" {
		first = "sigma"
	}
	name := first
	for i := 2; b.names[name] || b.taken(name); i++ {
		name = fmt.Sprintf("%s-%d", first, i)
	}
	return name
}

// cut is a text of at most so many bytes, on one line.
func cut(text string, most int) string {
	text = strings.ToValidUTF8(strings.Join(strings.Fields(text), " "), "")
	if len(text) <= most {
		return text
	}
	const dots = "…"
	kept := 0
	for at := range text {
		if at > most-len(dots) {
			break
		}
		kept = at
	}
	return text[:kept] + dots
}

// notesOf are notes, each once.
func notesOf(notes []string) []string {
	var kept []string
	for _, note := range notes {
		if !slices.Contains(kept, note) {
			kept = append(kept, note)
		}
	}
	return kept
}
