package sigma

import (
	"errors"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"spoor/analysis"
)

// detect makes the rule count the events that the detection takes; with a bar in its condition, as that says.
func (d *document) detect(rule *Rule) error {
	where, rest, err := d.condition(&rule.Notes)
	if err != nil {
		return err
	}
	rule.Where = where
	if rest != "" {
		c, err := readCount(rest, d.detection("timeframe"))
		if err == nil {
			err = c.apply(rule)
		}
		return err
	}
	if span := d.detection("timeframe"); span != "" {
		rule.Notes = append(rule.Notes, fmt.Sprintf("the timeframe %s says nothing, since nothing is counted", span))
	}
	rule.Setting.High = analysis.Bound{Kind: analysis.Number, Value: 1}
	return nil
}

func (d *document) detection(key string) string { return valueOf(d.get("detection"), key) }

// condition is the condition of a detection; rest is what follows a bar.
func (d *document) condition(notes *[]string) (where, rest string, err error) {
	if err := d.checkSource(notes); err != nil {
		return "", "", err
	}
	selections, names, err := d.selections(notes)
	if err != nil {
		return "", "", err
	}
	conditions := textsOf(field(d.get("detection"), "condition"))
	if len(conditions) == 0 {
		return "", "", errors.New("the detection has no condition")
	}
	var ways []*tree
	for _, condition := range conditions {
		var t *tree
		if t, rest, err = readCondition(condition, selections, names); err != nil {
			return "", "", err
		}
		if rest != "" && len(conditions) > 1 {
			return "", "", errors.New("condition: one of several conditions counts, which has no equivalent")
		}
		ways = append(ways, t)
	}
	t := anyOf(ways...).told(notes)
	*notes = notesOf(*notes)
	if t.why != "" {
		return "", "", errors.New(t.why)
	}
	return t.String(), rest, nil
}

// checkSource refuses rules for logs of another kind.
func (d *document) checkSource(notes *[]string) error {
	source := d.get("logsource")
	switch category := strings.ToLower(valueOf(source, "category")); category {
	case "webserver", "proxy":
	case "":
		return errors.New("the log source has no category; webserver and proxy are taken")
	default:
		return fmt.Errorf("the log source is of the category %s; webserver and proxy are taken", category)
	}
	for _, key := range []string{"product", "service"} {
		if of := valueOf(source, key); of != "" {
			*notes = append(*notes, fmt.Sprintf("whether the %s is %s is not checked", key, of))
		}
	}
	return nil
}

// selections are the named parts of a detection, in their order.
func (d *document) selections(notes *[]string) (selections map[string]*tree, names []string, err error) {
	detection := d.get("detection")
	if detection.Kind != yaml.MappingNode {
		return nil, nil, errors.New("the detection is not made of named selections")
	}
	selections = map[string]*tree{}
	for i := 0; i+1 < len(detection.Content); i += 2 {
		name, of := detection.Content[i].Value, detection.Content[i+1]
		if name == "condition" || name == "timeframe" {
			continue
		}
		t, err := readSelection(of, notes)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", name, err)
		}
		selections[name], names = t, append(names, name)
	}
	return selections, names, nil
}

// readSelection reads a mapping, all of whose fields must be so, a list of them or of keywords, or one keyword.
func readSelection(n *yaml.Node, notes *[]string) (*tree, error) {
	switch n.Kind {
	case yaml.MappingNode:
		return readFields(n, notes)
	case yaml.ScalarNode:
		return readKeywords([]*yaml.Node{n}, notes), nil
	}
	var ways []*tree
	var words []*yaml.Node
	for _, one := range n.Content {
		if one.Kind == yaml.ScalarNode {
			words = append(words, one)
			continue
		}
		t, err := readSelection(one, notes)
		if err != nil {
			return nil, err
		}
		ways = append(ways, t)
	}
	if len(words) > 0 {
		ways = append(ways, readKeywords(words, notes))
	}
	if len(ways) == 0 {
		return nil, errors.New("there is nothing in it")
	}
	return anyOf(ways...), nil
}

func readKeywords(words []*yaml.Node, notes *[]string) *tree {
	*notes = append(*notes, keywords.note)
	s := &search{field: keywords}
	return s.ask(words)
}

func readFields(n *yaml.Node, notes *[]string) (*tree, error) {
	var of []*tree
	for i := 0; i+1 < len(n.Content); i += 2 {
		s, err := readSearch(n.Content[i].Value)
		if err != nil {
			of = append(of, cannot("%s", err))
			continue
		}
		if s.field.note != "" {
			*notes = append(*notes, s.field.note)
		}
		values := []*yaml.Node{n.Content[i+1]}
		if n.Content[i+1].Kind == yaml.SequenceNode {
			values = n.Content[i+1].Content
		}
		of = append(of, s.ask(values))
	}
	if len(of) == 0 {
		return nil, errors.New("there is nothing in it")
	}
	return allOf(of...), nil
}
