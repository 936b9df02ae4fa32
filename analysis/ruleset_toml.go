package analysis

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	gotoml "github.com/pelletier/go-toml/v2"

	"spoor/internal/toml"
)

const ruleSetHeader = "# A rule set of spoor: which rules judge, and when a user counts as flagged.\n" +
	`# A bound is a percentile of the ordinary users as in "p10", a number in the unit of the metric, or "off". ` +
	"A rule that is\n" +
	"# not named is off.\n"

// groupComments explain the groups that are no rules.
var groupComments = map[string]string{
	"flag": "\n# A user is flagged with at least this score, " +
		"hits from at least this many families or one that is evidence alone and gives at\n" +
		"# least this many points alone, and at least this many hits. " +
		"Outside a percentile a hit must lie at least this distance from the\n" +
		"# median of the ordinary users. Declared robots are left in peace, or judged like everybody.\n",
	"session": `
# What ends a session: a time without an event, or "case" for the time that the case was loaded with.
`,
	"baseline": `
# With 2 passes, who is outside two bands is not taken for ordinary; to trim all also leaves out who hits a threshold.
`,
}

// TOML writes the rule set in the form that ParseRuleSet reads: the fields that With takes, a table for each rule.
func (s RuleSet) TOML() string {
	var text strings.Builder
	text.WriteString(ruleSetHeader + "name = " + tomlString(s.Name) + "\n")
	group := ""
	for _, k := range s.params() {
		if k.group != group {
			group = k.group
			text.WriteString(s.groupHeader(group))
		}
		if value := k.get(&s); value != "" {
			fmt.Fprintf(&text, "%s = %s\n", k.field, tomlValue(value))
		}
	}
	return text.String()
}

func (s *RuleSet) groupHeader(group string) string {
	for _, rule := range s.All() {
		if rule.Name == strings.TrimPrefix(group, ownGroup) {
			return fmt.Sprintf("\n[%s] # %s, %s\n", group, rule.Unit, rule.Family)
		}
	}
	return groupComments[group] + "[" + group + "]\n"
}

// tomlValue writes the value of a parameter: numbers, true and false as they are, everything else in quotes.
func tomlValue(text string) string {
	if _, err := strconv.ParseFloat(text, 64); err == nil || text == "true" || text == "false" {
		return text
	}
	return tomlString(text)
}

func tomlString(text string) string {
	written, err := gotoml.Marshal(map[string]string{"x": strings.ToValidUTF8(text, "\uFFFD")})
	if err != nil {
		panic(err) // a valid text can be written
	}
	return strings.TrimSpace(strings.TrimPrefix(string(written), "x = "))
}

// ParseRuleSet reads a rule set in TOML: what TOML writes, or less. A rule that is named is on unless it says
// otherwise, and set as usual where it says nothing; a rule that is not named is off; of flag, what is not said is not
// asked for. Names, fields and values that are not known are errors that say name, line and what is nearest. The name
// of the set, if it gives none, is name without its ending; so it is where it gives that of a preset from which it
// differs.
func ParseRuleSet(name string, text []byte) (RuleSet, error) {
	s, err := parseRuleSet(name, text)
	if err == nil && s.borrowsName() {
		s = s.Named(ruleSetName(name))
	}
	return s, err
}

// Named is the rule set under another name. Where that is the name of a preset that it differs from, the name says that
// it is changed.
func (s RuleSet) Named(name string) RuleSet {
	s.Name = name
	if s.borrowsName() {
		s.Name += " (changed)"
	}
	return s
}

// borrowsName reports whether the rule set has the name of a preset and is another.
func (s *RuleSet) borrowsName() bool {
	for _, preset := range presets {
		if p := preset(); p.Name == s.Name {
			return p != *s
		}
	}
	return false
}

// ruleSetName is what a rule set is called after its file.
func ruleSetName(file string) string { return strings.TrimSuffix(path.Base(file), ".toml") }

func parseRuleSet(name string, text []byte) (RuleSet, error) {
	written := map[string]any{}
	d, err := toml.Read(name, text, &written)
	if err != nil {
		return RuleSet{}, err
	}
	s := RuleSet{
		Name: ruleSetName(name), MeasureOptions: DefaultMeasureOptions(), BaselinePolicy: BaselinePolicy{Passes: 1},
	}
	for r := range Rules {
		s.Rules[r] = Rules[r].defaults()
		_, s.Rules[r].On = written[Rules[r].Name]
	}
	if own, found := written[ownTable]; found {
		if err := readOwn(d, &s, own); err != nil {
			return RuleSet{}, err
		}
		delete(written, ownTable)
	}
	for _, key := range sortedKeys(d, written) {
		group, field, _ := strings.Cut(key, ".")
		if err := s.read(group, field, written[group]); err != nil {
			return RuleSet{}, d.Wrong(key, "%w", err)
		}
	}
	if err := s.check(); err != nil {
		return RuleSet{}, fmt.Errorf("%s: %w", name, err)
	}
	return s, nil
}

// sortedKeys are the paths of all values two levels deep, in the order of the text; tables that are empty count as
// values.
func sortedKeys(d *toml.Document, written map[string]any) []string {
	var keys []string
	for group, value := range written {
		table, _ := value.(map[string]any)
		if len(table) == 0 {
			keys = append(keys, group)
		}
		for field := range table {
			keys = append(keys, group+"."+field)
		}
	}
	slices.SortFunc(keys, func(a, b string) int {
		return cmp.Or(cmp.Compare(d.Place(a), d.Place(b)), strings.Compare(a, b))
	})
	return keys
}

// read takes one value over from a text.
func (s *RuleSet) read(group, field string, value any) error {
	if group == "name" {
		text, isText := value.(string)
		if !isText || text == "" {
			return fmt.Errorf("name: a text is needed")
		}
		s.Name = text
		return nil
	}
	table, isTable := value.(map[string]any)
	if field == "" && isTable && slices.ContainsFunc(builtInParams, func(k param) bool { return k.group == group }) {
		return nil
	}
	k, err := s.findParam(strings.TrimSuffix(group+"."+field, "."))
	if err != nil {
		return err
	}
	if err := k.change(s, paramText(table[field])); err != nil {
		return fmt.Errorf("%s: %w", k.path(), err)
	}
	return nil
}

// paramText is a value of TOML as the expressions write it.
func paramText(value any) string {
	switch x := value.(type) {
	case int64:
		return formatNumber(float64(x))
	case float64:
		return formatNumber(x)
	default:
		return fmt.Sprint(x)
	}
}
