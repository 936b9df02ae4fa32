package model

import (
	"fmt"

	"spoor/analysis"
)

// ConditionRules are rules of one's own that have these conditions.
func ConditionRules(conditions []string) (analysis.OwnRules, error) {
	rules := make([]analysis.OwnRule, len(conditions))
	for i, condition := range conditions {
		rules[i] = analysis.OwnRule{Name: fmt.Sprintf("condition-%d", i), Where: condition}
	}
	return analysis.NewOwnRules(rules)
}
