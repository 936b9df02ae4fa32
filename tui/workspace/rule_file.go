package workspace

import "spoor/analysis"

// RuleFile is a file of rules, and what they are in it.
type RuleFile struct {
	Path  string // "" for none
	Rules analysis.RuleSet
}

// ReadRuleFile reads rules from a file that a person has named.
func ReadRuleFile(name string) (RuleFile, error) {
	path, text, err := readText(name)
	if err != nil {
		return RuleFile{}, err
	}
	rules, err := analysis.ParseRuleSet(path, text)
	return RuleFile{path, rules}, err
}
