package analysis

import (
	_ "embed"
	"fmt"
	"slices"
	"sync"

	"spoor/internal/nearest"
)

var (
	//go:embed preset_strict.toml
	strictText string
	//go:embed preset_paper.toml
	paperText string

	// Parsed when first asked for: most commands judge nobody, and the two are half of what starting costs.
	strict = sync.OnceValue(func() RuleSet { return mustParse("preset_strict.toml", strictText) })
	paper  = sync.OnceValue(func() RuleSet { return mustParse("preset_paper.toml", paperText) })
)

func mustParse(name, text string) RuleSet {
	s, err := parseRuleSet(name, []byte(text))
	if err != nil {
		panic(err)
	}
	return s
}

// presets are the rule sets that come with spoor, the default first.
var presets = []func() RuleSet{Strict, Paper}

// Strict is the default: a hit must be outside its band and far out, and one phenomenon is not enough.
func Strict() RuleSet { return strict() }

// Paper is the rule set of the paper: outside the band is a hit, two hits are suspicious.
func Paper() RuleSet { return paper() }

// Preset returns the preset of this name.
func Preset(name string) (RuleSet, error) {
	for _, preset := range presets {
		if s := preset(); s.Name == name {
			return s, nil
		}
	}
	return RuleSet{}, fmt.Errorf("%s: no such preset%s", name, nearest.Suggest(name, slices.Values(PresetNames())))
}

// PresetNames are the names of the presets, the default first.
func PresetNames() (names []string) {
	for _, preset := range presets {
		names = append(names, preset().Name)
	}
	return names
}
