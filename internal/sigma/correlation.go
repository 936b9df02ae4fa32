package sigma

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"spoor/analysis"
	"spoor/analysis/units"
)

// count is what a correlation counts: events, or the values of a field, of one user in a time.
type count struct {
	of       string // the field whose values are counted; "": events
	by       []string
	within   time.Duration // 0: at any time
	atLeast  int64
	rounding string // what the bound says otherwise
}

// correlate makes a rule of a correlation.
func (b *batch) correlate(d *document, rule *Rule) error {
	n := d.get("correlation")
	kind := valueOf(n, "type")
	if kind != "event_count" && kind != "value_count" {
		return fmt.Errorf("a correlation of the type %s has no equivalent; event_count and value_count have", kind)
	}
	var wheres []string
	counted := textsOf(field(n, "rules"))
	for _, name := range counted {
		where, err := b.counts(name, &rule.Notes)
		if err != nil {
			return err
		}
		wheres = append(wheres, where)
	}
	if len(wheres) == 0 {
		return errors.New("the correlation names no rules")
	}
	rule.Where = wheres[0]
	if len(wheres) > 1 {
		rule.Where = "(" + strings.Join(wheres, ") || (") + ")"
	}
	c := count{by: aliased(n, textsOf(field(n, "group-by")))}
	var err error
	if c.within, err = readSpan(valueOf(n, "timespan")); err != nil {
		return err
	}
	condition := field(n, "condition")
	if c.of = valueOf(condition, "field"); (c.of != "") != (kind == "value_count") {
		return errors.New("a value_count, and no event_count, has a field in its condition")
	}
	if err := c.readBound(condition); err != nil {
		return err
	}
	return c.apply(rule)
}

// counts is the condition of a rule that a correlation counts.
func (b *batch) counts(name string, notes *[]string) (string, error) {
	of := b.named[name]
	switch {
	case of == nil:
		return "", fmt.Errorf("the rule %s that it counts is in none of the files", name)
	case of.get("detection") == nil:
		return "", fmt.Errorf("the rule %s that it counts is no detection", name)
	}
	where, rest, err := of.condition(notes)
	if err == nil && rest != "" {
		err = errors.New("it counts itself")
	}
	if err != nil {
		return "", fmt.Errorf("the rule %s that it counts: %w", name, err)
	}
	return where, nil
}

// aliased are fields to group by, with those that aliases stand for in place of the aliases.
func aliased(correlation *yaml.Node, by []string) (fields []string) {
	aliases := field(correlation, "aliases")
	for _, name := range by {
		of := field(aliases, name)
		if of == nil {
			fields = append(fields, name)
			continue
		}
		for i := 1; i < len(of.Content); i += 2 {
			fields = append(fields, of.Content[i].Value)
		}
	}
	return fields
}

// readBound reads the condition of a correlation: a number that is reached.
func (c *count) readBound(n *yaml.Node) error {
	if n == nil || n.Kind != yaml.MappingNode {
		return errors.New("the correlation has no condition")
	}
	bounds := 0
	for i := 0; i+1 < len(n.Content); i += 2 {
		operator, value := n.Content[i].Value, n.Content[i+1].Value
		if operator == "field" {
			continue
		}
		if err := c.setBound(map[string]string{"gte": ">=", "gt": ">", "eq": "=="}[operator], operator, value); err != nil {
			return err
		}
		bounds++
	}
	if bounds != 1 {
		return errors.New("condition: one of gte, gt and eq is taken")
	}
	return nil
}

// setBound takes over a comparison with a number; said is what it is called where it has no equivalent.
func (c *count) setBound(operator, said, value string) error {
	x, err := strconv.ParseInt(value, 10, 32)
	if err != nil || x < 0 {
		return fmt.Errorf("condition: %q is not a number of events", value)
	}
	switch operator {
	case ">=":
		c.atLeast = x
	case ">":
		c.atLeast = x + 1
	case "==":
		c.atLeast, c.rounding = x, fmt.Sprintf("it hits from %d on, where the Sigma rule says %d exactly", x, x)
	default:
		return fmt.Errorf("condition: %s has no equivalent: a rule hits what is many; gte, gt and eq are taken", said)
	}
	if c.atLeast < 1 {
		return errors.New("condition: everybody reaches 0")
	}
	return nil
}

func readSpan(text string) (time.Duration, error) {
	span, err := units.ParseSpan(text)
	if err != nil {
		return 0, fmt.Errorf("timespan: %w", err)
	}
	return span, nil
}

// countedThings are what values of fields are, where they are counted.
var countedThings = map[string]analysis.Thing{
	"path":     analysis.ThePaths,
	"target":   analysis.TheRequests,
	"address":  analysis.TheAddresses,
	"agent":    analysis.TheAgents,
	"referrer": analysis.TheReferrers,
}

// apply makes the rule count so.
func (c *count) apply(rule *Rule) error {
	if err := c.checkGroups(rule); err != nil {
		return err
	}
	if c.rounding != "" {
		rule.Notes = append(rule.Notes, c.rounding)
	}
	if c.of != "" {
		if err := c.countValues(rule); err != nil {
			return err
		}
	}
	switch c.within {
	case 0:
		if c.of != "" {
			rule.Measure = analysis.MeasureDistinct
		}
	case time.Minute:
		rule.Measure = analysis.MeasurePerMinute
	case time.Hour:
		rule.Measure = analysis.MeasurePerHour
	case 24 * time.Hour:
		rule.Measure = analysis.MeasurePerDay
	default:
		rule.Measure, rule.Within = analysis.MeasurePerTime, c.within
	}
	rule.Setting.High = analysis.Bound{Kind: analysis.Number, Value: float64(c.atLeast)}
	return nil
}

func (c *count) countValues(rule *Rule) error {
	f, err := fieldNamed(c.of)
	if err != nil {
		return err
	}
	thing, known := countedThings[f.names[0]]
	if !known || f.kind != textField {
		return fmt.Errorf("the different values of %s have no equivalent for one user", c.of)
	}
	if thing == analysis.ThePaths {
		rule.Notes = append(rule.Notes, "paths of static files are not counted")
	}
	rule.Of = thing
	return nil
}

// checkGroups sees that what is counted is counted by whom spoor counts by, a user.
func (c *count) checkGroups(rule *Rule) error {
	if len(c.by) == 0 {
		return errors.New("it counts over all users together, which has no equivalent; group-by is needed")
	}
	for _, name := range c.by {
		f, err := fieldNamed(name)
		if err != nil {
			return fmt.Errorf("group-by: %w", err)
		}
		switch f.names[0] {
		case "user":
		case "address":
			rule.Notes = append(rule.Notes, "it counts by user; of a case with accounts that is not "+name)
		default:
			return fmt.Errorf("group-by: counting by %s has no equivalent; spoor counts by user", name)
		}
	}
	rule.Notes = notesOf(rule.Notes)
	return nil
}

// counting is what earlier versions of Sigma have behind a bar: "count(cs-uri-stem) by c-ip > 10".
var counting = regexp.MustCompile(`(?i)^count\(\s*([^\s()]*)\s*\)(?:\s+by\s+([^<>=]+?))?\s*(>=|>|==|=|<=|<)\s*(\d+)$`)

// readCount reads it, with the timeframe of the detection.
func readCount(text, timeframe string) (c count, err error) {
	parts := counting.FindStringSubmatch(text)
	if parts == nil {
		return c, fmt.Errorf("condition: %q has no equivalent; count() by a user is taken", text)
	}
	c.of = parts[1]
	for _, name := range strings.Split(parts[2], ",") {
		if name = strings.TrimSpace(name); name != "" {
			c.by = append(c.by, name)
		}
	}
	if timeframe != "" {
		if c.within, err = readSpan(timeframe); err != nil {
			return c, err
		}
	}
	operator := parts[3]
	if operator == "=" {
		operator = "=="
	}
	return c, c.setBound(operator, parts[3], parts[4])
}
